import type { CrmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { Exchange } from './exchange.ts'
import type { Sent } from './unread.ts'

/** CRM's codes for what is required and was not sent. */
const codesOfMissing = new Set([
  'REQUIRED_PARAM_MISSING',
  'EXPECTED_PARAM_MISSING',
  'DEPENDENT_PARAM_MISSING',
  'MANDATORY_NOT_FOUND',
  'EXPECTED_FIELD_MISSING',
  'DEPENDENT_FIELD_MISSING',
])

interface Details {
  readonly param_name?: string
  readonly param_names?: readonly string[]
  readonly api_name?: string
  readonly json_path?: string
  readonly expected_fields?: readonly Details[]
  readonly errors?: readonly CrmErrorBody[]
}

/** A refusal, or a row that failed, as far as it says why. */
type ErrorParts = { readonly [Key in 'code' | 'message' | 'details']?: CrmErrorBody[Key] | undefined }

/** Notes what a refusal of CRM, or one of its rows, says about the request. */
export function noteCrmError(exchange: Exchange, error: ErrorParts): void {
  exchange.problem ??= () => `${error.code}: ${error.message} ${JSON.stringify(error.details)}`
  for (const { in: place, name } of missingIn(error)) exchange.leaveOut(place, name)
}

function missingIn({ code, details = {} }: ErrorParts): Sent[] {
  const { param_name, param_names, expected_fields, errors } = details as Details
  if (errors) return errors.flatMap(missingIn)
  if (code === undefined || !codesOfMissing.has(code)) return []
  const params = param_names ?? (param_name === undefined ? [] : [param_name])
  if (params.length > 0) return [{ in: 'query', name: params.join(' or ') }]
  const fields = (expected_fields ?? [details as Details]).map(placeOf).filter(place => place !== undefined)
  return fields.length > 0 ? [{ in: 'body', name: fields.join(' or ') }] : []
}

/** `data[].Last_Name`, whichever row it is. */
const placeOf = ({ json_path, api_name }: Details): string | undefined =>
  json_path?.replace(/^\$\./, '').replace(/\[\d+\]/g, '[]') ?? api_name
