/**
 * The two catalogues of Zoho's refusals, keyed by case. A CRM entry has code, message, status and the shape of its
 * details; an accounts entry is either the one word of the token endpoint or a page with heading and line.
 *
 * Every refusal may carry a `reason`: one line in our own words that goes out in `x-zoho-emulator-reason`, never in the body.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/status-codes.html, Zoho's API descriptions
 * (https://github.com/zoho/crm-oas), captured answers in public issue threads; for accounts
 * https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token.html and captured answers.
 */

interface CrmErrorEntry {
  readonly code: string
  readonly message: string
  readonly status: 400 | 401 | 403 | 404 | 405 | 412 | 413 | 415 | 429 | 500
  /** Only its type matters: what `details` holds. */
  readonly details?: object
}

const entry = <Details extends object = Record<string, never>>(
  status: CrmErrorEntry['status'],
  code: string,
  message: string,
): CrmErrorEntry & { readonly details?: Details } => ({ status, code, message })

type ParamName = { param_name: string }
type PathIndex = { resource_path_index: number }
/** Where in the request body a field stands; v2 leaves the path out. */
type FieldPlace = { api_name: string; json_path?: string }

/** Which record has the value already; older versions say no more than its id. */
type DuplicateDetails =
  | { api_name: string; id: string }
  | (FieldPlace & { id: string; more_records: boolean; duplicate_record: object })

/** What is wrong with a condition of a search. */
type SearchProblem =
  | ParamName
  | { operator?: string; expected_data_type?: string; reason: string; api_name: string; value?: string }

