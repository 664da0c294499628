/**
 * `/Leads/{id}/__conversion_options`: which contacts and accounts a lead matches, before it is converted. v6 is the oldest
 * version with a page of it.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/lead-conversion-options.html and https://github.com/zoho/crm-oas
 */

import { requireScope } from '../../http/authenticate.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { convertTargets } from '../../protocol/modules/convert-mapping.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { answer, answerNothing, type CrmContext } from '../answer.ts'
import { findMatches, type Match } from '../conversion/match.ts'
import { moduleOfPath, moduleScopes, recordScope } from '../module-of.ts'
import { mayDo } from '../permissions.ts'
import { readPathId } from '../records/path-id.ts'
import { findVisible, may } from '../records/sharing.ts'
import { onSince } from '../require-version.ts'
import type { Routes } from '../routes.ts'

const root = '__conversion_options'
const recordsShown = 100

export function conversionOptionRoutes(routes: Routes): void {
  const { world } = routes
  const on = onSince('v6', routes)

  on('get', `/:module{Leads}/:id/${root}`, recordScope('READ'), c => {
    const caller = c.get('caller')
    const { data } = caller
    const module = moduleOfPath(c)
    const lead = findVisible(caller, module, readPathId(c, module))
    if (!lead) throw crmError('invalidLead', { resource_path_index: 1 })
    for (const name of ['Contacts', 'Accounts']) requireScope(world, c, moduleScopes(data.module(name)!, 'READ'))
    // a lead that was converted has no options any more
    if (lead.Converted__s === true) return answerNothing(c)

    const { preferred, Contacts: contacts, Accounts: accounts } = findMatches(caller, lead)
    const branched = convertTargets.map(name => data.module(name)!).filter(({ layouts }) => layouts.length > 1)
    const options = {
      module_preference: preferred && toModule(data.module(preferred)!),
      Contacts: contacts && rowsOf(contacts).map(row => toContact(c, contacts.module, row)),
      preference_field_matched_value:
        contacts || accounts
          ? { Contacts: contacts && [toField(contacts)], Accounts: accounts && [toField(accounts)] }
          : null,
      Accounts: accounts && rowsOf(accounts).map(row => toAccount(c, accounts.module, row)),
      modules_with_multiple_layouts: branched.length > 0 ? branched.map(toModule) : null,
    }
    return answer(c, { [root]: options })
  })
}

const toModule = ({ apiName, id }: ModuleMeta) => ({ api_name: apiName, id })

const rowsOf = ({ rows }: Match): readonly RecordRow[] => rows.slice(0, recordsShown)

const toField = ({ field, value }: Match) => ({
  field: { api_name: field.apiName, field_label: field.label, unique: field.unique ? {} : null, id: field.id },
  matched_lead_value: value,
})

const common = (c: CrmContext, module: ModuleMeta, row: RecordRow) => {
  const caller = c.get('caller')
  return {
    Locked__s: row.Locked__s === true,
    $editable: mayDo(caller.user.profile, 'edit', module) && may('edit', caller, module, row),
    id: row.id,
    $approval_state: 'approved',
  }
}

const toContact = (c: CrmContext, module: ModuleMeta, row: RecordRow) => ({
  Full_Name: row.Full_Name ?? null,
  Email: row.Email ?? null,
  Layout: { name: module.layout.name, id: module.layout.id },
  Account_Name: accountOf(c.get('caller').data, row),
  Data_Processing_Basis: null,
  ...common(c, module, row),
})

function accountOf(data: OrgData, row: RecordRow): object | null {
  const account = data.records(data.module('Accounts')!).get(String(row.Account_Name))
  return account ? { name: account.Account_Name, Locked__s: account.Locked__s === true, id: account.id } : null
}

const toAccount = (c: CrmContext, module: ModuleMeta, row: RecordRow) => ({
  Phone: row.Phone ?? null,
  Account_Type: row.Account_Type ?? null,
  Website: row.Website ?? null,
  Account_Name: row.Account_Name ?? null,
  ...common(c, module, row),
})
