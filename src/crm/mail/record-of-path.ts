import { requireScope } from '../../http/authenticate.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { RecordPlace } from '../../world/emails.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { World } from '../../world/world.ts'
import type { CrmContext } from '../answer.ts'
import { moduleOfPath } from '../module-of.ts'
import { readPathId } from '../records/path-id.ts'
import { findVisible } from '../records/sharing.ts'

/** A record whose e-mails are meant. */
export interface MailRecord {
  readonly module: ModuleMeta
  readonly record: RecordRow
  readonly place: RecordPlace
}

/**
 * Standard modules whose records have e-mails; all custom modules have them too.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/send-mail.html
 */
const modulesWithEmails: ReadonlySet<string> = new Set([
  ...['Leads', 'Contacts', 'Deals', 'Accounts', 'Sales_Orders', 'Purchase_Orders', 'Invoices', 'Quotes', 'Cases'],
  'Vendors',
])

/** The module that the path names, if its records have e-mails. @throws CrmError */
export function mailModuleOfPath(c: CrmContext): ModuleMeta {
  const module = moduleOfPath(c)
  if (!module.custom && !modulesWithEmails.has(module.apiName)) {
    throw crmError('moduleWithoutEmails', { resource_path_index: 0 })
  }
  return module
}

/** The record that the path names, as far as the caller may see it; null where it is not there. @throws CrmError */
export function findMailRecord(c: CrmContext): MailRecord | null {
  const module = mailModuleOfPath(c)
  const record = findVisible(c.get('caller'), module, readPathId(c, module))
  return record ? { module, record, place: { module: module.apiName, id: record.id } } : null
}

/** @throws CrmError where it is not there */
export function mailRecordOfPath(c: CrmContext): MailRecord {
  const found = findMailRecord(c)
  if (!found) throw crmError('invalidRelatedId', { resource_path_index: 1 })
  return found
}

/** E-mails of records need a scope beside that of the module. @throws CrmError */
export const requireEmailScope = (world: World, c: CrmContext, operation: 'READ' | 'CREATE'): void =>
  requireScope(world, c, [`ZohoCRM.modules.emails.${operation}`])