export const crmErrors = {
  // the request as a whole
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

  // one row of a write
  missingRoot: entry<FieldPlace>(400, 'MANDATORY_NOT_FOUND', 'required field not found'),
  mandatoryNotFound: entry<FieldPlace>(400, 'MANDATORY_NOT_FOUND', 'required field not found'),
  wrongType: entry<{ expected_data_type: string } & FieldPlace>(400, 'INVALID_DATA', 'invalid data'),
  tooLong: entry<{ maximum_length: number } & FieldPlace>(400, 'INVALID_DATA', 'invalid data'),
  unsupportedValue: entry<FieldPlace & { supported_values: readonly string[] }>(400, 'INVALID_DATA', 'invalid data'),
  expectedFieldMissing: entry<{ expected_fields: readonly FieldPlace[] }>(
    400,
    'EXPECTED_FIELD_MISSING',
    'Specify atleast one field',
  ),
  invalidViewId: entry<{ id: string }>(400, 'INVALID_DATA', 'the id given seems to be invalid'),
  viewTwice: entry<FieldPlace>(400, 'DUPLICATE_DATA', 'duplicate data'),
  notMatching: entry<{ regex: string } & FieldPlace>(400, 'INVALID_DATA', 'invalid data'),
  invalidId: entry<FieldPlace>(400, 'INVALID_DATA', 'the id given seems to be invalid'),
  unknownField: entry<FieldPlace>(400, 'INVALID_DATA', 'invalid data'),
  criteriaTooLarge: entry<FieldPlace>(400, 'CRITERIA_LIMIT_EXCEEDED', 'criteria limit exceeded'),
  invalidModuleValue: entry<FieldPlace>(400, 'INVALID_MODULE', 'the module name given seems to be invalid'),
  tooManyRows: entry<{ maximum_length: number; api_name: string }>(
    400,
    'LIMIT_EXCEEDED',
    'count of records in your request exceeds the limit',
  ),
  multipleErrors: entry<{ errors: readonly unknown[] }>(
    400,
    'MULTIPLE_OR_MULTI_ERRORS',
    'Multiple errors in the request',
  ),
  alreadyModified: entry<{
    Modified_Time: string
    Created_Time: string
    id: string
    Modified_By: object
    Created_By: object
  }>(412, 'ALREADY_MODIFIED', 'record updated time has already passed if-unmodified-since time'),
  notDeleted: entry<Readonly<Record<string, string>>>(400, 'INVALID_DATA', 'record not deleted'),
  duplicateData: entry<DuplicateDetails>(400, 'DUPLICATE_DATA', 'duplicate data'),

  // one row of a settings write
  versionNotSupported: entry<{ supported_version: number }>(400, 'API_NOT_SUPPORTED', 'api version is not supported'),
  outOfRange: entry<{ range: { from: number; to: number } } & FieldPlace>(400, 'INVALID_DATA', 'invalid data'),
  invalidValue: entry<FieldPlace>(400, 'INVALID_DATA', 'invalid data'),
  duplicateSetting: entry<FieldPlace>(400, 'DUPLICATE_DATA', 'duplicate data'),
  dependentFieldMissing: entry<{ dependee?: FieldPlace } & FieldPlace>(
    400,
    'DEPENDENT_FIELD_MISSING',
    'dependent field missing',
  ),
  reservedKeyword: entry<FieldPlace>(400, 'RESERVED_KEYWORD_NOT_ALLOWED', 'reserved keyword not allowed'),
  notAllowed: entry<FieldPlace | PathIndex>(400, 'NOT_ALLOWED', 'not allowed'),
  settingNotEmulated: entry<FieldPlace>(400, 'NOT_EMULATED', 'is not emulated'),
  tooManyModules: entry<{ limit: number }>(400, 'LIMIT_EXCEEDED', 'limit exceeded'),

  // a mass action and its job
  recordNotFound: entry<{ id: string }>(400, 'INVALID_DATA', 'the id given seems to be invalid'),
  massTargetMissing: entry<{ api_name?: string; expected_data_type?: string }>(
    400,
    'MANDATORY_NOT_FOUND',
    'required field not found',
  ),
  massFieldMissing: entry(400, 'INVALID_DATA', 'No field found'),
  massFieldsExceeded: entry<{ limit: number }>(400, 'INVALID_DATA', 'Max field limit exceeded'),
  massFieldRefused: entry<FieldPlace>(400, 'INVALID_DATA', 'This field cannot be updated in the Mass Update'),
  invalidView: entry<FieldPlace>(400, 'INVALID_DATA', 'the cvid given seems to be invalid'),
  noRecordsFound: entry(400, 'NO_RECORDS_FOUND', 'no record found to update'),
  massRecordsExceeded: entry<{ limit: number }>(400, 'LIMIT_EXCEEDED', 'Record count exceeded'),
  alreadyScheduled: entry<{ api_name: string }>(
    400,
    'ALREADY_SCHEDULED',
    'Already a Mass Action scheduler is running for the given cvid',
  ),
  jobParamMissing: entry<ParamName>(400, 'MANDATORY_NOT_FOUND', 'mandatory param missing'),
  invalidJob: entry<ParamName>(400, 'INVALID_DATA', 'The jobid given seems to be invalid'),

  // counts of related lists
  invalidRelatedList: entry<FieldPlace>(400, 'INVALID_DATA', 'Given related_list is invalid'),
  relatedListNotSupported: entry(400, 'NOT_SUPPORTED', 'The given related list id is not supported in api'),
  invalidField: entry<FieldPlace>(400, 'INVALID_DATA', 'invalid data'),

  // the expression of a formula field; the messages of the last two are inferred
  formulaSyntax: entry<FieldPlace>(400, 'SYNTAX_ERROR', 'Formula expression has syntax error'),
  formulaBraces: entry<FieldPlace>(400, 'MISSING_BRACES', 'Some of brace is missing in given expression'),
  formulaParameterCount: entry<FieldPlace>(
    400,
    'INCORRECT_NUMBER_OF_PARAM',
    'The number of param is incorrect for one of the method',
  ),
  formulaParameterType: entry<FieldPlace>(
    400,
    'INCORRECT_DATA_TYPE_PARAM',
    'The data type of param is incorrect for one of the method',
  ),
  formulaField: entry<FieldPlace>(
    400,
    'PARTICIPATING_FIELD_NOT_FOUND',
    'The field participating in the expression is not found',
  ),

  // a COQL query; messages that no description of Zoho's has are inferred
  coqlQueryMissing: entry<FieldPlace>(400, 'MANDATORY_NOT_FOUND', 'mandatory key not found'),
  coqlUnexpectedToken: entry<{ line: number; column: number; near: string }>(400, 'SYNTAX_ERROR', 'unexpected token'),
  coqlMissingClause: entry<{ clause: string }>(400, 'SYNTAX_ERROR', 'missing clause'),
  coqlUnknownOperator: entry<{ operator: string }>(400, 'SYNTAX_ERROR', 'operator not supported'),
  coqlNotSelect: entry(400, 'SYNTAX_ERROR', 'given coql query not supported'),
  coqlUnknownFunction: entry<{ reason: string; column: string }>(400, 'INVALID_DATA', 'invalid data'),
  coqlUnknownColumn: entry<{ column_name: string; clause?: string }>(400, 'INVALID_QUERY', 'unsupported column'),
  coqlUnsupportedType: entry<{ column_name: string; data_type: string }>(
    400,
    'INVALID_QUERY',
    'data type not supported',
  ),
  coqlInvalidOperator: entry<{ column_name: string; operator: string; reason: string }>(
    400,
    'INVALID_QUERY',
    'invalid query formed',
  ),
  coqlInvalidValue: entry<
    | { column_name: string; operator: string; reason: string }
    | { column_name: string; data_type: string; expected_data_type: string }
  >(400, 'INVALID_QUERY', 'value given seems to be invalid for the column'),
  coqlInvalidModule: entry<{ module: string }>(400, 'INVALID_QUERY', 'invalid query formed'),
  coqlInvalidView: entry<{ cvid: string }>(400, 'INVALID_QUERY', 'invalid query formed'),
  coqlInvalidLimit: entry<{ limit: string }>(400, 'INVALID_QUERY', 'limit given seems to be invalid'),
  coqlInvalidOffset: entry<{ offset: string }>(400, 'INVALID_QUERY', 'offset given seems to be invalid'),
  coqlLimitNotPositive: entry(400, 'INVALID_DATA', 'limit should be greater than 0'),
  coqlLimitExceeded: entry<{ clause: string; limit: number }>(400, 'LIMIT_EXCEEDED', 'limit exceeded'),
  coqlDuplicateColumn: entry<{ column_name: string }>(400, 'DUPLICATE_DATA', 'duplicate select column'),
  coqlDuplicateAggregate: entry<{ column_name: string; aggregate: string }>(
    400,
    'DUPLICATE_DATA',
    'duplicate aggregate function',
  ),
  coqlInvalidAlias: entry<{ column_name: string; alias: string }>(400, 'INVALID_ALIAS', 'invalid alias'),
  coqlAliasIsColumn: entry<{ column_name: string; alias: string }>(
    400,
    'INVALID_QUERY',
    'column name or property name given in select columns without alias name cannot be an alias name for other select columns',
  ),
  coqlDuplicateAlias: entry<{ referred_columns: readonly string[]; alias: string }>(
    400,
    'DUPLICATE_ALIAS',
    'same alias cannot refer more than one column',
  ),

  // layouts and pipelines
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
} as const satisfies Record<string, CrmErrorEntry>

