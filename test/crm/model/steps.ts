/** What may be asked of an org's records, as plain data: a failing run prints its steps, and they can be made fewer. */

import fc from 'fast-check'

export type Value = string | number | boolean | null

/** A value of a row: what is sent, and by construction what becomes of it. A `record` names one of the accounts by number. */
export type Sent =
  | { readonly sent: unknown; readonly kept: Value }
  | { readonly sent: unknown; readonly wrong: object }
  | { readonly record: number; readonly bare: boolean }

/** By field; `target` numbers the record whose id the row carries. */
export interface SentRow {
  readonly target?: number
  readonly values: Readonly<Record<string, Sent>>
}

export type ModuleName = 'Accounts' | 'Contacts' | 'Leads'
export type Version = 'v2' | 'v8'

export interface Condition {
  readonly field: string
  readonly operator: string
  readonly values: readonly Value[]
}

interface Of {
  readonly module: ModuleName
}

export type Step =
  | (Of & { readonly do: 'insert'; readonly version: Version; readonly rows: readonly SentRow[] })
  | (Of & {
      readonly do: 'update' | 'upsert'
      readonly version: Version
      readonly rows: readonly SentRow[]
      /** Seconds before now after which the records must not have changed. */
      readonly unmodifiedFor?: number | undefined
      /** `duplicate_check_fields` of an upsert. */
      readonly check?: readonly string[] | undefined
    })
  | (Of & {
      readonly do: 'update one' | 'clone'
      readonly version: Version
      readonly target: number
      readonly row: SentRow
    })
  | (Of & { readonly do: 'delete one'; readonly version: Version; readonly target: number })
  | (Of & { readonly do: 'delete'; readonly version: Version; readonly targets: readonly number[] })
  /** Of whatever module: the bin has them all. */
  | { readonly do: 'restore' | 'delete for good'; readonly targets: readonly number[] }
  | { readonly do: 'bin' }
  | { readonly do: 'wait'; readonly seconds: number }
  | (Of & {
      readonly do: 'get'
      readonly version: Version
      readonly target: number
      readonly fields: readonly string[]
    })
  | (Of & {
      readonly do: 'list'
      readonly version: Version
      readonly fields: readonly string[]
      readonly perPage: number
      readonly by: 'page' | 'page_token'
      readonly sortBy: string
      readonly ascending: boolean
      readonly targets?: readonly number[] | undefined
      /** Seconds before now after which records have to be changed to be listed. */
      readonly changedFor?: number | undefined
    })
  | (Of & { readonly do: 'deleted'; readonly type: string; readonly page: number; readonly perPage: number })
  | { readonly do: 'related'; readonly list: 'Contacts' | 'Child_Accounts'; readonly target: number }
  | (Of & {
      readonly do: 'search'
      readonly conditions: readonly Condition[]
      readonly join: 'and' | 'or'
      readonly sortBy: string
      readonly ascending: boolean
    })
  | (Of & { readonly do: 'find'; readonly parameter: 'email' | 'phone' | 'word'; readonly text: string })
  | (Of & { readonly do: 'query'; readonly condition: Condition; readonly descending: boolean; readonly limit: number })

/* Values. The words are few, so that they meet, and odd, so that no record of a default world has them by chance. */

const words = ['Quux', 'quux', 'Quuxly', 'ZÖRG', 'zörg', "o'Zörg", 'x, (y)', '漢字']
const emails = ['quux@zorg.example', 'Quux@Zorg.example', 'zorg@quux.example', "o'z+q@x-y.example"]
const phones = ['555-0177', '5550177', '+99 (0) 1']
const days = ['2020-02-29', '2026-02-01', '2026-12-31']

const kept = (...values: Value[]): fc.Arbitrary<Sent> =>
  fc.constantFrom(...values.map(each => ({ sent: each, kept: each })))
