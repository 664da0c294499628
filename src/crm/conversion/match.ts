/**
 * Which contacts and accounts a lead matches. Unique fields come first, those of contacts before those of accounts; then the
 * e-mail address among contacts, the company among accounts, the name among contacts. The first that finds something says
 * which module is preferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/convert-lead.html
 */

import type { Actor } from '../../http/authenticate.ts'
import { type ConvertTarget, convertMapping } from '../../protocol/modules/convert-mapping.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { mayDo } from '../permissions.ts'
import { allByValue, uniqueFieldsOf } from '../records/duplicates.ts'
import { visibleTo } from '../records/sharing.ts'

export interface Match {
  readonly module: ModuleMeta
  readonly rows: readonly RecordRow[]
  /** By which field, and the lead's value of it. */
  readonly field: FieldMeta
  readonly value: unknown
}

export interface Matches {
  readonly preferred: 'Contacts' | 'Accounts' | null
  readonly Contacts: Match | null
  readonly Accounts: Match | null
}

export function findMatches(caller: Actor, lead: RecordRow): Matches {
  const byUnique = (target: 'Contacts' | 'Accounts') => firstOf(uniqueFieldsFor(caller, target), caller, target, lead)
  const by = (target: 'Contacts' | 'Accounts', field: string, value: unknown) =>
    firstOf([[field, value]], caller, target, lead)

  const uniqueContact = byUnique('Contacts')
  const uniqueAccount = byUnique('Accounts')
  const email = by('Contacts', 'Email', lead.Email)
  const company = by('Accounts', 'Account_Name', lead.Company)
  const named = by('Contacts', 'Full_Name', lead.Full_Name)
  const first = uniqueContact ?? uniqueAccount ?? email ?? company ?? named
  return {
    preferred: (first?.module.apiName as 'Contacts' | 'Accounts' | undefined) ?? null,
    Contacts: uniqueContact ?? email ?? named,
    Accounts: uniqueAccount ?? company,
  }
}

/** The unique fields of a target into which a field of the lead goes; the value stands in the lead. */
function uniqueFieldsFor({ data }: Actor, target: 'Contacts' | 'Accounts'): [string, undefined][] {
  const mapped = new Set(Object.values(convertMapping[target]))
  return uniqueFieldsOf(data.module(target)!)
    .filter(({ apiName }) => mapped.has(apiName))
    .map(({ apiName }) => [apiName, undefined])
}

function firstOf(
  fields: readonly (readonly [field: string, value: unknown])[],
  caller: Actor,
  target: ConvertTarget,
  lead: RecordRow,
): Match | null {
  const module = caller.data.module(target)!
  if (!mayDo(caller.user.profile, 'view', module)) return null
  const values = mappedValues(lead, target)
  const visible = visibleTo(caller, module)
  for (const [name, given] of fields) {
    const field = module.fieldsByName.get(name)
    const value = given ?? values[name]
    if (!field || value === undefined || value === null) continue
    const like = { id: '', [name]: value } as RecordRow
    const found = allByValue(caller.data.records(module), field, like).filter(row => !visible || visible(row))
    if (found.length > 0) return { module, rows: found, field, value }
  }
  return null
}

/** What a lead's values are called in what it is converted into. */
export function mappedValues(lead: RecordRow, target: ConvertTarget): Record<string, RecordRow[string]> {
  const values: Record<string, RecordRow[string]> = {}
  for (const [from, to] of Object.entries(convertMapping[target])) {
    const value = lead[from]
    if (value !== undefined && value !== null) values[to] = value
  }
  return values
}
