import { expect, test } from 'vitest'
import { stageProbabilities } from '../../src/protocol/modules/deals.ts'
import { standardModule, standardModules } from '../../src/protocol/modules/index.ts'

const moduleNames = standardModules.map(({ apiName }) => apiName)

test('has the eight modules in the order of the tabs', () => {
  expect(moduleNames).toEqual(['Leads', 'Contacts', 'Accounts', 'Deals', 'Campaigns', 'Tasks', 'Products', 'Vendors'])
})

test('finds a module in any letter case', () => {
  expect(standardModule('leads')?.apiName).toBe('Leads')
  expect(standardModule('DEALS')?.apiName).toBe('Deals')
  expect(standardModule('Cases')).toBeUndefined()
})

test('gives each module an id of its own', () => {
  const suffixes = Object.fromEntries(standardModules.map(({ apiName, idSuffix }) => [apiName, idSuffix]))

  expect(suffixes).toEqual({
    Leads: 2175,
    Contacts: 2179,
    Accounts: 2177,
    Deals: 2181,
    Campaigns: 2183,
    Tasks: 2185,
    Products: 2193,
    Vendors: 2201,
  })
})

test('demands exactly the fields that a record cannot be created without', () => {
  const mandatory = Object.fromEntries(
    standardModules.map(({ apiName, fields }) => [
      apiName,
      fields.filter(field => field.mandatory).map(field => field.apiName),
    ]),
  )

  expect(mandatory).toEqual({
    Leads: ['Company', 'Last_Name'],
    Contacts: ['Last_Name'],
    Accounts: ['Account_Name'],
    Deals: ['Deal_Name', 'Stage'],
    Campaigns: ['Campaign_Name'],
    Tasks: ['Subject'],
    Products: ['Product_Name'],
    Vendors: ['Vendor_Name'],
  })
})

test.each(standardModules)('$apiName names no field and no related list twice', ({ fields, relatedLists }) => {
  const names = fields.map(({ apiName }) => apiName)
  const lists = relatedLists.map(({ apiName }) => apiName)

  expect(names).toEqual([...new Set(names)])
  expect(lists).toEqual([...new Set(lists)])
})

test.each(standardModules)('$apiName shows each visible field in one section and no other', ({ fields, sections }) => {
  const shown = sections.flatMap(section => section.fields)
  const visible = fields.filter(field => !field.hidden).map(({ apiName }) => apiName)

  expect([...shown].sort()).toEqual([...visible].sort())
})

test.each(standardModules)('$apiName is named and compared by fields that it has', module => {
  const names = module.fields.map(({ apiName }) => apiName)

  expect(names).toContain(module.displayField)
  expect(names).toContain(module.duplicateCheckField)
})

test.each(standardModules)('$apiName offers values in each pick list, and defaults among them', ({ fields }) => {
  const pickLists = fields.filter(({ dataType }) => dataType === 'picklist' || dataType === 'multiselectpicklist')

  for (const { apiName, values, defaultValue } of pickLists) {
    expect(values?.length, apiName).toBeGreaterThan(0)
    expect(values, apiName).toEqual([...new Set(values)])
    if (defaultValue !== undefined) expect(values, apiName).toContain(defaultValue)
  }
})

test.each(standardModules)('$apiName points to modules that exist', ({ fields }) => {
  for (const { apiName, dataType, lookup, modules } of fields) {
    if (dataType === 'lookup') expect(moduleNames, apiName).toContain(lookup?.module)
    for (const name of modules ?? []) expect(moduleNames, apiName).toContain(name)
    if (dataType === 'multi_module_lookup') expect(modules?.length).toBeGreaterThan(0)
  }
})

test.each(standardModules)('$apiName has the other side of its lookups listed there', module => {
  for (const { apiName, lookup } of module.fields) {
    if (!lookup?.relatedList) continue
    const list = standardModule(lookup.module)?.relatedLists.find(({ apiName }) => apiName === lookup.relatedList)

    expect(list, apiName).toMatchObject({ module: module.apiName, field: apiName, label: lookup.relatedListLabel })
  }
})

test.each(standardModules)('$apiName lists notes and attachments first, then records that point to it', module => {
  const [notes, attachments, ...others] = module.relatedLists

  expect(notes?.apiName).toBe('Notes')
  expect(attachments?.apiName).toBe('Attachments')
  for (const list of others) {
    const listed = standardModule(list.module)
    expect(listed, list.apiName).toBeDefined()
    if (list.field === null) continue
    const field = listed?.fields.find(({ apiName }) => apiName === list.field)
    expect(field?.lookup ? [field.lookup.module] : field?.modules, list.apiName).toContain(module.apiName)
  }
})

test('knows the probability of each stage of a deal', () => {
  const stages = standardModule('Deals')?.fields.find(({ apiName }) => apiName === 'Stage')?.values

  expect(stages).toEqual(Object.keys(stageProbabilities))
  expect(stages?.at(-1)).toBe('Closed Lost to Competition')
})
