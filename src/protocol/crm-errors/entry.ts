/** How an entry of the catalogue is written. */

export interface CrmErrorEntry {
  readonly code: string
  readonly message: string
  readonly status: 400 | 401 | 403 | 404 | 405 | 412 | 413 | 415 | 429 | 500
  /** Only its type matters: what `details` holds. */
  readonly details?: object
}

export const entry = <Details extends object = Record<string, never>>(
  status: CrmErrorEntry['status'],
  code: string,
  message: string,
): CrmErrorEntry & { readonly details?: Details } => ({ status, code, message })

export type ParamName = { param_name: string }
export type PathIndex = { resource_path_index: number }
/** Where in the request body a field stands; v2 leaves the path out. */
export type FieldPlace = { api_name: string; json_path?: string }