export type CrmErrorName = keyof typeof crmErrors

type DetailsOf<Name extends CrmErrorName> = NonNullable<(typeof crmErrors)[Name]['details']>

/** The body of a CRM refusal, and of one failed row. */
export interface CrmErrorBody {
  readonly code: string
  readonly details: object
  readonly message: string
  readonly status: 'error'
}

/** A refusal of a whole CRM request; `http/on-error.ts` writes it. */
export class CrmError extends Error {
  readonly status: CrmErrorEntry['status']
  readonly body: CrmErrorBody
  readonly reason: string | undefined
  /** A body under a root key, for errors that Zoho reports as the only row. */
  readonly root: string | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: CrmErrorEntry['status'],
    body: CrmErrorBody,
    reason?: string,
    root?: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(reason ?? body.message)
    this.status = status
    this.body = body
    this.reason = reason
    this.root = root
    this.headers = headers
  }
}

/** The row or envelope of a catalogue entry. Key order as on the wire. */
export function crmErrorBody<Name extends CrmErrorName>(name: Name, details?: DetailsOf<Name>): CrmErrorBody {
  const { code, message } = crmErrors[name]
  return { code, details: details ?? {}, message, status: 'error' }
}

/** @example throw crmError('invalidParam', { param_name: 'page' }) */
export function crmError<Name extends CrmErrorName>(
  name: Name,
  details?: DetailsOf<Name>,
  options: { reason?: string; root?: string; message?: string; headers?: Readonly<Record<string, string>> } = {},
): CrmError {
  const body = crmErrorBody(name, details)
  return new CrmError(
    crmErrors[name].status,
    options.message ? { ...body, message: options.message } : body,
    options.reason,
    options.root,
    options.headers,
  )
}

/** The words of the token endpoint; each goes out with HTTP 200 as `{"error":"…"}`. */
export const tokenErrors = [
  'invalid_client',
  'invalid_client_secret',
  'invalid_code',
  'invalid_redirect_uri',
  'invalid_scope',
  'invalid_soid',
  'missing_org_info',
  'access_denied',
  'general_error',
] as const

export type TokenErrorCode = (typeof tokenErrors)[number]

/** A refusal of the token endpoint. */
export class TokenError extends Error {
  readonly code: TokenErrorCode
  readonly reason: string
  /** The required parameter that was not sent, if that is why. */
  readonly leftOut: string | undefined

  constructor(code: TokenErrorCode, reason: string, leftOut?: string) {
    super(reason)
    this.code = code
    this.reason = reason
    this.leftOut = leftOut
  }
}

/** @example throw missingParameter('invalid_code', 'refresh_token') */
export const missingParameter = (code: TokenErrorCode, name: string): TokenError =>
  new TokenError(code, `${name} is missing`, name)

/** Pages of the authorization endpoint, shown while the redirect URI is not to be trusted. */
export const accountsPages = {
  invalidRedirectUri: {
    heading: 'Invalid Redirect Uri',
    line: 'Redirect URI passed does not match with the one configured',
  },
  invalidClient: { heading: 'Invalid Client', line: 'Client ID passed does not exist' },
  invalidScope: { heading: 'Invalid OAuth Scope', line: 'Scope does not exist' },
  other: { heading: 'Something went wrong', line: 'An error occurred while processing your request.' },
} as const

export type AccountsPageName = keyof typeof accountsPages

/** A refusal that a person sees as a page of the accounts host. */
export class AccountsPageError extends Error {
  readonly page: AccountsPageName
  readonly reason: string
  readonly status: 400 | 403 | 404 | 413

  constructor(page: AccountsPageName, reason: string, status: 400 | 403 | 404 | 413 = 400) {
    super(reason)
    this.page = page
    this.reason = reason
    this.status = status
  }
}
