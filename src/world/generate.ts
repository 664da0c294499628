/**
 * The records that an org starts with: plausible, and the same on every run. Each row draws from a stream of chance of
 * its own, seeded from the world's seed, the org, the module and the row's place, so rows can be made in any order.
 */

import { createRequire } from 'node:module'
import type { Faker, LocaleDefinition, Randomizer } from '@faker-js/faker'
import { stageProbabilities } from '../protocol/modules/deals.ts'
import type { DataType, FieldDefinition, ModuleDefinition } from '../protocol/modules/define.ts'
import type { RecordRow, StoredValue } from './record-row.ts'

/** What the records of one org are made from. */
export interface GenerationSource {
  readonly seed: string
  readonly org: { readonly zgid: string; readonly name: string; readonly environment: string }
  /** CRM user ids that may own records; at least one. */
  readonly owners: readonly string[]
  /** Newest moment that a generated record may carry, epoch ms. */
  readonly until: number
  /** Id of the index-th generated record of a module. */
  readonly idOf: (moduleApiName: string, index: number) => string
  /** How many records of a module the org starts with. */
  readonly countOf: (moduleApiName: string) => number
}

/** The index-th record that an org starts with in a module. */
export function generateRecord(module: ModuleDefinition, index: number, source: GenerationSource): RecordRow {
  const { columns, multiModuleField } = planOf(module)
  const draft = new Draft(module, index, source)
  const row: Record<string, StoredValue> = {}
  for (const { apiName, emptiness, make } of columns) {
    row[apiName] = emptiness > 0 && draft.chance(emptiness) ? null : make(draft)
  }
  if (multiModuleField) row.$se_module = draft.target(multiModuleField)?.module ?? null
  return row as RecordRow
}

/** How many records a module starts with, 20 to 60. */
export function startingCount(seed: string, zgid: string, moduleApiName: string): number {
  return 20 + (hash(`${seed}|${zgid}|${moduleApiName}|count`) % 41)
}

const day = 86_400_000
const historyDays = 400

/** A row in the making: what several of its fields have to agree on. */
class Draft {
  readonly module: ModuleDefinition
  readonly index: number
  readonly source: GenerationSource
  readonly faker = loadFaker()
  readonly createdAt: number
  readonly modifiedAt: number
  readonly #settled = new Map<string, unknown>()

  constructor(module: ModuleDefinition, index: number, source: GenerationSource) {
    this.module = module
    this.index = index
    this.source = source
    stream.seed(hash(placeOf(source, module.apiName, index)))

    const newest = Math.floor(source.until / 1000)
    const oldest = Math.ceil((source.until - historyDays * day) / 1000)
    const count = Math.max(source.countOf(module.apiName), index + 1)
    const created = oldest + Math.floor(((newest - oldest) * (index + stream.next())) / count)
    const modified = this.chance(0.3) ? created : created + Math.floor((newest - created) * stream.next())
    this.createdAt = created * 1000
    this.modifiedAt = modified * 1000
  }

