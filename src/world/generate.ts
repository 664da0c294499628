/**
 * Plausible, repeatable records. A row follows from seed, org, module and index alone, so that neither the order of calls
 * nor anything that was written meanwhile changes it. faker is loaded when the first row is asked for.
 */

import { createRequire } from 'node:module'
import type { Faker } from '@faker-js/faker'
import type { FieldDefinition, ModuleDefinition } from '../protocol/modules/define.ts'
import type { RecordRow, StoredValue } from './record-row.ts'

export interface GenerationSource {
  readonly seed: string
  readonly org: { readonly zgid: string; readonly name: string; readonly environment: string }
  /** CRM user ids that own records; at least one. */
  readonly owners: readonly string[]
  /** Newest moment that a generated record carries, epoch milliseconds. */
  readonly until: number
  /** Id of the index-th generated record of a module. */
  readonly idOf: (moduleApiName: string, index: number) => string
  /** How many records of a module the org starts with. */
  readonly countOf: (moduleApiName: string) => number
}

/** 20 to 60, from seed, org and module alone. */
export const startingCount = (seed: string, zgid: string, moduleApiName: string): number =>
  20 + (hash(`${seed}|${zgid}|${moduleApiName}`) % 41)

interface Draft {
  readonly faker: Faker
  readonly source: GenerationSource
  readonly module: ModuleDefinition
  readonly index: number
  /** The values so far, in the order of the module's fields. */
  readonly row: Record<string, StoredValue>
  readonly person: { readonly first: string; readonly last: string }
  readonly company: string
}

let loaded: Faker | undefined

function loadFaker(): Faker {
  loaded ??= (createRequire(import.meta.url)('@faker-js/faker/locale/en') as { faker: Faker }).faker
  return loaded
}

const dayMs = 24 * 60 * 60 * 1000

export function generateRecord(module: ModuleDefinition, index: number, source: GenerationSource): RecordRow {
  const faker = loadFaker()
  faker.seed(hash(`${source.seed}|${source.org.zgid}|${module.apiName}|${index}`))
  const row: Record<string, StoredValue> = {}
  const person = { first: faker.person.firstName(), last: faker.person.lastName() }
  const draft: Draft = { faker, source, module, index, row, person, company: faker.company.name() }
  for (const field of module.fields) {
    if (field.apiName !== 'id') row[field.apiName] = shorten(generateValue(field, draft), field)
  }
  if (module.fields.some(({ dataType }) => dataType === 'multi_module_lookup'))
    row.$se_module = draft.row.$se_module ?? null
  return { ...row, id: source.idOf(module.apiName, index) }
}

function shorten(value: StoredValue, { length }: FieldDefinition): StoredValue {
  return typeof value === 'string' && length !== undefined && value.length > length
    ? value.slice(0, length).trim()
    : value
}

type Generate = (draft: Draft, field: FieldDefinition) => StoredValue

function generateValue(field: FieldDefinition, draft: Draft): StoredValue {
  return (byName[field.apiName] ?? byType(field))(draft, field)
}

/** Created_Time rises with the index, as ids do; the last change lies between it and the newest moment. */
function createdAt({ source, module, index }: Draft): number {
  const count = Math.max(source.countOf(module.apiName), index + 1)
  const span = 400 * dayMs
  return Math.floor((source.until - span + (span * (index + 1)) / (count + 1)) / 1000) * 1000
}

function modifiedAt(draft: Draft): number {
  const created = createdAt(draft)
  const later = Math.max(0, draft.source.until - created)
  return Math.floor((created + later * draft.faker.number.float({ max: 0.9 })) / 1000) * 1000
}

const owner: Generate = ({ faker, source }) => faker.helpers.arrayElement(source.owners)

const sometimes =
  (share: number, generate: Generate): Generate =>
  (draft, field) =>
    draft.faker.datatype.boolean(share) ? generate(draft, field) : null

const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'x'

/** Unique over all orgs, modules and records: the zgid is part of the domain, module and index of the name. */
const mail: Generate = ({ person, company, module, index, source }) =>
  `${slug(person.first)}.${slug(person.last)}.${module.apiName[0]!.toLowerCase()}${index}@${slug(company).slice(0, 24)}.${source.org.zgid}.example`

