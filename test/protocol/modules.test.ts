import { expect, test } from 'vitest'
import { stageProbabilities } from '../../src/protocol/modules/deals.ts'
import { standardModule, standardModules } from '../../src/protocol/modules/index.ts'
import { standardViews, viewColumns } from '../../src/protocol/modules/views.ts'

const moduleNames = standardModules.map(({ apiName }) => apiName)

test('has the modules in the order of the tabs', () => {
  expect(moduleNames).toEqual([
    ...['Leads', 'Contacts', 'Accounts', 'Deals', 'Tasks', 'Events', 'Calls', 'Products'],
    ...['Quotes', 'Sales_Orders', 'Purchase_Orders', 'Invoices'],
    ...['Campaigns', 'Vendors', 'Price_Books', 'Cases', 'Solutions'],
    ...['Notes', 'Attachments'],
    ...['Services__s', 'Appointments__s', 'Appointments_Rescheduled_History__s'],
  ])
})

test('calls the events meetings', () => {
  expect(standardModule('events')).toMatchObject({ apiName: 'Events', singular: 'Meeting', plural: 'Meetings' })
})

test('finds a module in any letter case', () => {
  expect(standardModule('leads')?.apiName).toBe('Leads')
  expect(standardModule('DEALS')?.apiName).toBe('Deals')
  expect(standardModule('sales_orders')?.apiName).toBe('Sales_Orders')
  expect(standardModule('Meetings')).toBeUndefined()
})

test('gives each module an id of its own', () => {
  const suffixes = Object.fromEntries(standardModules.map(({ apiName, idSuffix }) => [apiName, idSuffix]))

  expect(suffixes).toEqual({
    Leads: 2175,
    Contacts: 2179,
    Accounts: 2177,
    Deals: 2181,
    Tasks: 2193,
    Events: 2195,
    Calls: 33015,
    Products: 2213,
    Quotes: 2219,
    Sales_Orders: 2221,
    Purchase_Orders: 2223,
    Invoices: 2225,
    Campaigns: 2183,
    Vendors: 2215,
    Price_Books: 2217,
    Cases: 2209,
    Solutions: 2211,
    Notes: 2197,
    Attachments: 2199,
    Services__s: 33021,
    Appointments__s: 33023,
    Appointments_Rescheduled_History__s: 33025,
  })
  expect(new Set(Object.values(suffixes)).size).toBe(standardModules.length)
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
    Tasks: ['Subject'],
    Events: ['Event_Title', 'Start_DateTime', 'End_DateTime'],
    Calls: ['Call_Type', 'Call_Start_Time', 'Subject'],
    Products: ['Product_Name'],
    Quotes: ['Subject', 'Account_Name', 'Quoted_Items'],
    Sales_Orders: ['Subject', 'Account_Name', 'Ordered_Items'],
    Purchase_Orders: ['Subject', 'Vendor_Name', 'Purchase_Items'],
    Invoices: ['Subject', 'Account_Name', 'Invoiced_Items'],
    Campaigns: ['Campaign_Name'],
    Vendors: ['Vendor_Name'],
    Price_Books: ['Price_Book_Name', 'Pricing_Details'],
    Cases: ['Status', 'Case_Origin', 'Subject'],
    Solutions: ['Solution_Title'],
    Notes: ['Note_Content', 'Parent_Id'],
    Attachments: ['Parent_Id'],
    Services__s: ['Service_Name', 'Duration', 'Location', 'Members'],
    Appointments__s: ['Appointment_Name', 'Appointment_For', 'Service_Name', 'Appointment_Start_Time'],
    Appointments_Rescheduled_History__s: ['Appointment_Name', 'Rescheduled_From', 'Rescheduled_To'],
  })
})

const subforms = standardModules.flatMap(({ apiName, fields }) =>
  fields.flatMap(({ rows, dataType }) => (rows && dataType === 'subform' ? [{ module: apiName, rows }] : [])),
)

test('keeps the rows of each subform in a module of their own', () => {
  expect(Object.fromEntries(subforms.map(({ module, rows }) => [module, rows.module]))).toEqual({
    Quotes: 'Quoted_Items',
    Sales_Orders: 'Ordered_Items',
    Purchase_Orders: 'Purchase_Items',
    Invoices: 'Invoiced_Items',
    Price_Books: 'Pricing_Details',
    Services__s: 'Available_Timings',
  })
})

test.each(subforms)('the rows of $module name no field twice and point to modules that exist', ({ rows }) => {
  const names = rows.fields.map(({ apiName }) => apiName)

  expect(names).toEqual([...new Set(names)])
  for (const { apiName, lookup } of rows.fields) if (lookup) expect(moduleNames, apiName).toContain(lookup.module)
})

test.each(subforms.filter(({ module }) => !['Price_Books', 'Services__s'].includes(module)))(
  'a line item of $module is a product',
  ({ rows }) => {
    expect(rows.fields.filter(({ mandatory }) => mandatory)).toMatchObject([
      { apiName: 'Product_Name', lookup: { module: 'Products' } },
    ])
    expect(rows.fields.filter(({ readOnly }) => readOnly).map(({ apiName }) => apiName)).toEqual(
      expect.arrayContaining(['Total', 'Total_After_Discount', 'Net_Total', 'Sequence_Number']),
    )
  },
)

test.each([
  ['Accounts', ['Quotes', 'Sales_Orders', 'Invoices', 'Cases', 'Tasks', 'Events', 'Calls']],
  ['Contacts', ['Quotes', 'Sales_Orders', 'Purchase_Orders', 'Invoices', 'Cases', 'Tasks', 'Events', 'Calls']],
  ['Deals', ['Quotes', 'Sales_Orders', 'Invoices', 'Cases', 'Tasks', 'Events', 'Calls']],
  ['Products', ['Price_Books', 'Cases', 'Solutions', 'Tasks', 'Events', 'Calls']],
  ['Vendors', ['Products', 'Purchase_Orders', 'Contacts']],
  ['Quotes', ['Sales_Orders', 'Tasks', 'Events', 'Calls']],
  ['Sales_Orders', ['Invoices', 'Tasks', 'Events', 'Calls']],
])('%s lists %j', (module, lists) => {
  expect(standardModule(module)?.relatedLists.map(({ apiName }) => apiName)).toEqual(expect.arrayContaining(lists))
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
    // days, which are none of a few
    if (apiName === 'Available_Dates') continue
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

const withTab = standardModules.filter(({ tab }) => tab !== false)

test.each(withTab)('$apiName lists notes and attachments first, then records that point to it', module => {
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

  expect(stages).toEqual([...stageProbabilities.keys()])
  expect(stages?.at(-1)).toBe('Closed Lost to Competition')
})

test.each(standardModules)('the views of $apiName show and sort by fields that it has', module => {
  const known = module.fields.map(({ apiName }) => apiName)
  const sorted = standardViews(module.apiName, module.plural).map(({ sortBy }) => sortBy ?? 'id')

  expect(known).toEqual(expect.arrayContaining([...viewColumns(module.apiName, module.displayField), ...sorted]))
})
