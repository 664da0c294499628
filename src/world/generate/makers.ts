/** What a field of a generated record says by its type, or by its name where that is the same in all modules. */

import type { DataType, FieldDefinition } from '../../protocol/modules/define.ts'
import type { StoredValue } from '../record-row.ts'
import { stream } from './chance.ts'
import { type Address, type Draft, toSlug } from './draft.ts'

export type Make = (draft: Draft) => StoredValue

export const makersByType: Readonly<Record<DataType, (field: FieldDefinition) => Make>> = {
  text: () => d => d.faker.commerce.department(),
  textarea: () => describe,
  richtext: () => d => `<div>${describe(d)}</div>`,
  email: field => d => emailAddress(d, `${toSlug(field.apiName, 20)}.`),
  phone: () => phoneNumber,
  website: () => d => `https://www.${d.host}`,
  integer: () => d => d.whole(1, 500),
  bigint: () => d => d.whole(1, 50) * 100,
  double: () => d => d.whole(1, 500),
  currency: () => d => d.whole(1, 5000) * 10,
  percent: () => d => d.whole(0, 100),
  boolean: field => d => (field.defaultValue === true ? d.chance(0.9) : d.chance(0.1)),
  date: () => d => d.dayOfLife(),
  datetime: () => d => d.createdAt,
  picklist: field => d => d.pick(field.values ?? []) ?? null,
  multiselectpicklist: field => d => (field.values ?? []).filter(() => d.chance(0.4)),
  lookup: field => d => d.linkedId(field.apiName, field.lookup!.module),
  ownerlookup: () => owner,
  userlookup: () => d => d.pick(d.source.owners),
  multi_module_lookup: field => d => d.target(field)?.id ?? null,
  multiselectlookup: () => () => [],
  multiuserlookup: () => () => [],
  subform: () => () => [],
  fileupload: () => () => [],
  imageupload: () => () => [],
  profileimage: () => () => null,
  autonumber: field => d => {
    const { prefix, suffix, start } = field.autoNumber!
    return `${prefix}${start + d.index}${suffix}`
  },
  formula: () => () => null,
  tag: () => () => [],
  linetax: () => () => [],
  participants: () => () => [],
  multireminder: () => () => null,
  ALARM: () => () => null,
  RRULE: () => () => null,
  comments: () => () => [],
}

export const makersByName: Readonly<Record<string, Make>> = {
  id: d => d.source.idOf(d.module.apiName, d.index),
  Owner: owner,
  Created_By: owner,
  Modified_By: d => (d.modifiedAt === d.createdAt ? owner(d) : d.pick(d.source.owners)),
  Created_Time: d => d.createdAt,
  Modified_Time: d => d.modifiedAt,
  Last_Activity_Time: d => d.modifiedAt,
  Change_Log_Time__s: d => d.modifiedAt,
  Record_Status__s: () => 'Available',
  Description: describe,

  Name: d => `${d.module.singular} ${d.index + 1}`,
  Salutation: d => d.person.salutation,
  First_Name: d => d.person.first,
  Last_Name: d => d.person.last,
  Full_Name: d => `${d.person.first} ${d.person.last}`,
  Email: d => emailAddress(d, ''),
  Secondary_Email: d => emailAddress(d, 'private.'),
  Designation: d => d.faker.person.jobTitle(),
  Title: d => d.faker.person.jobTitle(),
  Skype_ID: d => `live.${toSlug(`${d.person.first} ${d.person.last}`, 30)}`,
  Twitter: d => `${toSlug(d.person.first, 15)}_${toSlug(d.person.last, 15)}`,
  Fax: phoneNumber,
  Assistant: d => d.faker.person.fullName(),
  Department: d => d.pick(['Sales', 'Marketing', 'Finance', 'Purchasing', 'Operations', 'IT', 'Legal', 'Support']),
  Date_of_Birth: d => d.dayAfter(d.source.until, -65 * 365, -22 * 365),

  Company: d => d.company,
  Employees: employees,
  No_of_Employees: employees,
  Annual_Revenue: d => d.whole(1, 5000) * 10_000,
  Account_Site: d => d.pick(['Headquarters', 'Branch Office', 'Warehouse', 'Plant']),
  Account_Number: d => Number(d.digits(8)),
  Ticker_Symbol: d =>
    d.company
      .replace(/[^A-Za-z]/g, '')
      .slice(0, 4)
      .toUpperCase(),
  SIC_Code: d => Number(d.digits(4)),

  ...addressMakers('', { street: 'Street', city: 'City', state: 'State', code: 'Zip_Code', country: 'Country' }),
  ...addressMakers('Mailing'),
  ...addressMakers('Other'),
  ...addressMakers('Billing'),
  ...addressMakers('Shipping'),
}

function owner(draft: Draft): string {
  return draft.settle('owner', () => draft.pick(draft.source.owners))
}

/** Names the org, so that a record shown under another one is noticed at once. */
function describe({ module, source }: Draft): string {
  return `Sample ${module.singular.toLowerCase()} of ${source.org.name} (${source.org.environment}).`
}

/** The 555-01 numbers belong to nobody. */
function phoneNumber(draft: Draft): string {
  return `+1 ${draft.whole(201, 989)} 555 01${String(draft.whole(0, 99)).padStart(2, '0')}`
}

/** No two fields, records, modules or orgs have the same. */
function emailAddress(draft: Draft, subdomain: string): string {
  const { person, index, module, host } = draft
  const mailbox = `${toSlug(person.first, 12)}.${toSlug(person.last, 14)}.${index}`
  return `${mailbox}@${subdomain}${module.apiName.toLowerCase()}.${host}`
}

function employees(draft: Draft): number {
  return Math.round(2 ** (2 + 12 * stream.next())) + draft.whole(0, 3)
}

function addressMakers(
  kind: string,
  names: Readonly<Record<keyof Address, string>> = {
    street: `${kind}_Street`,
    city: `${kind}_City`,
    state: `${kind}_State`,
    code: kind === 'Billing' || kind === 'Shipping' ? `${kind}_Code` : `${kind}_Zip`,
    country: `${kind}_Country`,
  },
): Record<string, Make> {
  const parts = Object.keys(names) as (keyof Address)[]
  return Object.fromEntries(parts.map(part => [names[part], (d: Draft) => d.address(kind)?.[part] ?? null]))
}
