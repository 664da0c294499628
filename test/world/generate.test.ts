import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { stageProbabilities } from '../../src/protocol/modules/deals.ts'
import { standardModule, standardModules } from '../../src/protocol/modules/index.ts'
import { type GenerationSource, generateRecord, startingCount } from '../../src/world/generate/index.ts'
import type { InnerRow, RecordRow } from '../../src/world/record-row.ts'

const perModule = 60
const until = Date.parse('2025-06-01T08:30:00.500Z')
const oldest = until - 400 * 86_400_000

const sourceOf = (zgid: string, changes: Partial<GenerationSource> = {}): GenerationSource => ({
  seed: 'test',
  org: { zgid, name: 'Acme QA', environment: 'sandbox', timeZone: 'Asia/Kolkata' },
  owners: ['u1', 'u2', 'u3'],
  until,
  idOf: (module, index) => `${zgid}/${module}/${index}`,
  countOf: () => perModule,
  ...changes,
})

const rowsOf = (moduleName: string, source = sourceOf('7001')): RecordRow[] =>
  Array.from({ length: source.countOf(moduleName) }, (_, index) =>
    generateRecord(standardModule(moduleName)!, index, source),
  )

const allRows = (source = sourceOf('7001')) =>
  standardModules.flatMap(module => rowsOf(module.apiName, source).map(row => ({ module, row })))

test('makes the same rows from the same seed', () => {
  expect(allRows()).toEqual(allRows())
})

test('makes other rows from another seed and for another org', () => {
  const names = (source: GenerationSource) => rowsOf('Leads', source).map(({ Full_Name }) => Full_Name)

  expect(names(sourceOf('7001', { seed: 'other' }))).not.toEqual(names(sourceOf('7001')))
  expect(names(sourceOf('7002'))).not.toEqual(names(sourceOf('7001')))
})

test('makes a row alike in whichever order rows are asked for', () => {
  const source = sourceOf('7001')
  const forwards = allRows(source).map(({ row }) => row)

  const backwards = [...standardModules]
    .reverse()
    .flatMap(module =>
      Array.from({ length: perModule }, (_, index) => generateRecord(module, perModule - 1 - index, source)),
    )

  expect(backwards.reverse()).toEqual(forwards)
})

test('never gives two records the same e-mail address, whatever their org and module', () => {
  const addresses = ['7001', '7002', '7003']
    .flatMap(zgid => allRows(sourceOf(zgid)))
    .flatMap(({ module, row }) =>
      module.fields.filter(({ dataType }) => dataType === 'email').map(({ apiName }) => row[apiName]),
    )
    .filter(address => address !== null)

  expect(addresses.length).toBeGreaterThan(3 * 3 * perModule)
  expect(new Set(addresses).size).toBe(addresses.length)
  for (const address of addresses) expect(address).toMatch(/^[a-z0-9-]+\.[a-z0-9-]+\.\d+@[a-z0-9.-]+\.700\d\.example$/)
})

test.each(standardModules)('has every field of $apiName in the order of its definition', module => {
  const names = module.fields.map(({ apiName }) => apiName)

  for (const row of rowsOf(module.apiName)) {
    expect(Object.keys(row).filter(name => name !== '$se_module')).toEqual(names)
  }
})

test.each(standardModules.filter(({ startsEmpty }) => !startsEmpty))(
  'keeps to the types, lengths and pick lists of $apiName',
  module => {
    const valid: Record<string, (value: unknown) => boolean> = {
      number: value => typeof value === 'number' && Number.isFinite(value),
      integer: value => Number.isInteger(value),
      boolean: value => typeof value === 'boolean',
      date: value => /^\d{4}-\d\d-\d\d$/.test(String(value)),
      list: value => Array.isArray(value),
      string: value => typeof value === 'string' && value !== '',
    }
    const kinds: Record<string, string> = {
      ...{ currency: 'number', double: 'number', percent: 'number', boolean: 'boolean', date: 'date' },
      ...{ integer: 'integer', datetime: 'integer', tag: 'list', multiselectpicklist: 'list' },
      ...{ formula: 'number', subform: 'list', participants: 'list', comments: 'list', linetax: 'list' },
    }

    for (const row of rowsOf(module.apiName)) {
      for (const { apiName, dataType, length, mandatory, values } of module.fields) {
        const value = row[apiName] ?? null
        if (value === null) {
          expect(mandatory, apiName).toBeFalsy()
          continue
        }
        const kind = apiName !== 'id' && dataType === 'bigint' ? 'integer' : (kinds[dataType] ?? 'string')
        expect(valid[kind]!(value), `${apiName}: ${value}`).toBe(true)
        if (length && !Array.isArray(value) && apiName !== 'id') {
          expect(String(value).length, apiName).toBeLessThanOrEqual(length)
        }
        if (values) expect(values, apiName).toEqual(expect.arrayContaining([value].flat()))
      }
    }
  },
)