const turned = (sent: unknown, into: Value): fc.Arbitrary<Sent> => fc.constant({ sent, kept: into })
const wrong = (expected: string, ...values: unknown[]): fc.Arbitrary<Sent> =>
  fc.constantFrom(...values.map(sent => ({ sent, wrong: { expected_data_type: expected } })))
const tooLong = (sent: unknown, maximum: number): fc.Arbitrary<Sent> =>
  fc.constant({ sent, wrong: { maximum_length: maximum } })

const often = (good: fc.Arbitrary<Sent>, ...rest: fc.Arbitrary<Sent>[]): fc.Arbitrary<Sent> =>
  fc.oneof({ weight: 30, arbitrary: good }, ...rest.map(arbitrary => ({ weight: 1, arbitrary })))

const cleared = fc.constantFrom<Sent>({ sent: null, kept: null }, { sent: '', kept: null })

const text = (length: number) =>
  often(
    kept(...words),
    kept('q'.repeat(length)),
    tooLong('q'.repeat(length + 1), length),
    wrong('string', 7, {}, ['Quux']),
    cleared,
  )
const email = often(kept(...emails), wrong('email', 'quux', 'a b@c.example'), wrong('string', 5), cleared)
const phone = often(kept(...phones), wrong('phone', '<1>'), tooLong('5'.repeat(31), 30), cleared)
const integer = often(
  kept(0, 1, 2, -3, 999_999_999),
  turned('12', 12),
  wrong('integer', 1.5, 'many', true),
  tooLong(1_000_000_000, 9),
  cleared,
)
const amount = often(kept(0, 0.5, 12, -2.25), turned('2.50', 2.5), wrong('double', 'much', {}), cleared)
const flag = often(
  kept(true, false),
  turned('true', true),
  wrong('boolean', 'perhaps', 1),
  // an unticked box is false, however it came to be so
  turned(null, false),
)
const day = often(kept(...days), wrong('date', '2026-02-30', '1.2.2026'), cleared)
const choice = often(kept('Zeal', 'Zest', 'Smoke signals'), turned('-None-', null), wrong('string', 5), cleared)
const account = often(fc.record({ record: fc.nat(199), bare: fc.boolean() }), wrong('jsonobject', 5, []), cleared)

export type Kind = 'text' | 'email' | 'phone' | 'number' | 'flag' | 'day' | 'choice' | 'account'

export interface Field {
  readonly kind: Kind
  readonly values: fc.Arbitrary<Sent>
  readonly mandatory?: true
}

export const modules: Readonly<Record<ModuleName, Readonly<Record<string, Field>>>> = {
  Accounts: {
    Account_Name: { kind: 'text', values: text(200), mandatory: true },
    Phone: { kind: 'phone', values: phone },
    Parent_Account: { kind: 'account', values: account },
    Industry: { kind: 'choice', values: choice },
    Employees: { kind: 'number', values: integer },
    Annual_Revenue: { kind: 'number', values: amount },
  },
  Contacts: {
    First_Name: { kind: 'text', values: text(40) },
    Last_Name: { kind: 'text', values: text(80), mandatory: true },
    Account_Name: { kind: 'account', values: account },
    Email: { kind: 'email', values: email },
    Phone: { kind: 'phone', values: phone },
    Date_of_Birth: { kind: 'day', values: day },
    Email_Opt_Out: { kind: 'flag', values: flag },
    Secondary_Email: { kind: 'email', values: email },
  },
  Leads: {
    Company: { kind: 'text', values: text(200), mandatory: true },
    First_Name: { kind: 'text', values: text(40) },
    Last_Name: { kind: 'text', values: text(80), mandatory: true },
    Email: { kind: 'email', values: email },
    Phone: { kind: 'phone', values: phone },
    Lead_Source: { kind: 'choice', values: choice },
    No_of_Employees: { kind: 'number', values: integer },
    Annual_Revenue: { kind: 'number', values: amount },
    Email_Opt_Out: { kind: 'flag', values: flag },
  },
}

/* Steps. */

