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
  /** Lists take `approved`. */
  readonly approvedParam: boolean
  /** Line items stand in `Product_Details`. */
  readonly productDetails: boolean
  /** Tasks, meetings and calls can be read as one module, `Activities`. */
  readonly activities: boolean
  /** A note's parent says its module itself, instead of in `$se_module`; that v6 was the first is inferred. */
  readonly parentModule: boolean
  /** `GET /org` has `type`, `created_time` and other newer keys. */
  readonly newOrgKeys: boolean
  /** User keys end in `__s` where they were renamed. */
  readonly renamedUserKeys: boolean
  /** A refused duplicate is described, not only named by its id. */
  readonly duplicateRecord: boolean
  /** The mails of a record stand under `Emails` and their types have names, instead of numbers as in Zoho's iOS SDK. */
  readonly namedEmailTypes: boolean
  /** Tags say their colour; that v3 was the first is inferred. */
  readonly tagColors: boolean
  readonly search: SearchRules
  readonly coql: CoqlRules
  readonly customViews: CustomViewRules
}

/** How a custom view is described. That v2.1 was the first to name fields by objects and v3 the sort field is inferred. */
export interface CustomViewRules {
  /** `access_type` and `shared_to` stand in place of `shared_type` and `shared_details`, and the view says who made it. */
  readonly authors: boolean
  /** The field of a condition is an object instead of a name. */
  readonly fieldObjects: boolean
  /** So is `sort_by`. */
  readonly sortObject: boolean
}

/** How `/coql` differs; its limits stand in crm/coql/limits.ts. */
export interface CoqlRules {
  /** Needs a scope of its own beside those of the modules. */
  readonly ownScope: boolean
  /** Lookups come with the name of what they point to. */
  readonly lookupNames: boolean
  /** `include_meta` counts. */
  readonly includeMeta: boolean
  /** Of a column that isn't there; that v8 was the first to say it anew is inferred. */
  readonly unknownColumn: string
}

/** How `/{module}/search` differs. */
export interface SearchRules {
  /** Operators that criteria may use, as far as the type of a field has them. */
  readonly operators: readonly string[]
  /** When `equals` finds a text that merely contains the value; that v3 was the first to do so always is inferred. */
  readonly equalsContains: 'always' | 'combined'
  /** `sort_by` and `sort_order` count. */
  readonly sorted: boolean
  /** `approval_state` counts. */
  readonly approvalState: boolean
}

const searchOperators = [
  'equals',
  'not_equal',
  'starts_with',
  'in',
  'between',
  'greater_than',
  'greater_equal',
  'less_than',
  'less_equal',
]

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
    approvedParam: !since(number, 6),
    productDetails: !since(number, 2.1),
    activities: !since(number, 3),
    parentModule: since(number, 6),
    newOrgKeys: since(number, 2.1),
    renamedUserKeys: since(number, 3),
    duplicateRecord: since(number, 6),
    namedEmailTypes: since(number, 4),
    tagColors: since(number, 3),
    coql: {
      ownScope: since(number, 3),
      lookupNames: since(number, 7),
      includeMeta: since(number, 7),
      unknownColumn: since(number, 8) ? 'unsupported column' : 'column given seems to be invalid',
    },
    customViews: { authors: since(number, 2.1), fieldObjects: since(number, 2.1), sortObject: since(number, 3) },
    search: {
      operators: since(number, 2.1) ? searchOperators : ['equals', 'starts_with'],
      equalsContains: since(number, 3) ? 'always' : 'combined',
      sorted: since(number, 8),
      approvalState: since(number, 8),
    },
  }
}

const versions = new Map<string, Version>(versionNames.map(name => [name, describe(name)]))

export const findVersion = (name: string): Version | undefined => versions.get(name)
