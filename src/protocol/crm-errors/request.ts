/** Refusals of a request as a whole, and of its parameters. */

import { entry, type FieldPlace, type ParamName, type PathIndex } from './entry.ts'

/** What is wrong with a condition of a search. */
type SearchProblem =
  | ParamName
  | { operator?: string; expected_data_type?: string; reason: string; api_name: string; value?: string }

export const requestErrors = {
  authenticationFailure: entry(401, 'AUTHENTICATION_FAILURE', 'Authentication failed'),
  invalidToken: entry(401, 'INVALID_TOKEN', 'invalid oauth token'),
  scopeMismatch: entry(401, 'OAUTH_SCOPE_MISMATCH', 'invalid oauth scope to access this URL'),
  orgMismatch: entry(403, 'OAUTH_ORG_MISMATCH', 'The OAuthToken is not valid for specified organization.'),
  noPermission: entry<{ permissions?: string[] }>(403, 'NO_PERMISSION', 'permission denied'),
  invalidUrlPattern: entry(404, 'INVALID_URL_PATTERN', 'Please check if the URL trying to access is a correct one'),
  notEmulated: entry<{ method: string; path: string }>(404, 'NOT_EMULATED', 'is not emulated'),
  invalidRequestMethod: entry(400, 'INVALID_REQUEST_METHOD', 'The http request method type is not a valid one'),
  apiNotSupported: entry<{ supported_version: string }>(400, 'API_NOT_SUPPORTED', 'api not supported in this version'),
  invalidRequest: entry(
    400,
    'INVALID_REQUEST',
    'unable to process your request. please verify whether you have entered proper method name, parameter and parameter values.',
  ),
  invalidModule: entry<PathIndex | ParamName>(400, 'INVALID_MODULE', 'the module name given seems to be invalid'),
  requiredParamMissing: entry<ParamName>(400, 'REQUIRED_PARAM_MISSING', 'required param is missing'),
  expectedParamMissing: entry<ParamName>(400, 'REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing'),
  adminOnly: entry<PathIndex>(403, 'NOT_SUPPORTED', 'This API is supported only for admin users.'),
  invalidParam: entry<ParamName & { index?: number; supported_values?: readonly string[] }>(
    400,
    'INVALID_DATA',
    'invalid data',
  ),
  invalidRelation: entry<PathIndex>(400, 'INVALID_DATA', 'the relation name given seems to be invalid'),
  invalidRelatedId: entry<PathIndex>(400, 'INVALID_DATA', 'the related id given seems to be invalid'),
  // inferred: no page says what a function is answered that isn't there
  invalidFunction: entry<PathIndex>(400, 'INVALID_DATA', 'the function name given seems to be invalid'),
  invalidPathId: entry<PathIndex>(400, 'INVALID_DATA', 'the id given seems to be invalid'),
  tooManyOf: entry<{ limit: number } & ParamName>(400, 'LIMIT_EXCEEDED', 'limit exceeded'),
  ambiguousParams: entry<{ ambiguity_due_to: readonly (ParamName | FieldPlace)[] }>(
    400,
    'AMBIGUITY_DURING_PROCESSING',
    'Ambiguity while processing the request',
  ),
  viewOrSearch: entry<{ ambiguity_due_to: ParamName[] }>(
    400,
    'AMBIGUITY_DURING_PROCESSING',
    'Please use either Cvid or Search Params. Combination of both the params is not allowed',
  ),
  bodyNotJson: entry<{ expected_data_type: string }>(400, 'INVALID_DATA', 'body'),
  bodyTooLarge: entry(413, 'BODY_SIZE_REACHED', 'The request body limit reached'),
  pageBeyondLimit: entry<{ limit: number }>(
    400,
    'DISCRETE_PAGINATION_LIMIT_EXCEEDED',
    'You can only get the first 2000 records without using page_token param',
  ),
  pageTokenMismatch: entry<ParamName>(
    400,
    'TOKEN_BOUND_DATA_MISMATCH',
    'The page_token given seems to be invalid or input param is added or altered or deleted',
  ),
  pageTokenExpired: entry<FieldPlace>(400, 'EXPIRED_VALUE', 'Page token expired'),
  pageTokenExhausted: entry<ParamName>(
    400,
    'PAGINATION_LIMIT_EXCEEDED',
    'You can only get upto 100000 records using page_token param',
  ),
  patternNotMatched: entry<ParamName>(400, 'PATTERN_NOT_MATCHED', 'Please check whether the input values are correct'),
  searchParamMissing: entry<{ param_names: readonly string[] }>(
    400,
    'EXPECTED_PARAM_MISSING',
    'One of the expected parameter is missing',
  ),
  invalidSearch: entry<SearchProblem>(400, 'INVALID_QUERY', 'Invalid query formed'),
  tooManyInValues: entry<{ api_name: string }>(400, 'INVALID_QUERY', 'Only 100 values are allowed in "IN" criteria'),
  tooManyCriteria: entry(400, 'CRITERIA_LIMIT_EXCEEDED', 'no of criterium that can be given exceed the limit 15'),
  wordTooShort: entry<ParamName>(400, 'INVALID_DATA', 'provide atleast 2 letters for search'),
  wordNotAllowed: entry<ParamName>(400, 'INVALID_DATA', 'special characters are not allowed'),
  searchLimitReached: entry<{ limit: string }>(400, 'LIMIT_REACHED', 'maximum response iteration limit reached'),
  internalError: entry(500, 'INTERNAL_ERROR', 'Internal Server Error'),
  tooManyRequests: entry(429, 'TOO_MANY_REQUESTS', 'too many requests. please try again after some time'),
} as const