const moduleName = fc.constantFrom<ModuleName>('Leads', 'Leads', 'Contacts', 'Accounts')
const version = fc.constantFrom<Version>('v8', 'v8', 'v8', 'v2')
const target = fc.nat(199)
const targets = fc.array(target, { minLength: 1, maxLength: 4 })

/** @param complete whether the mandatory fields are mostly there */
function rowOf(module: ModuleName, complete: boolean): fc.Arbitrary<SentRow> {
  const fields = Object.entries(modules[module]).map(([name, { values, mandatory }]) => {
    const freq = mandatory && complete ? 12 : 2
    return [name, fc.option(values, { nil: undefined, freq })] as const
  })
  return fc.record(Object.fromEntries(fields)).map(row => ({
    values: Object.fromEntries(Object.entries(row).filter((entry): entry is [string, Sent] => entry[1] !== undefined)),
  }))
}

const withTarget = (row: fc.Arbitrary<SentRow>, always: boolean): fc.Arbitrary<SentRow> =>
  fc
    .tuple(row, fc.option(target, { nil: undefined, freq: always ? 12 : 1 }))
    .map(([{ values }, named]) => (named === undefined ? { values } : { target: named, values }))

const rowsOf = (row: fc.Arbitrary<SentRow>) => fc.array(row, { minLength: 1, maxLength: 4 })

const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

const seconds = seldom(fc.integer({ min: -5, max: 20 }))

const sorting = {
  sortBy: fc.constantFrom('id', 'Created_Time', 'Modified_Time'),
  ascending: fc.boolean(),
}

const operators: Readonly<Record<Kind, readonly string[]>> = {
  text: ['equals', 'not_equal', 'starts_with', 'in'],
  email: ['equals', 'not_equal', 'starts_with', 'in'],
  phone: ['equals', 'not_equal', 'starts_with', 'in'],
  number: ['equals', 'not_equal', 'greater_than', 'less_equal', 'between', 'in'],
  flag: ['equals', 'not_equal'],
  day: ['equals', 'not_equal', 'greater_equal', 'less_than', 'between', 'in'],
  choice: ['equals', 'not_equal', 'in'],
  account: ['equals', 'not_equal', 'in'],
}

/** What fields of a kind are searched for; accounts by number. */
const sought: Readonly<Record<Kind, fc.Arbitrary<Value>>> = {
  text: fc.constantFrom('Quux', 'zörg', 'qu', 'x, (y)', '漢'),
  email: fc.constantFrom(...emails, 'QUUX'),
  phone: fc.constantFrom(...phones),
  number: fc.constantFrom(0, 1, 2, 12, -2.25),
  flag: fc.boolean(),
  day: fc.constantFrom(...days),
  choice: fc.constantFrom('zeal', 'Smoke signals'),
  account: fc.nat(199),
}

const condition = (module: ModuleName, operatorsOf: (kind: Kind) => readonly string[]): fc.Arbitrary<Condition> =>
  fc.constantFrom(...Object.entries(modules[module])).chain(([field, { kind }]) =>
    fc.constantFrom(...operatorsOf(kind)).chain(operator => {
      const whole = field.includes('Employees')
      const value = whole ? fc.constantFrom<Value>(0, 1, 2, 12) : sought[kind]
      const [minLength, maxLength] = operator === 'in' ? [1, 3] : operator === 'between' ? [2, 2] : [1, 1]
      return fc.array(value, { minLength, maxLength }).map(values => ({ field, operator, values }))
    }),
  )

const inModule = <T extends object>(make: (module: ModuleName) => fc.Arbitrary<T>): fc.Arbitrary<T & Of> =>
  moduleName.chain(module => make(module).map(rest => ({ ...rest, module })))

/** What the service itself writes. */
export const stamps = ['Owner', 'Created_By', 'Modified_By', 'Created_Time', 'Modified_Time']

const fieldsOf = (module: ModuleName) => fc.subarray([...Object.keys(modules[module]), ...stamps], { minLength: 1 })

