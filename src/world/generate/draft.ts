/** A generated row in the making: what several of its fields have to agree on, and which records it is linked to. */

import type { FieldDefinition, ModuleDefinition } from '../../protocol/modules/define.ts'
import { drawApart, hash, loadFaker, stream } from './chance.ts'

/** What the records of one org are made from. */
export interface GenerationSource {
  readonly seed: string
  readonly org: {
    readonly zgid: string
    readonly name: string
    readonly environment: string
    readonly timeZone: string
  }
  /** CRM user ids that may own records; at least one. */
  readonly owners: readonly string[]
  /** Newest moment that a generated record may carry, epoch ms. */
  readonly until: number
  /** Id of the index-th generated record of a module. */
  readonly idOf: (moduleApiName: string, index: number) => string
  /** How many records of a module the org starts with. */
  readonly countOf: (moduleApiName: string) => number
  /** Id of a record to point to, where not all that were generated are still there. */
  readonly linkTo?: (moduleApiName: string, index: number) => string | null
  /** Id of a row inside a record, where records come beyond those that the org starts with. */
  readonly nextInnerId?: () => string
}

export const day = 86_400_000
const firstInnerId = 500_000
/** The most inner rows that a generated record has. */
export const innerRowsMost = 4
const historyDays = 400

/** A row in the making: what several of its fields have to agree on. */
export class Draft {
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
    return index === null ? null : this.idToLink(module, index)
  }

  /** The id by which the index-th record of a module is pointed to. */
  idToLink(module: string, index: number): string | null {
    const { linkTo, idOf } = this.source
    return (linkTo ?? idOf)(module, index)
  }

  /** The id of a row inside this record, out of the upper half of the module's ids. */
  innerId(at: number): string {
    if (this.source.nextInnerId) return this.source.nextInnerId()
    return this.source.idOf(this.module.apiName, firstInnerId + this.index * innerRowsMost + at)
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

export interface Person {
  readonly salutation: string
  readonly first: string
  readonly last: string
}

export interface Address {
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
  'Events.Who_Id': 0.3,
  'Events.What_Id': 0.25,
  'Calls.Who_Id': 0.3,
  'Calls.What_Id': 0.25,
  'Quotes.Account_Name': 0,
  'Sales_Orders.Account_Name': 0,
  'Sales_Orders.Quote_Name': 0.4,
  'Invoices.Account_Name': 0,
  'Invoices.Sales_Order': 0.3,
  'Purchase_Orders.Vendor_Name': 0,
  'Purchase_Orders.Contact_Name': 0.6,
  'Cases.Deal_Name': 0.7,
  'Notes.Parent_Id': 0,
  'Attachments.Parent_Id': 0,
}

/** Whose account a record's account is, where it belongs to another record that has one. */
const accountComesFrom: Readonly<Record<string, readonly { readonly field: string; readonly module: string }[]>> = {
  Deals: [{ field: 'Contact_Name', module: 'Contacts' }],
  Quotes: [
    { field: 'Deal_Name', module: 'Deals' },
    { field: 'Contact_Name', module: 'Contacts' },
  ],
  Sales_Orders: [
    { field: 'Quote_Name', module: 'Quotes' },
    { field: 'Deal_Name', module: 'Deals' },
  ],
  Invoices: [{ field: 'Sales_Order', module: 'Sales_Orders' }],
  Cases: [{ field: 'Related_To', module: 'Contacts' }],
}

function linkOf(source: GenerationSource, module: string, index: number, field: string, target: string): number | null {
  if (field === 'Account_Name') {
    for (const from of accountComesFrom[module] ?? []) {
      const other = linkOf(source, module, index, from.field, from.module)
      const account = other === null ? null : accountBehind(source, from.module, other)
      if (account !== null) return account
    }
  }
  // Within a module a record points to an older one, so there are no circles.
  const count = target === module ? index : source.countOf(target)
  if (count === 0) return null
  const place = `${placeOf(source, module, index)}|${field}`
  if (hash(`${place}|empty`) / 2 ** 32 < (linkEmptiness[`${module}.${field}`] ?? 0.1)) return null
  return hash(place) % count
}

function accountBehind(source: GenerationSource, module: string, index: number): number | null {
  if (module === 'Accounts') return index
  if (module === 'Contacts' || accountComesFrom[module])
    return linkOf(source, module, index, 'Account_Name', 'Accounts')
  return null
}

function companyName(source: GenerationSource, module: string, index: number): string {
  return drawApart(hash(`${placeOf(source, module, index)}|company`), () => loadFaker().company.name())
}

export const placeOf = ({ seed, org }: GenerationSource, module: string, index: number) =>
  `${seed}|${org.zgid}|${module}|${index}`

export const toDate = (moment: number): string => new Date(moment).toISOString().slice(0, 10)

/** Lower-case ASCII for host names and mailboxes. */
export function toSlug(name: string, length: number): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? ['x']
  return words.join('-').slice(0, length).replace(/-$/, '')
}