const phone: Generate = ({ faker }) =>
  faker.string.numeric({ length: 10, allowLeadingZeros: false }).replace(/^(...)(...)/, '$1-$2-')

const day =
  (fromDays: number, toDays: number): Generate =>
  ({ faker, source }) =>
    new Date(source.until + faker.number.int({ min: fromDays, max: toDays }) * dayMs).toISOString().slice(0, 10)

const amount =
  (min: number, max: number): Generate =>
  ({ faker }) =>
    faker.number.int({ min: min / 100, max: max / 100 }) * 100

const address = {
  street: ({ faker }: Draft) => faker.location.streetAddress(),
  city: ({ faker }: Draft) => faker.location.city(),
  state: ({ faker }: Draft) => faker.location.state(),
  code: ({ faker }: Draft) => faker.location.zipCode('#####'),
  country: () => 'United States',
}

const stageProbability: Readonly<Record<string, number>> = {
  Qualification: 10,
  'Needs Analysis': 20,
  'Value Proposition': 40,
  'Identify Decision Makers': 60,
  'Proposal/Price Quote': 75,
  'Negotiation/Review': 90,
  'Closed Won': 100,
  'Closed Lost': 0,
  'Closed Lost to Competition': 0,
}

const byName: Readonly<Record<string, Generate>> = {
  Owner: owner,
  Created_By: owner,
  Modified_By: owner,
  Created_Time: createdAt,
  Modified_Time: modifiedAt,
  Last_Activity_Time: ({ row }) => row.Modified_Time ?? null,
  Tag: () => [],
  Locked__s: () => false,
  Record_Status__s: () => 'Available',
  Record_Image: () => null,
  Converted__s: () => false,
  First_Name: ({ person }) => person.first,
  Last_Name: ({ person }) => person.last,
  Full_Name: ({ person }) => `${person.first} ${person.last}`,
  Company: ({ company }) => company,
  Designation: ({ faker }) => faker.person.jobTitle(),
  Title: ({ faker }) => faker.person.jobTitle(),
  Department: ({ faker }) => faker.commerce.department(),
  Assistant: sometimes(0.3, ({ faker }) => faker.person.fullName()),
  Secondary_Email: () => null,
  Email: mail,
  Website: ({ company }) => `https://www.${slug(company)}.example`,
  Fax: sometimes(0.3, phone),
  Skype_ID: sometimes(0.3, ({ person }) => `${slug(person.first)}.${slug(person.last)}`),
  Twitter: sometimes(0.3, ({ person }) => `${slug(person.first)}${slug(person.last)}`),
  Street: address.street,
  Billing_Street: address.street,
  Mailing_Street: address.street,
  City: address.city,
  Billing_City: address.city,
  Mailing_City: address.city,
  State: address.state,
  Billing_State: address.state,
  Mailing_State: address.state,
  Zip_Code: address.code,
  Billing_Code: address.code,
  Mailing_Zip: address.code,
  Country: address.country,
  Billing_Country: address.country,
  Mailing_Country: address.country,
  Description: ({ module, source }) =>
    `Sample ${module.singular.toLowerCase()} of ${source.org.name} (${source.org.environment}).`,
  Date_of_Birth: day(-24_000, -8_000),
  No_of_Employees: ({ faker }) => faker.number.int({ min: 2, max: 5000 }),
  Employees: ({ faker }) => faker.number.int({ min: 2, max: 5000 }),
  Annual_Revenue: amount(50_000, 20_000_000),
  Account_Name: (draft, field) => (field.lookup ? anotherRecord(draft, field) : draft.company),
  Account_Number: ({ index }) => String(10_000 + index),
  Account_Site: () => null,
  SIC_Code: sometimes(0.5, ({ faker }) => faker.number.int({ min: 100, max: 9999 })),
  Ticker_Symbol: sometimes(0.2, ({ company }) => slug(company).replaceAll('-', '').slice(0, 4).toUpperCase()),
  Deal_Name: ({ faker, company }) => `${company} ${faker.commerce.productName()}`,
  Pipeline: () => 'Standard (Standard)',
  Amount: amount(1000, 250_000),
  Closing_Date: day(-90, 180),
  Probability: ({ row }) => stageProbability[String(row.Stage)] ?? null,
  Expected_Revenue: ({ row, faker }) =>
    typeof row.Amount === 'number' && typeof row.Probability === 'number'
      ? (row.Amount * row.Probability) / 100
      : faker.number.int({ min: 10, max: 500 }) * 1000,
  Next_Step: sometimes(0.5, ({ faker }) =>
    faker.helpers.arrayElement(['Call back', 'Send a quote', 'Arrange a demo', 'Visit']),
  ),
  Reason_For_Loss__s: ({ row, faker, module }) =>
    String(row.Stage).startsWith('Closed Lost')
      ? faker.helpers.arrayElement(module.fields.find(({ apiName }) => apiName === 'Reason_For_Loss__s')!.values!)
      : null,
  Campaign_Name: ({ faker }) => `${faker.company.buzzAdjective()} ${faker.company.buzzNoun()} campaign`,
  Start_Date: day(-200, 0),
  End_Date: day(1, 200),
  Budgeted_Cost: amount(1000, 50_000),
  Actual_Cost: sometimes(0.5, amount(1000, 50_000)),
  Expected_Response: ({ faker }) => faker.number.int({ min: 10, max: 500 }),
  Num_sent: ({ faker }) => String(faker.number.int({ min: 100, max: 20_000 })),
  Subject: ({ faker, company }) =>
    `${faker.helpers.arrayElement(['Call', 'Visit', 'Write to', 'Send an offer to', 'Meet'])} ${company}`,
  Due_Date: day(-30, 60),
  What_Id: draft => {
    if (!draft.faker.datatype.boolean(0.5)) return null
    draft.row.$se_module = 'Deals'
    return recordOf(draft, 'Deals')
  },
  Product_Name: ({ faker, index }) => `${faker.commerce.productName()} ${index + 1}`,
  Product_Code: ({ faker, index }) => `${faker.string.alpha({ length: 3, casing: 'upper' })}-${1000 + index}`,
  Product_Active: () => true,
  Unit_Price: ({ faker }) => faker.number.int({ min: 500, max: 500_000 }) / 100,
  Qty_in_Stock: ({ faker }) => faker.number.int({ min: 0, max: 1000 }),
  Qty_Ordered: () => 0,
  Qty_in_Demand: () => 0,
  Reorder_Level: ({ faker }) => faker.number.int({ min: 0, max: 50 }),
  Handler: sometimes(0.3, owner),
  Vendor_Name: (draft, field) => (field.lookup ? anotherRecord(draft, field) : draft.company),
  Category: ({ faker }) => faker.commerce.department(),
}

