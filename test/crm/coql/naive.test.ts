/** Random queries over random data of several modules agree with a naive evaluator. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type AtCoql, atCoql } from './at-coql.ts'
import { answerNaively, ask, cellOf, type Flat, type Question, questions, rawOf, type Type } from './naive.ts'

const timeout = 60_000
const numRuns = 40

/** @param pointedTo the records that lookups may point to */
async function agree(
  at: AtCoql,
  module: string,
  columns: Readonly<Record<string, Type>>,
  rows: readonly Flat[],
  asked: readonly Question[],
  pointedTo: readonly string[],
): Promise<void> {
  for (const question of asked) {
    const query = ask(question, module, pointedTo)
    const { status, json, text: body } = await at.query(query)
    const expected = answerNaively(question, columns, rows, pointedTo)

    if (expected.data.length === 0) expect([query, status, body]).toEqual([query, 204, ''])
    else expect([query, json]).toEqual([query, expected])
  }
}

const ofColumns = (
  columns: Readonly<Record<string, Type>>,
  row: Readonly<Record<string, unknown>>,
  id: string,
): Flat => ({
  id,
  cells: Object.fromEntries(Object.entries(columns).map(([path, type]) => [path, cellOf(type, row[path] ?? null)])),
})

const asking = (columns: Readonly<Record<string, Type>>) =>
  fc.array(questions(columns), { minLength: 1, maxLength: 20, size: 'max' })

/* Deals, with two lookups on the way. */

const dealColumns: Readonly<Record<string, Type>> = {
  Deal_Name: 'text',
  Type: 'text',
  Next_Step: 'text',
  Amount: 'number',
  Probability: 'number',
  Closing_Date: 'date',
  'Account_Name.Account_Name': 'text',
  'Account_Name.Annual_Revenue': 'number',
  'Account_Name.Parent_Account.Account_Name': 'text',
}
const account = fc.record({
  Account_Name: rawOf.text,
  Annual_Revenue: fc.option(rawOf.number),
  parent: fc.option(fc.nat(5)),
})
const deal = fc.record({
  Deal_Name: rawOf.text,
  Type: fc.option(fc.constantFrom('New Business', 'Existing Business')),
  Next_Step: fc.option(rawOf.text),
  Amount: fc.option(rawOf.number),
  Probability: fc.option(fc.integer({ min: 0, max: 3 })),
  Closing_Date: fc.option(rawOf.date),
  account: fc.option(fc.nat(5)),
})

it('agrees about deals, their accounts and the parents of those', { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(account, { minLength: 1, maxLength: 6 }),
      fc.array(deal, { minLength: 1, maxLength: 25 }),
      asking(dealColumns),
      async (accounts, deals, asked) => {
        const at = await atCoql()
        const accountIds: string[] = []
        for (const { parent, ...row } of accounts) {
          const Parent_Account = parent === null ? null : accountIds[parent % (accountIds.length || 1)]
          accountIds.push(...(await at.insert('Accounts', { ...row, Parent_Account: Parent_Account ?? null })))
        }
        const ids = await at.insert(
          'Deals',
          ...deals.map(({ account: index, ...row }) => ({
            ...row,
            Stage: 'Qualification',
            Account_Name: index === null ? null : accountIds[index % accountIds.length],
          })),
        )
        const rows = deals.map(({ account: index, ...row }, place) => {
          const own = index === null ? undefined : index % accounts.length
          const parent = own === undefined ? null : accounts[own]!.parent
          const above = parent === null || own === 0 ? undefined : accounts[parent % own!]
          const reached = {
            'Account_Name.Account_Name': own === undefined ? null : accounts[own]!.Account_Name,
            'Account_Name.Annual_Revenue': own === undefined ? null : accounts[own]!.Annual_Revenue,
            'Account_Name.Parent_Account.Account_Name': above?.Account_Name ?? null,
          }
          return ofColumns(dealColumns, { ...row, ...reached }, ids[place]!)
        })

        await agree(at, 'Deals', dealColumns, rows, asked, accountIds)
      },
    ),
    { numRuns },
  )
})

