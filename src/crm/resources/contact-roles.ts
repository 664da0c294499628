/**
 * `/Contacts/roles`: the roles that a contact may play in a deal. Which ones an org begins with is inferred from the web
 * pages; that whoever may see contacts reads them, and whoever may change contacts writes them, is inferred too.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-contact-roles.html and https://github.com/zoho/crm-oas
 */

import { crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { OrgData } from '../../world/org-data.ts'
import { requirePermission } from '../permissions.ts'
import type { Routes } from '../routes.ts'
import { type Collection, collectionRoutes, settingsOf } from '../settings/collection.ts'
import { text, whole } from '../settings/keys.ts'

const startingRoles = [
  'Developer/Evaluator',
  'Decision Maker',
  'Purchasing',
  'Executive Sponsor',
  'Engineering Lead',
  'Economic Decision Maker',
  'Product Management',
]

const contactRoles: Collection = {
  path: '/:module{Contacts}/roles',
  root: 'contact_roles',
  scope: 'modules.Contacts',
  permit: c => {
    const caller = c.get('caller')
    requirePermission(caller, caller.data.module('Contacts')!, [c.req.method === 'GET' ? 'view' : 'edit'])
  },
  keys: {
    name: text(50, { required: true, unique: true }),
    sequence_number: whole(1, 1_000_000, { required: true }),
  },
  start: {
    kind: 'contact_roles',
    rows: () => startingRoles.map((name, index) => ({ name, sequence_number: index + 1 })),
  },
  created: 200,
  order: (a, b) => Number(a.values.sequence_number) - Number(b.values.sequence_number) || (a.id < b.id ? -1 : 1),
  keeps: ({ id }, data) =>
    settingsOf(data, contactRoles).size > 1 ? null : crmErrorBody('lowerLimitReached', { limit: 1, id }),
  deleted: ({ id }, c) => {
    const { links } = c.get('caller').data
    const held = links.all().filter(({ contactRole }) => contactRole === id)
    for (const { contactRole: _, ...link } of held) links.put(link)
  },
  messages: {
    created: 'Contact role created successfully.',
    updated: 'Contact role updated successfully.',
    deleted: 'Contact role deleted successfully.',
  },
}

/** How a deal names the role of a contact; null for one that is gone. */
export function contactRoleReference(
  data: OrgData,
  id: unknown,
): { readonly name: unknown; readonly id: string } | null {
  const role = typeof id === 'string' ? settingsOf(data, contactRoles).get(id) : undefined
  return role ? { name: role.values.name, id: role.id } : null
}

export const contactRoleRoutes = (routes: Routes): void => collectionRoutes(routes, contactRoles)
