// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how templates name fields
/**
 * Templates of mails and of inventory documents. The service's API makes none, so every org has those that it begins with;
 * which they are is inferred.
 */

import { getOrMake } from '../../protocol/get-or-make.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { Org } from '../../world/schema.ts'
import { settingId } from '../../world/setting-ids.ts'
import { Base, type Table } from '../../world/table.ts'

export interface Template {
  readonly id: string
  readonly name: string
  /** API name. */
  readonly module: string
  /** Null for a document. */
  readonly subject: string | null
  readonly content: string
  readonly category: 'normal' | 'draft'
  readonly editorMode: 'plain_text' | 'rich_text' | 'gallery'
  readonly favorite: boolean
  readonly folder: { readonly name: string; readonly id: string }
  readonly createdAt: number
  /** A user's id; null in an org without users. */
  readonly createdBy: string | null
  /** How many mails were sent with it, how many of those bounced, and when the last one was. */
  readonly sent: number
  readonly bounced: number
  readonly usedAt: number | null
}

export type TemplateKind = 'email_templates' | 'inventory_templates'

type Beginning = Pick<Template, 'name' | 'module' | 'content'> & Partial<Template>

const greeting = (module: string, name: string): string => `<p>Hello \${!${module}.${name}},</p>`
const farewell = '<p>Kind regards,<br>${!users.full_name}<br>${!org.company_name}</p>'
const unsubscribe = '<p><a href="${!unsubscribe_links.Default}">Unsubscribe</a></p>'

const beginnings: Readonly<Record<TemplateKind, readonly Beginning[]>> = {
  email_templates: [
    {
      name: 'Welcome',
      module: 'Leads',
      subject: 'Welcome, ${!Leads.First_Name}',
      content: `${greeting('Leads', 'Full_Name')}<p>thank you for your interest. We will be in touch with \${!Leads.Company} soon.</p>${farewell}`,
      favorite: true,
    },
    {
      name: 'Following up',
      module: 'Contacts',
      subject: 'Following up on our talk',
      content: `${greeting('Contacts', 'First_Name')}<p>it was good to talk to you. Is there anything that you need from us?</p>${farewell}${unsubscribe}`,
    },
    {
      name: 'Next steps',
      module: 'Deals',
      subject: 'Next steps for ${!Deals.Deal_Name}',
      content: `<p>The next step for \${!Deals.Account_Name} is: \${!Deals.Stage}.</p>${farewell}`,
    },
    {
      name: 'Case received',
      module: 'Cases',
      subject: 'Your case ${!Cases.Case_Number}',
      content: 'We have received your case "${!Cases.Subject}" and will look into it.',
      editorMode: 'plain_text',
    },
    {
      name: 'Your quote',
      module: 'Quotes',
      subject: 'Quote ${!Quotes.Subject}',
      content: `<p>Please find enclosed our quote, valid until \${!Quotes.Valid_Till}.</p>${farewell}`,
    },
  ],
  inventory_templates: (
    [
      ['Quotes', 'Standard Quote'],
      ['Sales_Orders', 'Standard Sales Order'],
      ['Purchase_Orders', 'Standard Purchase Order'],
      ['Invoices', 'Standard Invoice'],
    ] as const
  ).map(([module, name]) => ({
    name,
    module,
    content: `<h1>\${!${module}.Subject}</h1><p>\${!org.company_name}</p><p>Grand total: \${!${module}.Grand_Total}</p>`,
    editorMode: 'gallery',
  })),
}

const bases: Readonly<Record<TemplateKind, WeakMap<Org, Base<Template>>>> = {
  email_templates: new WeakMap(),
  inventory_templates: new WeakMap(),
}

/** The id behind those of the templates themselves. */
const folderIndex = 90

export const templatesOf = (data: OrgData, kind: TemplateKind): Table<Template> =>
  data.table<Template>(kind, {
    base: () => getOrMake(bases[kind], data.org, () => new Base(startingTemplates(data.org, kind))),
  })

function startingTemplates({ idPrefix, createdAt, recordOwners }: Org, kind: TemplateKind): Template[] {
  const folderName = `Public ${kind === 'email_templates' ? 'Email' : 'Inventory'} Templates`
  return beginnings[kind].map(
    (beginning, index): Template => ({
      id: settingId(idPrefix, kind, index),
      subject: null,
      category: 'normal',
      editorMode: 'rich_text',
      favorite: false,
      folder: { name: folderName, id: settingId(idPrefix, kind, folderIndex) },
      createdAt,
      createdBy: recordOwners[0] ?? null,
      sent: 0,
      bounced: 0,
      usedAt: null,
      ...beginning,
    }),
  )
}

/** Notes that a mail was sent with a template. */
export function noteUse(data: OrgData, kind: TemplateKind, id: string, at: number, bounced: boolean): void {
  const templates = templatesOf(data, kind)
  const template = templates.get(id)!
  templates.put({
    ...template,
    sent: template.sent + 1,
    bounced: template.bounced + (bounced ? 1 : 0),
    usedAt: Math.max(at, template.usedAt ?? 0),
  })
}