  chance(probability: number): boolean {
    return stream.next() < probability
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(stream.next() * items.length)]!
  }

  whole(min: number, max: number): number {
    return min + Math.floor(stream.next() * (max - min + 1))
  }

  digits(count: number): string {
    return String(this.whole(10 ** (count - 1), 10 ** count - 1))
  }

  /** A value of this row that is drawn when first asked for and stays. */
  settle<T>(name: string, draw: () => T): T {
    if (!this.#settled.has(name)) this.#settled.set(name, draw())
    return this.#settled.get(name) as T
  }

  /** A calendar day so many days after a moment. */
  dayAfter(moment: number, minDays: number, maxDays: number): string {
    return toDate(moment + this.whole(minDays, maxDays) * day)
  }

  /** A calendar day in the record's own lifetime. */
  dayOfLife(): string {
    return toDate(this.createdAt + (this.source.until - this.createdAt) * stream.next())
  }

  get person(): Person {
    return this.settle('person', () => {
      const sex = this.pick(['female', 'male'] as const)
      return {
        salutation: this.pick([sex === 'female' ? 'Mrs.' : 'Mr.', sex === 'female' ? 'Ms.' : 'Mr.', 'Dr.', 'Prof.']),
        first: this.faker.person.firstName(sex),
        last: this.faker.person.lastName(),
      }
    })
  }

  /** The company that the record is about: its own, or that of the account it belongs to. */
  get company(): string {
    return this.settle('company', () => {
      const account = accountBehind(this.source, this.module.apiName, this.index)
      return account === null
        ? companyName(this.source, this.module.apiName, this.index)
        : companyName(this.source, 'Accounts', account)
    })
  }

  /** Ends in the org's id, so that no two orgs share an address. */
  get host(): string {
    return `${toSlug(this.company, 20)}.${this.source.org.zgid}.example`
  }

  /** The address behind fields such as `Billing_City`; null where it is left out as a whole. */
  address(kind: string): Address | null {
    return this.settle(`${kind} address`, () => {
      if (kind === 'Other' && this.chance(0.7)) return null
      if (kind === 'Shipping' && this.chance(0.6)) return this.address('Billing')
      const { location } = this.faker
      return {
        street: location.streetAddress(),
        city: location.city(),
        state: location.state(),
        code: location.zipCode('#####'),
        country: 'United States',
      }
    })
  }

  /** The record that a lookup points to, as its id. */
  linkedId(field: string, module: string): string | null {
    const index = linkOf(this.source, this.module.apiName, this.index, field, module)
    return index === null ? null : this.source.idOf(module, index)
  }

  /** What a multi-module lookup points to. */
  target(field: FieldDefinition): { readonly module: string; readonly id: string } | null {
    return this.settle(field.apiName, () => {
      const modules = field.modules!.filter(name => this.source.countOf(name) > 0)
      if (modules.length === 0) return null
      const place = placeOf(this.source, this.module.apiName, this.index)
      const module = modules[hash(`${place}|${field.apiName}|module`) % modules.length]!
      const id = this.linkedId(field.apiName, module)
      return id === null ? null : { module, id }
    })
  }
}

interface Person {
  readonly salutation: string
  readonly first: string
  readonly last: string
}

interface Address {
  readonly street: string
  readonly city: string
  readonly state: string
  readonly code: string
  readonly country: string
}

// Which record a lookup points to follows from its place alone, so that another row can ask without making this one.

/** How often a lookup is empty, where that differs from one in ten. */
const linkEmptiness: Readonly<Record<string, number>> = {
  'Contacts.Vendor_Name': 0.75,
  'Contacts.Reporting_To': 0.75,
  'Accounts.Parent_Account': 0.8,
  'Campaigns.Parent_Campaign': 0.8,
  'Deals.Campaign_Source': 0.6,
  'Tasks.Who_Id': 0.3,
  'Tasks.What_Id': 0.25,
}

function linkOf(source: GenerationSource, module: string, index: number, field: string, target: string): number | null {
  if (module === 'Deals' && field === 'Account_Name') {
    const account = accountOfDealContact(source, index)
    if (account !== null) return account
  }
  // Within a module a record points to an older one, so there are no circles.
  const count = target === module ? index : source.countOf(target)
  if (count === 0) return null
  const place = `${placeOf(source, module, index)}|${field}`
  if (hash(`${place}|empty`) / 2 ** 32 < (linkEmptiness[`${module}.${field}`] ?? 0.1)) return null
  return hash(place) % count
}

function accountOfDealContact(source: GenerationSource, index: number): number | null {
  const contact = linkOf(source, 'Deals', index, 'Contact_Name', 'Contacts')
  return contact === null ? null : linkOf(source, 'Contacts', contact, 'Account_Name', 'Accounts')
}

function accountBehind(source: GenerationSource, module: string, index: number): number | null {
  if (module === 'Accounts') return index
  if (module === 'Contacts' || module === 'Deals') return linkOf(source, module, index, 'Account_Name', 'Accounts')
  return null
}

function companyName(source: GenerationSource, module: string, index: number): string {
  return drawApart(hash(`${placeOf(source, module, index)}|company`), () => loadFaker().company.name())
}

const placeOf = ({ seed, org }: GenerationSource, module: string, index: number) =>
  `${seed}|${org.zgid}|${module}|${index}`

type Make = (draft: Draft) => StoredValue

interface Column {
  readonly apiName: string
  /** How often the field is empty for no reason of its own. */
  readonly emptiness: number
  readonly make: Make
}

interface Plan {
  readonly columns: readonly Column[]
  readonly multiModuleField: FieldDefinition | undefined
}

const plans = new WeakMap<ModuleDefinition, Plan>()

