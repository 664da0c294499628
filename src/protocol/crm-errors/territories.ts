/** Refusals of territories. */

import { entry, type FieldPlace, type PathIndex } from './entry.ts'

export const territoryErrors = {
  invalidTerritory: entry<FieldPlace | PathIndex | { id: string }>(400, 'INVALID_DATA', 'Invalid Territory Id'),
  territoryLimit: entry<{ limit: number }>(400, 'LIMIT_EXCEEDED', 'Territory Limit reached'),
  territoryHasChildren: entry<{ id: string }>(
    400,
    'NOT_ALLOWED',
    "This territory has a child territory associated with it. It can't be deleted directly as transfer of child territory is required.",
  ),
  orgTerritoryDeleted: entry<{ id: string }>(
    400,
    'NOT_ALLOWED',
    'The territory you are trying to delete is the Org Territory',
  ),
  orgTerritoryChanged: entry<FieldPlace>(
    400,
    'NOT_ALLOWED',
    "Can't update the Org Territory Properties Except its Name",
  ),
  invalidTransferTerritory: entry<FieldPlace>(400, 'INVALID_DATA', 'Transfer_to_id is not a valid territory'),
  sameTransferTerritory: entry<FieldPlace>(400, 'INVALID_DATA', 'Transfer_to_id is same as current parent territory'),
  lowTransferTerritory: entry<FieldPlace>(
    400,
    'INVALID_DATA',
    // the service's own spelling
    'Transfer_to_id is not at a higher heirarchy than current parent territory',
  ),
  userInTerritory: entry<FieldPlace>(400, 'DUPLICATE_DATA', 'Given user id already exists for that record'),
  userNotInTerritory: entry<{ id: string }>(400, 'INVALID_DATA', 'Given user is not a member of this territory.'),
  invalidTerritoryUser: entry<{ id: string } | FieldPlace>(
    400,
    'INVALID_DATA',
    'the given user id given seems to be invalid',
  ),
  territoryUsersLimit: entry<{ limit: number }>(400, 'LIMIT_EXCEEDED', 'Maximum Users Limit reached for a territory'),
  invalidTerritoryPath: entry<PathIndex>(400, 'INVALID_DATA', 'the given id given seems to be invalid'),
  territoryOfUser: entry<FieldPlace>(400, 'DUPLICATE_DATA', 'Territory already associated with the user'),
  ownTerritories: entry(403, 'NOT_ALLOWED', "Logged in user can't update their territories"),
  territoryScheduled: entry<{ id: string }>(400, 'ALREADY_SCHEDULED', 'Already a job is scheduled for the record'),
} as const
