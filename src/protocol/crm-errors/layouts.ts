/** Refusals of layouts and pipelines. */

import { entry, type FieldPlace, type ParamName, type PathIndex } from './entry.ts'

export const layoutErrors = {
  layoutNotFound: entry<PathIndex>(400, 'INVALID_DATA', 'No layout found with given id'),
  malformedLayoutId: entry<{ expected_data_type: string } & ParamName>(
    400,
    'INVALID_DATA',
    'The id given seems to be invalid',
  ),
  invalidTransferLayout: entry<ParamName>(400, 'INVALID_DATA', 'Transfer To Layout Id is Invalid'),
  inactiveTransferLayout: entry<ParamName>(400, 'NOT_ALLOWED', 'Cannot transfer to the deactivated layout'),
  dependentParamMissing: entry<{ dependee: ParamName } & ParamName>(
    400,
    'DEPENDENT_PARAM_MISSING',
    'One of the expected parameter is missing',
  ),
  alreadyActivated: entry<PathIndex>(400, 'ALREADY_ACTIVATED', 'Cannot activate already active layout'),
  alreadyDeactivated: entry<PathIndex>(400, 'ALREADY_DEACTIVATED', 'Cannot deactivate already deactive layout'),
  layoutActionRefused: entry<{ action: string; id: string }>(400, 'NOT_ALLOWED', 'not allowed'),
  tooManyLayouts: entry(
    400,
    'CANNOT_PROCESS',
    "Sorry, but you can't activate this layout, as you have already reached the maximum limit of 4 layouts per module.",
  ),
  noneOfFields: entry<{ expected_fields: readonly FieldPlace[] }>(
    400,
    'EXPECTED_FIELD_MISSING',
    'One of the required fields is missing',
  ),
  tooManyFields: entry<{ limit: number; limit_due_to: readonly FieldPlace[] }>(400, 'LIMIT_EXCEEDED', 'limit exceeded'),
  featureNotSupported: entry<FieldPlace>(400, 'FEATURE_NOT_SUPPORTED', 'Your License does not support this feature'),
  invalidLayoutParam: entry<ParamName>(400, 'INVALID_DATA', 'Invalid layoutid'),
  pipelineNotFound: entry<PathIndex>(400, 'INVALID_DATA', 'invalid pick_list_values id'),
  // the words of Zoho's own description, though it is not missing but unknown
  unknownPipeline: entry<{ id: string }>(400, 'INVALID_DATA', 'required field not found'),
  duplicatePipeline: entry<FieldPlace>(400, 'DUPLICATE_DATA', 'Duplicate pipeline label found'),
  invalidStage: entry<FieldPlace>(400, 'INVALID_DATA', 'Invalid child option id'),
  stageNotMapped: entry(400, 'INVALID_DATA', 'No mapping found '),
  lastStage: entry<FieldPlace>(400, 'CANNOT_DELETE', 'Cannot delete the last stage associated with the pipeline'),
  pipelineKept: entry<FieldPlace>(400, 'CANNOT_DELETE', 'Cannot delete the pipeline'),
  invalidTransferFrom: entry<FieldPlace>(400, 'INVALID_DATA', 'Invalid from id'),
  invalidTransferTo: entry<FieldPlace>(400, 'INVALID_DATA', 'Invalid to id'),
  transferToItself: entry<FieldPlace>(400, 'INVALID_DATA', 'Both from_id and to_id cannot be same '),
  stageMappedTwice: entry<{ exists_in: { json_path: string } } & FieldPlace>(
    400,
    'ALREADY_USED',
    'from id is mapped more than once',
  ),
  mappingMismatch: entry<{ mapped_field: string } & FieldPlace>(
    400,
    'MAPPING_MISMATCH',
    "Pipeline doesn't contain the Stage",
  ),
} as const