function planOf(module: ModuleDefinition): Plan {
  let plan = plans.get(module)
  if (!plan) {
    plan = {
      columns: module.fields.map(field => columnOf(module, field)),
      multiModuleField: module.fields.find(({ dataType }) => dataType === 'multi_module_lookup'),
    }
    plans.set(module, plan)
  }
  return plan
}

function columnOf(module: ModuleDefinition, field: FieldDefinition): Column {
  const make = makerOf(module, field)
  const { apiName, length = Number.POSITIVE_INFINITY } = field
  return {
    apiName,
    emptiness: emptinessOf(field),
    make: draft => {
      const value = make(draft)
      return typeof value === 'string' && value.length > length ? value.slice(0, length).trimEnd() : value
    },
  }
}

function makerOf(module: ModuleDefinition, field: FieldDefinition): Make {
  const isLink = field.dataType === 'lookup' || field.dataType === 'multi_module_lookup'
  const byName =
    makersByField[`${module.apiName}.${field.apiName}`] ?? (isLink ? undefined : makersByName[field.apiName])
  if (byName) return byName
  if (field.readOnly) return () => (field.dataType === 'boolean' ? false : null)
  return makersByType[field.dataType](field)
}

const alwaysFilled: ReadonlySet<string> = new Set([
  ...['id', 'Owner', 'Tag', 'Description', 'First_Name', 'Email', 'Status', 'Priority', 'Handler'],
  ...['Stage', 'Pipeline', 'Amount', 'Probability', 'Closing_Date', 'Due_Date', 'Unit_Price', 'Start_Date', 'Tax'],
])
const seldomFilled: ReadonlySet<string> = new Set([
  ...['Fax', 'Skype_ID', 'Twitter', 'Secondary_Email', 'Assistant', 'Asst_Phone', 'Home_Phone', 'Other_Phone'],
  ...['Sales_End_Date', 'Account_Site', 'SIC_Code'],
])

function emptinessOf({ apiName, dataType, mandatory, readOnly }: FieldDefinition): number {
  if (mandatory || readOnly || alwaysFilled.has(apiName)) return 0
  if (dataType === 'boolean' || dataType === 'lookup' || dataType === 'multi_module_lookup') return 0
  return seldomFilled.has(apiName) ? 0.5 : 0.08
}

const makersByType: Readonly<Record<DataType, (field: FieldDefinition) => Make>> = {
  text: () => d => d.faker.commerce.department(),
  textarea: () => describe,
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
  profileimage: () => () => null,
  tag: () => () => [],
}

