/**
 * `/crm/email/{v}/settings/compose`: with what the editor for mails begins, for each user and each of its places. Inferred, as
 * no page tells of it: the scopes, the font at the start, and that a call without `type` means all places.
 *
 * Source: https://github.com/zoho/crm-oas (email_compose)
 */

import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import type { Table } from '../../world/table.ts'
import { answer, answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { fromAddressesOf } from '../mail/addresses.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import type { Routes } from '../routes.ts'
import { SettingsRow } from '../settings/row.ts'
import { resultOf } from '../settings/write-rows.ts'

const root = 'email_compose'
const places = ['default', 'emailin', 'mass_mail'] as const
type Place = (typeof places)[number]

/** A user's choice for one place. Addresses are kept as they are written. */
interface ComposeSetting {
  /** User and place. */
  readonly id: string
  readonly from: string
  readonly replyTo: string
  readonly font: { readonly size: number; readonly family: string }
}

const settings = (data: OrgData): Table<ComposeSetting> => data.table<ComposeSetting>('email-compose')

export function emailComposeRoutes({ on, world }: Routes): void {
  on('get', '/settings/compose', 'ZohoCRM.settings.emails.READ', c => {
    const { data, user } = c.get('caller')
    const type = queryParam(c, 'type')
    const asked = places.filter(place => type === undefined || place === type)
    if (asked.length === 0) throw crmError('invalidParam', { param_name: 'type', supported_values: places })
    return answer(c, { [root]: asked.map(place => toResponse(data, user, place)) })
  })

  on('put', '/settings/compose', { scopes: 'ZohoCRM.settings.emails.UPDATE', permit: null }, async c => {
    const rows = rowsOf(c, await readJsonObject(c), root, places.length)
    const results = rows.map((sent, index) => resultOf(() => change(c, new SettingsRow(sent, `$.${root}[${index}]`))))
    return answerRows(c, world, results, 200, root)
  })
}

function settingOf(data: OrgData, user: OrgUser, place: Place): ComposeSetting {
  const id = `${user.id}:${place}`
  const { email } = user
  return settings(data).get(id) ?? { id, from: email, replyTo: email, font: { size: 10, family: 'Verdana' } }
}

/** @throws RowRefused */
function change(c: CrmContext, row: SettingsRow): ResultRow {
  const { data, user } = c.get('caller')
  const place = row.needed('type', row.choice('type', places))
  const before = settingOf(data, user, place)
  settings(data).put({
    ...before,
    from: readAddress(row, 'default_from_address', data, user) ?? before.from,
    replyTo: readAddress(row, 'default_replyto_address', data, user) ?? before.replyTo,
    font: readFont(row) ?? before.font,
  })
  return success('Email compose settings updated successfully', { type: place })
}

/** One of those from which the user may send. @throws RowRefused */
function readAddress(row: SettingsRow, key: string, data: OrgData, user: OrgUser): string | undefined {
  const inner = row.object(key)
  if (!inner) return undefined
  const email = inner.needed('email', inner.text('email', 255))
  const type = inner.choice('type', ['org_email', 'primary'])
  const found = fromAddressesOf(data, user).find(each => each.email.toLowerCase() === email.toLowerCase())
  if (!found) throw inner.refuse('invalidValue', 'email')
  if (type !== undefined && type !== found.type) throw inner.refuse('invalidValue', 'type')
  return found.email
}

function readFont(row: SettingsRow): ComposeSetting['font'] | undefined {
  const inner = row.object('font')
  return (
    inner && {
      size: inner.needed('size', inner.integer('size', 1, 100)),
      family: inner.needed('family', inner.text('family', 100)),
    }
  )
}

function toResponse(data: OrgData, user: OrgUser, place: Place): object {
  const { from, replyTo, font } = settingOf(data, user, place)
  const known = fromAddressesOf(data, user)
  const address = (email: string) => {
    const { type, userName } = known.find(each => each.email === email) ?? known[0]!
    return { type, user_name: userName, email }
  }
  return { default_from_address: address(from), default_replyto_address: address(replyTo), font, type: place }
}