function byType(field: FieldDefinition): Generate {
  if (field.readOnly) return () => null
  switch (field.dataType) {
    case 'picklist':
      return ({ faker }) => faker.helpers.arrayElement(field.values!)
    case 'multiselectpicklist':
      return ({ faker }) => faker.helpers.arrayElements(field.values!)
    case 'boolean':
      return ({ faker }) => faker.datatype.boolean(0.1)
    case 'phone':
      return field.apiName === 'Phone' || field.apiName === 'Mobile' ? phone : sometimes(0.3, phone)
    case 'lookup':
      return anotherRecord
    case 'date':
      return sometimes(0.5, day(-200, 200))
    default:
      return () => null
  }
}

/** Mostly some record of the module that the field points to; of the own module, an older one and rarely. */
function anotherRecord(draft: Draft, field: FieldDefinition): StoredValue {
  const target = field.lookup!.module
  const toOwnModule = target === draft.module.apiName
  if (!draft.faker.datatype.boolean(toOwnModule ? 0.15 : 0.85)) return null
  return toOwnModule ? recordOf(draft, target, draft.index) : recordOf(draft, target)
}

function recordOf({ faker, source }: Draft, module: string, below = source.countOf(module)): string | null {
  const count = Math.min(below, source.countOf(module))
  return count === 0 ? null : source.idOf(module, faker.number.int({ max: count - 1 }))
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}