const makersByName: Readonly<Record<string, Make>> = {
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

const makersByField: Readonly<Record<string, Make>> = {
  'Accounts.Account_Name': d => d.company,
  'Vendors.Vendor_Name': d => d.company,
  'Vendors.Category': d => d.pick(['Hardware', 'Office Supplies', 'Logistics', 'Consulting', 'Software', 'Facilities']),

  'Deals.Deal_Name': d =>
    `${d.company} - ${d.pick(['Annual Licence', 'Renewal', 'Pilot', 'Rollout', 'Support Contract', 'Expansion', 'Upgrade'])}`,
  'Deals.Stage': stage,
  'Deals.Probability': probability,
  'Deals.Amount': amount,
  'Deals.Expected_Revenue': d => (amount(d) * probability(d)) / 100,
  'Deals.Closing_Date': d => (isClosed(d) ? d.dayOfLife() : d.dayAfter(d.source.until, -10, 120)),
  'Deals.Reason_For_Loss__s': d =>
    stage(d).startsWith('Closed Lost') ? d.pick(['Price', 'Competition', 'Lack of response', 'Future Interest']) : null,
  'Deals.Next_Step': d =>
    isClosed(d)
      ? null
      : d.pick(['Call decision maker', 'Send proposal', 'Arrange demo', 'Agree on terms', 'Sign contract']),

  'Campaigns.Campaign_Name': d => {
    const start = new Date(campaignStart(d))
    const kind = d.pick(['Launch', 'Newsletter', 'Roadshow', 'Webinar Series', 'Referral Drive', 'Customer Day'])
    return `${d.faker.commerce.department()} ${kind} Q${Math.floor(start.getUTCMonth() / 3) + 1} ${start.getUTCFullYear()}`
  },
  'Campaigns.Start_Date': d => toDate(campaignStart(d)),
  'Campaigns.End_Date': d => d.dayAfter(campaignStart(d), 5, 60),

  'Tasks.Subject': d =>
    d.pick([
      'Follow up by phone',
      'Send proposal',
      'Prepare demo',
      'Review contract',
      'Schedule meeting',
      'Check on delivery',
      'Send product brochure',
      'Update contact details',
    ]),
  'Tasks.Status': taskStatus,
  'Tasks.Closed_Time': d => (taskStatus(d) === 'Completed' ? d.modifiedAt : null),
  'Tasks.Due_Date': d =>
    taskStatus(d) === 'Completed' ? d.dayAfter(d.modifiedAt, -3, 3) : d.dayAfter(d.source.until, -15, 45),
  // A task of a lead has no contact in Zoho.
  'Tasks.Who_Id': d => {
    const { multiModuleField } = planOf(d.module)
    const isOfLead = multiModuleField && d.target(multiModuleField)?.module === 'Leads'
    return isOfLead ? null : d.linkedId('Who_Id', 'Contacts')
  },

  'Products.Product_Name': d => d.faker.commerce.productName(),
  'Products.Product_Code': d => `${d.pick(['HW', 'SW', 'CRM', 'SVC'])}-${String(d.index + 1).padStart(5, '0')}`,
  'Products.Unit_Price': unitPrice,
  'Products.Commission_Rate': d => Math.round(unitPrice(d) * d.whole(1, 10)) / 100,
  'Products.Sales_Start_Date': d => toDate(salesStart(d)),
  'Products.Sales_End_Date': d => d.dayAfter(salesStart(d), 200, 900),
  'Products.Support_Start_Date': d => toDate(salesStart(d)),
  'Products.Support_Expiry_Date': d => d.dayAfter(salesStart(d), 400, 1500),
  'Products.Taxable': isTaxable,
  'Products.Tax': d => (isTaxable(d) ? [d.pick(['Vat', 'Sales Tax'])] : []),
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

function stage(draft: Draft): string {
  return draft.settle('stage', () => draft.pick(Object.keys(stageProbabilities)))
}

function probability(draft: Draft): number {
  return stageProbabilities[stage(draft)]!
}

function isClosed(draft: Draft): boolean {
  return stage(draft).startsWith('Closed')
}

function amount(draft: Draft): number {
  return draft.settle('amount', () => draft.whole(5, 2500) * 100)
}

function campaignStart(draft: Draft): number {
  return draft.settle('start', () => draft.createdAt + draft.whole(3, 45) * day)
}

function taskStatus(draft: Draft): string {
  const { values } = draft.module.fields.find(({ apiName }) => apiName === 'Status')!
  return draft.settle('status', () => draft.pick(values!))
}

function unitPrice(draft: Draft): number {
  return draft.settle('price', () => draft.whole(5, 4000) - 0.01)
}

function salesStart(draft: Draft): number {
  return draft.settle('sales', () => draft.createdAt + draft.whole(-60, 30) * day)
}

function isTaxable(draft: Draft): boolean {
  return draft.settle('taxable', () => draft.chance(0.85))
}

const toDate = (moment: number): string => new Date(moment).toISOString().slice(0, 10)

/** Lower-case ASCII for host names and mailboxes. */
function toSlug(name: string, length: number): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? ['x']
  return words.join('-').slice(0, length).replace(/-$/, '')
}

/** FNV-1a with a final mix, since its low bits alone are no good for a remainder. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

let streamState = 0

/** Mulberry32. Faker's own twister takes longer to seed (22 µs) than the rest of a row takes to make. */
const stream: Randomizer = {
  next() {
    streamState = (streamState + 0x6d2b79f5) | 0
    let t = Math.imul(streamState ^ (streamState >>> 15), 1 | streamState)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  },
  seed(seed) {
    streamState = Number(seed)
  },
}

/** Draws from another stream without moving the row's own on. */
function drawApart<T>(seed: number, draw: () => T): T {
  const rowState = streamState
  streamState = seed
  const drawn = draw()
  streamState = rowState
  return drawn
}

let loadedFaker: Faker | undefined

/** Loaded at the first record, as most commands never need one. */
function loadFaker(): Faker {
  if (!loadedFaker) {
    const { faker } = createRequire(import.meta.url)('@faker-js/faker/locale/en') as { faker: Faker }
    // The class itself is exported only beside all the locales, which take five times as long to load.
    const FakerOfLocale = faker.constructor as new (options: {
      locale: LocaleDefinition
      randomizer: Randomizer
    }) => Faker
    loadedFaker = new FakerOfLocale({ locale: faker.rawDefinitions, randomizer: stream })
  }
  return loadedFaker
}