test('leaves optional fields empty now and then', () => {
  const phones = rowsOf('Leads').map(({ Phone }) => Phone)

  expect(phones).toContain(null)
  expect(phones.filter(phone => phone === null).length).toBeLessThan(perModule / 2)
})

const inventory = [
  ['Quotes', 'Quoted_Items'],
  ['Sales_Orders', 'Ordered_Items'],
  ['Purchase_Orders', 'Purchase_Items'],
  ['Invoices', 'Invoiced_Items'],
] as const

test.each(inventory)('fills %s with items of products that exist, whose sums are right', (module, subform) => {
  const products = new Set(rowsOf('Products').map(({ id }) => id))
  const names = standardModule(module)!.fields.find(({ apiName }) => apiName === subform)!.rows!.fields
  const ids = new Set<string>()

  for (const row of rowsOf(module)) {
    const items = row[subform] as readonly InnerRow[]
    expect(items.length).toBeGreaterThan(0)
    for (const item of items) {
      expect(products).toContain(item.Product_Name)
      expect(Object.keys(item).sort()).toEqual(
        names
          .map(({ apiName }) => apiName)
          .filter(name => name !== 'Parent_Id')
          .sort(),
      )
      expect(item.Net_Total).toBeCloseTo(Number(item.Quantity) * Number(item.List_Price) - Number(item.Discount), 2)
      ids.add(item.id)
    }
    const sum = items.reduce((total, { Net_Total }) => total + Number(Net_Total), 0)
    expect(row.Sub_Total).toBeCloseTo(sum, 2)
    expect(row.Grand_Total).toBeCloseTo(sum - Number(row.Discount), 2)
  }
  expect(ids.size).toBe(rowsOf(module).flatMap(row => row[subform]).length)
})

test('names no products where there are none', () => {
  const source = sourceOf('7001', { countOf: module => (module === 'Products' ? 0 : perModule) })

  for (const { Quoted_Items } of rowsOf('Quotes', source)) {
    for (const item of Quoted_Items as readonly InnerRow[]) expect(item.Product_Name).toBeNull()
  }
})

test('numbers quotes, orders, invoices, cases and solutions one after the other', () => {
  const numbers = (module: string, field: string) => rowsOf(module).map(row => row[field])
  const counted = Array.from({ length: perModule }, (_, index) => String(index + 1))

  expect(numbers('Quotes', 'Quote_Number')).toEqual(counted)
  expect(numbers('Sales_Orders', 'SO_Number')).toEqual(counted)
  expect(numbers('Cases', 'Case_Number')).toEqual(counted)
})

test("puts a quote under its deal's account, and an invoice under its order's", () => {
  const deals = new Map(rowsOf('Deals').map(deal => [deal.id, deal]))
  const orders = new Map(rowsOf('Sales_Orders').map(order => [order.id, order]))
  let followed = 0

  for (const quote of rowsOf('Quotes')) {
    const account = deals.get(String(quote.Deal_Name))?.Account_Name
    if (account) expect(quote.Account_Name).toBe(account)
    if (account) followed++
  }
  for (const invoice of rowsOf('Invoices')) {
    const account = orders.get(String(invoice.Sales_Order))?.Account_Name
    if (account) expect(invoice.Account_Name).toBe(account)
  }

  expect(followed).toBeGreaterThan(perModule / 2)
})

test('lets price ranges follow one another, and meetings end after they begin', () => {
  for (const { Pricing_Details } of rowsOf('Price_Books')) {
    let next = 1
    for (const { from_range, to_range } of Pricing_Details as readonly InnerRow[]) {
      expect(from_range).toBe(next)
      next = Number(to_range) + 1
    }
  }
  for (const { Start_DateTime, End_DateTime } of rowsOf('Events')) {
    expect(Number(End_DateTime)).toBeGreaterThan(Number(Start_DateTime))
  }
  for (const { Call_Duration, Call_Duration_in_seconds } of rowsOf('Calls')) {
    const [minutes, seconds] = String(Call_Duration).split(':').map(Number)
    expect(Call_Duration_in_seconds).toBe(minutes! * 60 + seconds!)
  }
})

test('points lookups to records that exist, and within a module to older ones', () => {
  const source = sourceOf('7001')
  const ids = new Set(allRows(source).map(({ row }) => row.id))
  let links = 0

  for (const { module, row } of allRows(source)) {
    for (const { apiName, dataType, lookup } of module.fields) {
      const target = row[apiName]
      if ((dataType !== 'lookup' && dataType !== 'multi_module_lookup') || target === null) continue
      links++
      expect(ids, `${module.apiName}.${apiName}`).toContain(target)
      if (!lookup) continue
      expect(target).toContain(`/${lookup.module}/`)
      if (lookup.module === module.apiName) {
        expect(Number(String(target).split('/')[2])).toBeLessThan(Number(row.id.split('/')[2]))
      }
    }
  }

  expect(links).toBeGreaterThan(perModule * 4)
})

