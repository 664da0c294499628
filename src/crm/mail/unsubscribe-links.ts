/**
 * Unsubscribe links, by which people who get mails of an org decline more. That every org begins with one called Default,
 * and how templates name them, is inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-unsubscribe-links.html and https://github.com/zoho/crm-oas
 */

import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { CrmContext } from '../answer.ts'
import { shortUserReference } from '../records/render.ts'
import { type Collection, type Setting, settingsOf, type WriteContext } from '../settings/collection.ts'
import { choice, type Key, text } from '../settings/keys.ts'
import { RowRefused } from '../settings/row.ts'
import { type Template, templatesOf } from './templates.ts'

const mostLinks = 10

/** Those who may customize manage the links too, that being inferred. @throws CrmError */
export function mayManageLinks(c: CrmContext): void {
  const { profile } = c.get('caller').user
  const permission = 'Crm_Implied_Manage_Unsubscribe_Form'
  const permits = profile.permissions.includes('customize')
  if (c.env.exchange.check('permission', permits, permission, profile.name)) return
  const reason = `the profile ${profile.name} lacks ${permission}`
  throw crmError('noPermission', { permissions: [permission] }, { reason })
}

const name: Key = {
  required: true,
  read(row, key, { table, current }) {
    const sent = row.text(key, 50)
    const isTaken = ({ id, values }: Setting) =>
      id !== current?.id && String(values.name).toLowerCase() === sent?.toLowerCase()
    if (sent !== undefined && table.all().some(isTaken)) {
      throw row.refuse('duplicateSetting', key, {}, 'Unsubscribe Link name already exists')
    }
    return sent
  },
}

const webAddress: Key = {
  read(row, key) {
    const sent = row.text(key, 250)
    if (sent !== undefined && !/^https?:\/\/[^\s/]+\.[^\s/]+/.test(sent)) throw row.wrongType(key, 'website')
    return sent
  },
}

/** What each choice cannot be without. */
const dependents = [
  ['page_type', 'standard', 'standard_page_message'],
  ['page_type', 'custom', 'custom_location_url'],
  ['submission_action_type', 'redirect', 'submission_redirect_url'],
  ['submission_action_type', 'display_message', 'submission_message'],
] as const

export const unsubscribeLinks: Collection = {
  path: '/settings/unsubscribe_links',
  root: 'unsubscribe_links',
  scope: 'settings.unsubscribe',
  operations: ['list', 'get', 'create', 'update', 'updateOne', 'deleteOne'],
  permit: mayManageLinks,
  most: 1,
  keys: {
    name,
    page_type: choice(['standard', 'custom'], { required: true }),
    custom_location_url: webAddress,
    standard_page_message: text(2000),
    submission_action_type: choice(['display_message', 'redirect'], { required: true }),
    submission_message: text(2000),
    submission_redirect_url: webAddress,
  },
  start: {
    kind: 'unsubscribe_links',
    rows: () => [{ name: 'Default', page_type: 'standard', submission_action_type: 'display_message' }],
  },
  messages: {
    created: 'Unsubscribe Link created successfully',
    updated: 'Unsubscribe Link updated successfully',
    deleted: 'Unsubscribe Link deleted successfully',
  },
  unknown: 'The given Unsubscribe Link id is not part of Org',
  check: checkLink,
  show: ({ createdAt, createdBy, modifiedAt, modifiedBy }, shown, c) => {
    const { data } = c.get('caller')
    // what nobody made counts as made by whoever set up the org
    const author = (id: string | null) => shortUserReference(data, id ?? data.org.recordOwners[0] ?? '')
    return {
      created_time: formatDateTime(createdAt, data.org.timeZone),
      created_by: author(createdBy),
      modified_time: formatDateTime(modifiedAt, data.org.timeZone),
      modified_by: author(modifiedBy),
      ...shown,
    }
  },
}

function checkLink(values: Readonly<Record<string, unknown>>, { row, table, current }: WriteContext): void {
  if (!current && table.size >= mostLinks) {
    const place = { api_name: 'unsubscribe_links', json_path: '$.unsubscribe_links' }
    throw new RowRefused(crmErrorBody('unsubscribeLinkLimit', { limit: mostLinks, limit_due_to: [place] }))
  }
  for (const [key, value, needed] of dependents) {
    if (values[key] === value && !values[needed]) {
      throw row.refuse('dependentFieldMissing', needed, { dependee: row.place(key) }, 'Dependent field is missing')
    }
  }
}

/** Where the link of that name leads; nothing for one that lies on Zoho's own pages. */
export function unsubscribeAddress(data: OrgData, linkName: string): string {
  const link = settingsOf(data, unsubscribeLinks)
    .all()
    .find(({ values }) => values.name === linkName)
  return String(link?.values.custom_location_url ?? '')
}

/** The templates that contain each link, for those that any template contains. */
export function templatesByLink(data: OrgData): readonly { readonly id: string; readonly templates: Template[] }[] {
  const templates = templatesOf(data, 'email_templates').all()
  return settingsOf(data, unsubscribeLinks)
    .all()
    .map(({ id, values }) => ({
      id,
      templates: templates.filter(({ content }) => content.includes(`{!unsubscribe_links.${values.name}}`)),
    }))
    .filter(link => link.templates.length > 0)
}