/* Products: several choices, boxes, lookups themselves, and some records that are gone or changed by the time of asking. */

const productColumns: Readonly<Record<string, Type>> = {
  Product_Name: 'text',
  Tax: 'list',
  Taxable: 'flag',
  Vendor_Name: 'lookup',
  Unit_Price: 'number',
  Sales_Start_Date: 'date',
}
const product = fc.record({
  Product_Name: rawOf.text,
  Tax: rawOf.list,
  Taxable: fc.boolean(),
  Unit_Price: fc.option(rawOf.number),
  Sales_Start_Date: fc.option(rawOf.date),
  vendor: fc.option(fc.nat(5)),
  fate: fc.constantFrom('stays', 'stays', 'stays', 'goes', 'returns', 'was another'),
})

it('agrees about products that came, went, came back and changed', { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ Vendor_Name: rawOf.text, gone: fc.boolean() }), { minLength: 1, maxLength: 4 }),
      fc.array(product, { minLength: 1, maxLength: 20 }),
      asking(productColumns),
      fc.boolean(),
      async (vendors, products, asked, askedBefore) => {
        const at = await atCoql()
        const vendorIds = await at.insert('Vendors', ...vendors.map(({ Vendor_Name }) => ({ Vendor_Name })))
        const written = products.map(({ vendor, fate: _, ...row }) => ({
          ...row,
          Vendor_Name: vendor === null ? null : vendorIds[vendor % vendors.length]!,
        }))
        const other = { Product_Name: 'other', Tax: ['Vat'], Taxable: true, Unit_Price: 2, Vendor_Name: vendorIds[0] }
        const ids = await at.insert(
          'Products',
          ...written.map((row, place) => (products[place]!.fate === 'was another' ? other : row)),
        )
        // what a query keeps of rows must not outlive them
        if (askedBefore) await at.query('select Product_Name, Vendor_Name, Tax from Products where Taxable = true')
        for (const [place, { fate }] of products.entries()) {
          const id = ids[place]!
          if (fate === 'goes' || fate === 'returns') await at.call('DELETE', `v8/Products/${id}`)
          if (fate === 'returns') await at.call('POST', `v8/settings/recycle_bin/${id}/actions/restore`)
          if (fate === 'was another') await at.call('PUT', `v8/Products/${id}`, { data: [written[place]] })
        }
        const gone = vendorIds.filter((_, place) => vendors[place]!.gone)
        if (gone.length > 0) await at.call('DELETE', `v8/Vendors?ids=${gone}`)

        const rows = written
          .map((row, place) => {
            const id = row.Vendor_Name
            const vendor = id === null || gone.includes(id) ? null : vendors[vendorIds.indexOf(id)]!
            const Vendor_Name = vendor && { name: vendor.Vendor_Name, id }
            return ofColumns(productColumns, { ...row, Vendor_Name }, ids[place]!)
          })
          .filter((_, place) => products[place]!.fate !== 'goes')
        await agree(at, 'Products', productColumns, rows, asked, vendorIds)
      },
    ),
    { numRuns },
  )
})

/* Meetings: moments of all offsets. */

const eventColumns: Readonly<Record<string, Type>> = {
  Event_Title: 'text',
  Start_DateTime: 'moment',
  End_DateTime: 'moment',
  All_day: 'flag',
  Venue: 'text',
}
const meeting = fc.record({
  Event_Title: rawOf.text,
  Start_DateTime: rawOf.moment,
  End_DateTime: rawOf.moment,
  All_day: fc.boolean(),
  Venue: fc.option(rawOf.text),
})

it('agrees about meetings and their moments', { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(meeting, { minLength: 1, maxLength: 20 }),
      asking(eventColumns),
      async (meetings, asked) => {
        const at = await atCoql()
        const ids = await at.insert('Events', ...meetings)
        const rows = meetings.map((row, place) => ofColumns(eventColumns, row, ids[place]!))

        await agree(at, 'Events', eventColumns, rows, asked, [])
      },
    ),
    { numRuns },
  )
})
