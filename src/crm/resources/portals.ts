/**
 * `/settings/portals`: places where an org's customers would sign in. The portals, their kinds of users and the invitations
 * are kept; that a portal begins with a kind for contacts, and what a deletion is answered, is inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-portals.html and https://github.com/zoho/crm-oas
 */

import { formatDateTime } from '../../protocol/date-time.ts'
import type { OrgData } from '../../world/org-data.ts'
import { unusedNumber } from '../../world/tenants.ts'
import { answer, answerNothing, success } from '../answer.ts'
import { orgPermission } from '../permissions.ts'
import {
  authored,
  type PortalRow,
  portalOfPath,
  portalTable,
  portalUserTable,
  refuseSandbox,
  typesOf,
  usersOf,
  userTypeTable,
} from '../portals/tables.ts'
import { shortUserReference } from '../records/render.ts'
import type { Handler, Needs, Routes } from '../routes.ts'
import type { SettingsRow } from '../settings/row.ts'
import { writeOnlyRow } from '../settings/write-only-row.ts'

const root = 'portals'
const path = '/settings/portals'
const permit = orgPermission('manage_portals')
const needs = (verb: string): Needs => ({ scopes: `ZohoCRM.settings.clientportal.${verb}`, permit })

export function portalRoutes({ on, world }: Routes): void {
  const outside =
    (handler: Handler): Handler =>
    c => {
      refuseSandbox(c)
      return handler(c)
    }

  on(
    'get',
    path,
    needs('READ'),
    outside(c => {
      const { data } = c.get('caller')
      const all = portalTable(data).all()
      return all.length === 0 ? answerNothing(c) : answer(c, { [root]: all.map(portal => toResponse(data, portal)) })
    }),
  )

  on(
    'get',
    `${path}/:portal`,
    needs('READ'),
    outside(c => {
      const { data } = c.get('caller')
      const portal = portalTable(data)
        .all()
        .find(({ name }) => name === c.req.param('portal'))
      return portal ? answer(c, { [root]: [toResponse(data, portal)] }) : answerNothing(c)
    }),
  )

  on(
    'post',
    path,
    needs('CREATE'),
    outside(c =>
      writeOnlyRow(c, root, row => {
        const { data } = c.get('caller')
        const name = readName(row, data, undefined)
        if (name === undefined) throw row.missing('name')
        const portal = { id: unusedNumber(world), name, active: true, ...authored(c) }
        portalTable(data).insert(portal)
        userTypeTable(data).insert({
          id: data.nextRecordId(),
          portalId: portal.id,
          name: 'Client Portal',
          module: 'Contacts',
          active: true,
          isDefault: true,
          modules: [],
          ...authored(c),
        })
        return success('Portal created successfully', { name })
      }),
    ),
  )

  on(
    'put',
    `${path}/:portal`,
    needs('UPDATE'),
    outside(c =>
      writeOnlyRow(c, root, row => {
        const { data } = c.get('caller')
        const portal = portalOfPath(c)
        if (row.raw('saml_configuration') !== undefined) throw row.refuse('settingNotEmulated', 'saml_configuration')
        const name = readName(row, data, portal) ?? portal.name
        const active = row.boolean('active') ?? portal.active
        portalTable(data).put({ ...portal, name, active, ...authored(c, portal) })
        return success('Portal updated successfully', { name })
      }),
    ),
  )

  on(
    'delete',
    `${path}/:portal`,
    needs('DELETE'),
    outside(c => {
      const { data } = c.get('caller')
      const portal = portalOfPath(c)
      for (const type of typesOf(data, portal)) {
        for (const { id } of usersOf(data, type)) portalUserTable(data).delete(id)
        userTypeTable(data).delete(type.id)
      }
      portalTable(data).delete(portal.id)
      return answer(c, { [root]: [success('Portal deleted successfully', { name: portal.name })] })
    }),
  )
}

/** That a name may be used once in an org, and of which characters it is, is inferred. */
function readName(row: SettingsRow, data: OrgData, current: PortalRow | undefined): string | undefined {
  const name = row.text('name', 30)
  if (name === undefined) {
    if (row.has('name')) throw row.missing('name')
    return undefined
  }
  if (name.length < 6) throw row.refuse('tooShort', 'name', { minimum_length: 6 })
  if (!/^\w+$/.test(name)) throw row.refuse('notMatching', 'name', { regex: '^\\w+$' })
  const others = portalTable(data)
    .all()
    .filter(({ id }) => id !== current?.id)
  if (others.some(other => other.name.toLowerCase() === name.toLowerCase())) {
    throw row.refuseBare('portalNameUsed', { api_name: 'name' })
  }
  return name
}

function toResponse(data: OrgData, { id, name, active, ...by }: PortalRow): object {
  const { timeZone } = data.org
  return {
    created_time: formatDateTime(by.createdAt, timeZone),
    modified_time: formatDateTime(by.modifiedAt, timeZone),
    modified_by: shortUserReference(data, by.modifiedBy!),
    created_by: shortUserReference(data, by.createdBy!),
    zaid: id,
    name,
    active,
  }
}
