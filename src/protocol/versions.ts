/**
 * The API versions of CRM and what clients notice between them, as data.
 *
 * Sources: the change logs at https://www.zoho.com/crm/developer/docs/api/v8/change-log.html and its older siblings, the
 * official SDKs of each version. Where no page names the version that changed, the comment says so.
 */

export const versionNames = ['v2', 'v2.1', 'v3', 'v4', 'v5', 'v6', 'v7', 'v8'] as const

export type VersionName = (typeof versionNames)[number]

export interface Version {
  readonly name: VersionName
  readonly number: number
  /** Lists need `fields`. */
  readonly fieldsRequired: boolean
  /** Lists hand out page tokens, and pages end at 2000 records. */
  readonly pageTokens: boolean
  /** Row errors say where in the body they arose; that v2.1 was first is inferred. */
  readonly jsonPath: boolean
  /** Write acknowledgements carry `$approval_state`. */
  readonly approvalState: boolean
  /** Status of a write whose rows all failed; the boundary is inferred. */
  readonly allRowsFailed: 202 | 400
  /** `id` is listed among a module's fields. */
  readonly idIsField: boolean
  /** A lead's conversion stands in `Converted__s` instead of `$converted`. */
  readonly convertedField: boolean
  /** Modules carry `status` instead of `visible`. */
  readonly moduleStatus: boolean
  /** `lookup.module` is an object instead of a name; the boundary is inferred. */
  readonly lookupModuleObject: boolean
  /** `GET /org` has `type`, `created_time` and other newer keys. */
  readonly newOrgKeys: boolean
  /** User keys end in `__s` where they were renamed. */
  readonly renamedUserKeys: boolean
}

const since = (number: number, first: number): boolean => number >= first

function describe(name: VersionName): Version {
  const number = Number(name.slice(1))
  return {
    name,
    number,
    fieldsRequired: since(number, 3),
    pageTokens: since(number, 3),
    jsonPath: since(number, 2.1),
    approvalState: since(number, 6),
    allRowsFailed: since(number, 6) ? 400 : 202,
    idIsField: since(number, 4),
    convertedField: since(number, 4),
    moduleStatus: since(number, 5),
    lookupModuleObject: since(number, 3),
    newOrgKeys: since(number, 2.1),
    renamedUserKeys: since(number, 3),
  }
}

const versions = new Map<string, Version>(versionNames.map(name => [name, describe(name)]))

export const findVersion = (name: string): Version | undefined => versions.get(name.toLowerCase())