/** A box that is ticked or not tells no records apart. */
const checkFields = (module: ModuleName) => {
  const telling = Object.keys(modules[module]).filter(name => modules[module][name]!.kind !== 'flag')
  return fc.option(fc.shuffledSubarray(telling, { minLength: 1, maxLength: 3 }), { nil: undefined, freq: 1 })
}

const stepOf = <const Name extends Step['do'], T extends object>(
  name: Name,
  parts: { [Key in keyof T]: fc.Arbitrary<T[Key]> },
): fc.Arbitrary<T & { readonly do: Name }> => fc.record(parts).map(rest => ({ ...(rest as T), do: name }))

const writes: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: inModule(module => stepOf('insert', { version, rows: rowsOf(rowOf(module, true)) })),
  },
  {
    weight: 3,
    arbitrary: inModule(module =>
      stepOf('update', { version, rows: rowsOf(withTarget(rowOf(module, false), true)), unmodifiedFor: seconds }),
    ),
  },
  {
    weight: 2,
    arbitrary: inModule(module =>
      fc.oneof(
        ...(['update one', 'clone'] as const).map(name => stepOf(name, { version, target, row: rowOf(module, false) })),
      ),
    ),
  },
  {
    weight: 5,
    arbitrary: inModule(module =>
      stepOf('upsert', {
        version,
        rows: rowsOf(withTarget(rowOf(module, true), false)),
        unmodifiedFor: seconds,
        check: checkFields(module),
      }),
    ),
  },
  { weight: 1, arbitrary: inModule(() => stepOf('delete one', { version, target })) },
  { weight: 3, arbitrary: inModule(() => stepOf('delete', { version, targets })) },
  { weight: 3, arbitrary: stepOf('restore', { targets }) },
  { weight: 1, arbitrary: stepOf('delete for good', { targets }) },
  { weight: 2, arbitrary: stepOf('wait', { seconds: fc.integer({ min: 1, max: 10 }) }) },
)

const reads: fc.Arbitrary<Step> = fc.oneof(
  inModule(module => stepOf('get', { version, target, fields: fieldsOf(module) })),
  inModule(module =>
    stepOf('list', {
      version,
      fields: fieldsOf(module),
      perPage: fc.integer({ min: 2, max: 60 }),
      by: fc.constantFrom('page', 'page_token'),
      ...sorting,
      targets: seldom(targets),
      changedFor: seconds,
    }),
  ),
  inModule(() =>
    stepOf('deleted', {
      type: fc.constantFrom('all', 'recycle', 'permanent'),
      page: fc.integer({ min: 1, max: 2 }),
      perPage: fc.integer({ min: 1, max: 5 }),
    }),
  ),
  stepOf('bin', {}),
  stepOf('related', { list: fc.constantFrom('Contacts', 'Child_Accounts'), target }),
  inModule(module =>
    stepOf('search', {
      conditions: fc.array(
        condition(module, kind => operators[kind]),
        { minLength: 1, maxLength: 3 },
      ),
      join: fc.constantFrom('and', 'or'),
      ...sorting,
    }),
  ),
  inModule(() =>
    fc.oneof(
      stepOf('find', { parameter: fc.constant('email' as const), text: fc.constantFrom(...emails) }),
      stepOf('find', { parameter: fc.constant('phone' as const), text: fc.constantFrom(...phones) }),
      stepOf('find', { parameter: fc.constant('word' as const), text: fc.constantFrom(...words, 'zorg') }),
    ),
  ),
  inModule(module =>
    stepOf('query', {
      condition: condition(module, kind => (kind === 'flag' ? ['equals'] : ['equals', 'is null', 'is not null'])),
      descending: fc.boolean(),
      limit: fc.integer({ min: 1, max: 30 }),
    }),
  ),
)

export const step: fc.Arbitrary<Step> = fc.oneof({ weight: 1, arbitrary: writes }, { weight: 1, arbitrary: reads })
