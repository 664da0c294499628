/** Refusals of users, roles, profiles, currencies and what else tells of the org itself. */

import { entry, type FieldPlace, type ParamName, type PathIndex } from './entry.ts'

export const peopleErrors = {
  roleInPlace: entry<{ role_status: string } & ParamName>(400, 'INVALID_DATA', 'invalid transferToId'),
  roleKept: entry<PathIndex>(400, 'CANNOT_DELETE', 'Role cannot be deleted'),

  profileNotFound: entry<PathIndex | { id: string }>(
    400,
    'INVALID_DATA',
    'the id given seems to be invalid or already deleted',
  ),
  systemProfileChanged: entry<PathIndex>(400, 'NOT_ALLOWED', 'System profile cannot be updated'),
  systemProfileDeleted: entry<PathIndex>(400, 'NOT_ALLOWED', 'System profile cannot be deleted'),
  profileTransferMissing: entry<{ param: string }>(
    400,
    'MANDATORY_NOT_FOUND',
    'Users in the profile need to be transferred. transfer_to param is mandatory.',
  ),
  profileLimit: entry<{ limit: number }>(400, 'LICENSE_LIMIT_EXCEEDED', 'Request exceeds your license limit.'),
  permissionRefused: entry<FieldPlace>(400, 'NOT_ALLOWED', 'This Permissionid cannot be updated'),

  sandboxUsers: entry(400, 'NOT_ALLOWED', 'You cannot create user in a sandbox org'),
  userLimit: entry(
    400,
    'LICENSE_LIMIT_EXCEEDED',
    'Request exceeds your license limit. Need to upgrade in order to add a user',
  ),
  userTwice: entry(400, 'DUPLICATE_DATA', 'Failed to add user since same email id is already present'),
  userElsewhere: entry(400, 'INVALID_DATA', 'This email address is already registered with another datacenter'),
  emailRefused: entry<{ api_name: string }>(
    400,
    'INVALID_DATA',
    'Invalid Email Id. Please choose a different email id',
  ),
  emailFixed: entry<{ api_name: string }>(
    400,
    'EMAIL_UPDATE_NOT_ALOWED',
    'Cannot update email of a confirmed CRM User',
  ),
  keyNotSupported: entry<FieldPlace>(400, 'NOT_SUPPORTED', 'Created by & Modified by fields cannot be updated by api'),
  ofAnotherUser: entry<{ api_name: string }>(400, 'NOT_ALLOWED', 'Cannot update this key of another User'),
  subordinatesOff: entry(400, 'FEATURE_NOT_AVAILABLE', 'Share among Subordinates Feature is not available'),
  confirmedReinvited: entry<{ api_name: string }>(
    400,
    'INVALID_REQUEST',
    'Reinvite is not allowed for a confirmed user',
  ),
  reportingOff: entry(400, 'FEATURE_NOT_ENABLED', 'ReportingTo Feature is not enabled'),
  separatorsAlike: entry<{ mapped_field: FieldPlace } & FieldPlace>(
    400,
    'MAPPING_MISMATCH',
    'the number separator and decimal separator values should not be same',
  ),
  alreadyActiveUser: entry<{ id: string; json_path: string }>(400, 'ID_ALREADY_ACTIVE', 'User is already active'),
  alreadyInactiveUser: entry<{ api_name: string; id: string }>(
    400,
    'ID_ALREADY_DEACTIVATED',
    'User is already deactivated',
  ),
  alreadyDeletedUser: entry<{ json_path: string; id: string }>(400, 'ID_ALREADY_DELETED', 'User is already deleted'),
  primaryContact: entry<{ id: string; json_path: string }>(
    400,
    'INVALID_REQUEST',
    'Primary Contact cannot be deactivated',
  ),
  actingUser: entry(400, 'INVALID_REQUEST', "You can't perform this action over logged in user"),
  // the service's own spelling
  userNotManaged: entry(
    400,
    'AUTHORIZATION_FAILED',
    'Either trial is expired or user does not have sufficient previlege to perform this action',
  ),
  userNotDeletable: entry(400, 'AUTHORIZATION_FAILED', 'User does not have sufficient previlege to delete users'),
  ownProfileOrRole: entry(400, 'INVALID_REQUEST', 'Profile and Role cannot be Updated by the user.'),
  deletedUser: entry(400, 'CANNOT_UPDATE_DELETED_USER', 'Deleted user cannot be updated'),
  deletedUserInPath: entry<PathIndex>(400, 'NOT_ALLOWED', 'the id given seems to be invalid'),

  transferOfDeleted: entry<{ owner_status: string } & PathIndex>(
    400,
    'INVALID_DATA',
    'the user id provided is already deleted.',
  ),
  transferToAbsent: entry<{ owner_status: string } & FieldPlace>(
    400,
    'INVALID_DATA',
    'The user to whom you are trying to transfer is deleted.',
  ),
  transferIncomplete: entry<{ expected_data: readonly FieldPlace[] }>(
    400,
    'EXPECTED_FIELD_MISSING',
    'Specify atleast one field',
  ),
  transferIdMissing: entry<{ parent_api_name: string } & FieldPlace>(
    400,
    'MANDATORY_NOT_FOUND',
    'required field not found',
  ),
  superAdminKept: entry<FieldPlace | PathIndex>(400, 'NOT_ALLOWED', 'Super Admin cannot be Deleted.'),
  superAdminOnly: entry(403, 'NO_PERMISSION', 'Only super admin has permission to delete users'),
  superAdminNotValidated: entry<PathIndex>(403, 'NOT_ALLOWED', 'Super Admin cannot be validated.'),
  notASubordinate: entry<PathIndex>(
    400,
    'NOT_ALLOWED',
    'Transfer is allowed only for subordinate users of current user.',
  ),
  tooManyTransfers: entry<{ limit: string }>(
    400,
    'CONCURRENT_JOB_LIMIT_EXCEEDED',
    'Transfer and delete user scheduler limit reached',
  ),
  transferJobMissing: entry<ParamName>(400, 'REQUIRED_PARAM_MISSING', 'mandatory param missing'),

  paramNotMatching: entry<{ regex: string } & ParamName>(400, 'PATTERN_NOT_MATCHED', 'invalid data'),

  invalidModuleOfFeature: entry(400, 'INVALID_MODULE', 'the module name given seems to be invalid'),

  currenciesOff: entry(403, 'CURRENCIES_NOT_ENABLED', 'Multi currency is not enabled'),
  currencyFeatureOff: entry(
    400,
    'FEATURE_NOT_ENABLED',
    'The multi-currency feature is not yet enabled. Please enable it before doing this action.',
  ),
  currenciesOn: entry(400, 'ALREADY_ENABLED', 'The base currency is already added'),
  tooManyCurrencies: entry<{ limit: number }>(
    400,
    'ACTIVE_STATE_LIMIT_EXCEEDED',
    'Allowed active currency limit reached. Please deactivate any one of the existing active currencies to create this currency.',
  ),

  notInSandbox: entry<{ unsupported_environment: string }>(400, 'API_NOT_SUPPORTED', 'api not supported in sandbox'),
  noSuchPortal: entry(400, 'INVALID_DATA', 'No portal exists with the given portal name.'),
  tooShort: entry<{ minimum_length: number } & FieldPlace>(400, 'INVALID_DATA', 'invalid data'),
  portalNameUsed: entry<{ api_name: string }>(400, 'ALREADY_USED', 'The entered portal name is already in use'),
  userTypeKept: entry<ParamName>(
    400,
    'INVALID_DATA',
    'Deletion of portal user type is not allowed, as user type contains users, which need to be transferred to other user type',
  ),
  notOfUserType: entry<{ personality_id: string }>(
    400,
    'INVALID_DATA',
    'personality id does not belong to the user type',
  ),
  portalParamMissing: entry<{ param: string }>(
    400,
    'REQUIRED_PARAM_MISSING',
    'One of the expected parameter is missing',
  ),
  invalidInvitation: entry(400, 'CANNOT_PROCESS', 'Invalid type for the portal invite'),
  invitedWithoutMail: entry(
    400,
    'INVALID_DATA',
    'Invitation sent has failed as provided personality record does not have email id.',
  ),
  invitedTwice: entry<{ record_id: string }>(
    400,
    'DUPLICATE_DATA',
    'Invitation sent has failed as a portal user exists with same email id',
  ),
  portalUserKept: entry<{ resource_path_index: string }>(
    400,
    'NOT_ALLOWED',
    'Deactivating unconfirmed user is not allowed',
  ),
  portalUserActive: entry<{ resource_path_index: string }>(400, 'ALREADY_ACTIVATED', 'Already in active state only.'),
} as const