test('leaves lookups empty where the org has no such records', () => {
  const source = sourceOf('7001', { countOf: module => (module === 'Deals' || module === 'Tasks' ? perModule : 0) })

  for (const row of rowsOf('Deals', source)) {
    expect(row).toMatchObject({ Account_Name: null, Contact_Name: null, Campaign_Source: null })
  }
  for (const { What_Id, $se_module } of rowsOf('Tasks', source)) {
    expect($se_module).toBe(What_Id === null ? null : 'Deals')
  }
})

test.each(['Tasks', 'Events', 'Calls'])('names the module that the record of %s belongs to', module => {
  const rows = rowsOf(module)

  for (const { What_Id, Who_Id, $se_module } of rows) {
    expect($se_module).toBe(What_Id === null ? null : String(What_Id).split('/')[1])
    if ($se_module === 'Leads') expect(Who_Id).toBeNull()
  }
  expect(new Set(rows.map(({ $se_module }) => $se_module)).size).toBeGreaterThan(8)
})

test("puts a deal under its contact's account", () => {
  const contacts = new Map(rowsOf('Contacts').map(contact => [contact.id, contact]))
  const accounts = new Map(rowsOf('Accounts').map(account => [account.id, account]))

  for (const deal of rowsOf('Deals')) {
    const contact = contacts.get(String(deal.Contact_Name))
    if (contact?.Account_Name) expect(deal.Account_Name).toBe(contact.Account_Name)
    const account = accounts.get(String(deal.Account_Name))
    if (account) expect(deal.Deal_Name).toContain(account.Account_Name)
  }
})

test('reckons the expected revenue of a deal from its stage', () => {
  for (const { Stage, Probability, Amount, Expected_Revenue } of rowsOf('Deals')) {
    expect(Probability).toBe(stageProbabilities.get(String(Stage)))
    expect(Expected_Revenue).toBe((Number(Amount) * Number(Probability)) / 100)
  }
})

test('joins first and last name, and has no converted leads', () => {
  for (const lead of rowsOf('Leads')) {
    expect(lead.Full_Name).toBe(`${lead.First_Name} ${lead.Last_Name}`)
    expect(lead).toMatchObject({ Converted__s: false, Converted_Account: null, Converted_Date_Time: null })
  }
})

test('spreads creation over the last 400 days, in the order of the records', () => {
  for (const module of standardModules) {
    let previous = oldest - 1
    for (const { Created_Time, Modified_Time } of rowsOf(module.apiName)) {
      expect(Created_Time).toBeGreaterThan(previous)
      expect(Modified_Time).toBeGreaterThanOrEqual(Number(Created_Time))
      expect(Modified_Time).toBeLessThanOrEqual(until)
      expect(Number(Created_Time) % 1000).toBe(0)
      previous = Number(Created_Time)
    }
  }
})

test('says of each record which org it belongs to and who owns it', () => {
  expect(rowsOf('Leads')[0]?.Description).toBe('Sample lead of Acme QA (sandbox).')
  for (const { module, row } of allRows()) {
    if (module.tab !== false) expect(row).toMatchObject({ Tag: [], Locked__s: false, Record_Status__s: 'Available' })
    for (const user of [row.Owner, row.Created_By, row.Modified_By]) expect(['u1', 'u2', 'u3']).toContain(user)
  }
})

test('starts modules with 20 to 60 records, by seed, org and module', () => {
  const counts = standardModules.flatMap(({ apiName }) =>
    Array.from({ length: 100 }, (_, org) => startingCount('test', String(7000 + org), apiName)),
  )

  expect(Math.min(...counts)).toBe(20)
  expect(Math.max(...counts)).toBe(60)
  expect(startingCount('test', '7001', 'Leads')).toBe(startingCount('test', '7001', 'Leads'))
})

test('loads faker at the first record only, and without a warning', () => {
  const script = `
    import { createRequire } from 'node:module'
    import { generateRecord, startingCount } from './src/world/generate/index.ts'
    import { standardModule } from './src/protocol/modules/index.ts'
    const { cache } = createRequire(import.meta.url)
    const isLoaded = () => Object.keys(cache).some(file => file.includes('faker'))
    startingCount('s', '1', 'Leads')
    const before = isLoaded()
    generateRecord(standardModule('Leads'), 0, {
      seed: 's', org: { zgid: '1', name: 'n', environment: 'production', timeZone: 'UTC' }, owners: ['u'], until: 0,
      idOf: () => 'i', countOf: () => 1,
    })
    console.log(JSON.stringify([before, isLoaded()]))`

  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    encoding: 'utf8',
  })

  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual([false, true])
})
