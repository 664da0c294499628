/**
 * Works out what a conversion will do, without doing any of it: so a lead is converted whole or not at all.
 *
 * What no page says is inferred: new records belong to the lead's owner; a contact that is found keeps its account, unless
 * `overwrite` says otherwise; a deal that lacks what Zoho demands refuses the whole.
 */

import { type CrmErrorBody, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { ConvertTarget } from '../../protocol/modules/convert-mapping.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordPermission } from '../../world/profiles.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'
import { notPermitted } from '../permissions.ts'
import { findVisible, may } from '../records/sharing.ts'
import { assignNumbers, place, validateRow } from '../records/validate.ts'
import { type Prepared, prepareInsert, prepareUpdate, type WriteContext } from '../records/write.ts'
import { findMatches, mappedValues } from './match.ts'
import type { ConversionOrder } from './order.ts'

/** A record that takes part: how it was, null for a new one, and how it will be. */
export interface Part {
  readonly context: WriteContext
  readonly before: RecordRow | null
  readonly after: RecordRow
}

export interface ConversionPlan {
  readonly lead: RecordRow
  readonly contact: Part
  readonly account: Part | null
  readonly deal: Part | null
}

type Planned<T> = T | { readonly error: CrmErrorBody }

type Context = Readonly<Record<ConvertTarget, WriteContext>>

/** @param leads the context of a write of leads */
export function planConversion(lead: RecordRow, order: ConversionOrder, leads: WriteContext): Planned<ConversionPlan> {
  const { data } = leads
  const contextOf = (name: ConvertTarget): WriteContext => ({
    ...leads,
    module: data.module(name)!,
    source: leads.source ?? 'convert',
  })
  const contexts: Context = {
    Contacts: contextOf('Contacts'),
    Accounts: contextOf('Accounts'),
    Deals: contextOf('Deals'),
  }
  const found = findExisting(lead, order, contexts)
  if ('error' in found) return found

  const account = planAccount(lead, order, contexts.Accounts, found)
  if (account && 'error' in account) return account
  const contact = planContact(lead, order, contexts.Contacts, found.contact, account)
  if ('error' in contact) return contact
  const deal = order.deal && planDeal(lead, order, contexts.Deals, contact, account)
  if (deal && 'error' in deal) return deal
  return { lead, contact, account, deal }
}

interface Existing {
  readonly contact: RecordRow | null
  readonly account: RecordRow | null
}

function findExisting(lead: RecordRow, order: ConversionOrder, contexts: Context): Planned<Existing> {
  const named = (target: 'Contacts' | 'Accounts', id: string | null): Planned<{ row: RecordRow | null }> => {
    if (id === null) return { row: null }
    const { caller, module } = contexts[target]
    const row = findVisible(caller, module, id)
    if (row) return { row }
    const where = place(contexts[target], target, contexts[target].version.number < 6 ? [] : ['id'])
    return { error: crmErrorBody('invalidId', where) }
  }
  const contact = named('Contacts', order.contactId)
  if ('error' in contact) return contact
  const account = named('Accounts', order.accountId)
  if ('error' in account) return account
  if (!order.addToExisting || contact.row) return { contact: contact.row, account: account.row }
  const matches = findMatches(contexts.Contacts.caller, lead)
  if (account.row) {
    const isNamesake = matches.Contacts?.field.apiName === 'Full_Name'
    return { contact: isNamesake ? null : (matches.Contacts?.rows[0] ?? null), account: account.row }
  }
  // a name alone decides nothing where the company is known already
  const matchedContact = matches.preferred === 'Contacts' ? matches.Contacts!.rows[0]! : null
  const matchedAccount = matches.Accounts?.rows[0] ?? null
  return { contact: matchedContact, account: matchedContact && !order.overwrite ? null : matchedAccount }
}

function planAccount(
  lead: RecordRow,
  order: ConversionOrder,
  context: WriteContext,
  { contact, account }: Existing,
): Planned<Part> | null {
  const { data, module } = context
  const company = lead.Company ?? null
  if (account) {
    const isRenamed =
      order.accountId !== null && order.overwrite && company !== null && account.Account_Name !== company
    return changed(
      account,
      { ...tagsFor('Accounts', lead, order, account), ...(isRenamed && { Account_Name: company }) },
      context,
    )
  }
  const own =
    contact && typeof contact.Account_Name === 'string' ? data.records(module).get(contact.Account_Name) : undefined
  if (own && !order.overwrite) return changed(own, tagsFor('Accounts', lead, order, own), context)
  if (company === null) return null
  const same = order.addToExisting ? findMatches(context.caller, lead).Accounts?.rows[0] : undefined
  if (same) return changed(same, tagsFor('Accounts', lead, order, same), context)
  return added(lead, order, 'Accounts', {}, context)
}

function planContact(
  lead: RecordRow,
  order: ConversionOrder,
  context: WriteContext,
  contact: RecordRow | null,
  account: Part | null,
): Planned<Part> {
  const accountId = account?.after.id ?? null
  if (!contact) return added(lead, order, 'Contacts', { Account_Name: accountId }, context)
  // the lead's notes come to it, whatever its own values do
  if (!may('edit', context.caller, context.module, contact)) return { error: notPermitted('edit', context.module) }
  const isMoved = accountId !== null && contact.Account_Name !== accountId && (order.overwrite || !contact.Account_Name)
  const values = { ...tagsFor('Contacts', lead, order, contact), ...(isMoved && { Account_Name: accountId }) }
  return changed(contact, values, context)
}

/** What a deal has to say; older versions know no pipelines. */
const mandatoryOfDeal = (context: WriteContext): readonly string[] => [
  'Deal_Name',
  'Closing_Date',
  'Stage',
  ...(context.version.number >= 6 ? ['Pipeline'] : []),
]

function planDeal(
  lead: RecordRow,
  order: ConversionOrder,
  context: WriteContext,
  contact: Part,
  account: Part | null,
): Planned<Part> {
  const { Account_Name: _, Contact_Name: __, Contact_Role: ___, $move_attachments: ____, ...sent } = order.deal!
  const validated = validateRow(sent, 'insert', context)
  if ('error' in validated) return validated
  const missing = mandatoryOfDeal(context).find(name => (validated.values[name] ?? null) === null)
  if (missing) return { error: crmErrorBody('mandatoryNotFound', place(context, missing)) }
  const more = { Account_Name: account?.after.id ?? null, Contact_Name: contact.after.id }
  return added(lead, order, 'Deals', { ...validated.values, ...more }, context, validated.values)
}

/** A new record with the lead's values, and others that win over them. */
function added(
  lead: RecordRow,
  order: ConversionOrder,
  target: ConvertTarget,
  more: Readonly<Record<string, StoredValue | undefined>>,
  context: WriteContext,
  sent: Readonly<Record<string, StoredValue | undefined>> = {},
): Planned<Part> {
  const values: Record<string, StoredValue> = {
    ...(mappedValues(lead, target) as Record<string, StoredValue>),
    ...tagsFor(target, lead, order, null),
    Owner: order.assignTo ?? (lead.Owner as string),
    ...(more as Record<string, StoredValue>),
  }
  if (target !== 'Deals') assignNumbers(values, context)
  return toPart(prepareInsert(values, context, sent), null, context)
}

/** An existing record, changed where there is something to change. */
function changed(row: RecordRow, values: Readonly<Record<string, StoredValue>>, context: WriteContext): Planned<Part> {
  if (Object.keys(values).length === 0) return { context, before: row, after: row }
  const { caller, module } = context
  if (!may('edit', caller, module, row)) return { error: notPermitted('edit', module) }
  return toPart(prepareUpdate(row, values, context), row, context)
}

const toPart = (prepared: Prepared, before: RecordRow | null, context: WriteContext): Planned<Part> =>
  'error' in prepared ? prepared : { context, before, after: prepared.row }

/** The tags of the lead that go along, beside those that are there. */
function tagsFor(
  target: ConvertTarget,
  lead: RecordRow,
  { tags }: ConversionOrder,
  row: RecordRow | null,
): { readonly Tag?: readonly string[] } {
  const wanted = tags[target]
  const has = (lead.Tag ?? []) as readonly string[]
  const carried = wanted === undefined ? [] : wanted === 'all' ? has : has.filter(tag => wanted.includes(tag))
  const kept = (row?.Tag ?? []) as readonly string[]
  const all = [...new Set([...kept, ...carried])]
  return all.length === kept.length ? {} : { Tag: all }
}

/** What the caller has to be permitted beyond leads: each module, and what is done with its records. */
export function neededFor({ contact, account, deal }: ConversionPlan): readonly {
  readonly module: ModuleMeta
  readonly operation: 'CREATE' | 'UPDATE' | 'READ'
  readonly permissions: readonly RecordPermission[]
}[] {
  const needed = (part: Part, isWritten: boolean) => {
    const operation = part.before === null ? 'CREATE' : isWritten ? 'UPDATE' : 'READ'
    const permission = ({ CREATE: 'create', UPDATE: 'edit', READ: 'view' } as const)[operation]
    return { module: part.context.module, operation, permissions: [permission] } as const
  }
  return [
    needed(contact, true),
    ...(account ? [needed(account, account.before !== account.after)] : []),
    ...(deal ? [needed(deal, true)] : []),
  ]
}
