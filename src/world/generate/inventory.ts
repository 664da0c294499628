/** Quotes, orders and invoices that an org starts with, and the price books: rows inside records, and their sums. */

import { grandTotal, lineTotals, subTotal } from '../../protocol/modules/totals.ts'
import type { InnerRow, StoredValue } from '../record-row.ts'
import { type Draft, innerRowsMost, toDate } from './draft.ts'

type Makers = Readonly<Record<string, (draft: Draft) => StoredValue>>

/** What the modules with line items have in common. */
const documentMakers = (module: string, itemsField: string, subject: (draft: Draft) => string): Makers => ({
  [`${module}.Subject`]: subject,
  [`${module}.${itemsField}`]: lineItems,
  [`${module}.Sub_Total`]: d => subTotal(lineItems(d)),
  [`${module}.Discount`]: orderDiscount,
  [`${module}.Tax`]: () => 0,
  [`${module}.Adjustment`]: () => 0,
  [`${module}.Grand_Total`]: d => grandTotal({ Sub_Total: subTotal(lineItems(d)), Discount: orderDiscount(d) }),
  [`${module}.Terms_and_Conditions`]: () => 'Payable within 30 days of receipt.',
  [`${module}.Due_Date`]: d => d.dayAfter(d.createdAt, 10, 60),
  [`${module}.Excise_Duty`]: () => null,
  [`${module}.Sales_Commission`]: () => null,
})

/** By module and field. */
export const inventoryMakers: Makers = {
  ...documentMakers('Quotes', 'Quoted_Items', d => `Quote ${d.index + 1} for ${d.company}`),
  'Quotes.Valid_Till': d => d.dayAfter(d.createdAt, 20, 90),
  'Quotes.Team': d => d.pick(['North', 'South', 'Key Accounts', 'Partners']),

  ...documentMakers('Sales_Orders', 'Ordered_Items', d => `Order ${d.index + 1} for ${d.company}`),
  'Sales_Orders.Customer_No': d => `C-${d.digits(6)}`,
  'Sales_Orders.Purchase_Order': d => `PO-${d.digits(6)}`,
  'Sales_Orders.Pending': () => null,

  ...documentMakers('Invoices', 'Invoiced_Items', d => `Invoice ${d.index + 1} for ${d.company}`),
  'Invoices.Purchase_Order': d => `PO-${d.digits(6)}`,
  'Invoices.Invoice_Date': d => toDate(d.createdAt),

  ...documentMakers('Purchase_Orders', 'Purchase_Items', d => `Purchase ${d.index + 1}`),
  'Purchase_Orders.PO_Number': d => `PO-${String(d.index + 1).padStart(5, '0')}`,
  'Purchase_Orders.Requisition_No': d => `R-${d.digits(5)}`,
  'Purchase_Orders.Tracking_Number': d => d.digits(12),
  'Purchase_Orders.PO_Date': d => toDate(d.createdAt),

  'Price_Books.Price_Book_Name': d =>
    `${d.pick(['Standard', 'Partner', 'Volume', 'Education', 'Seasonal'])} Prices ${d.index + 1}`,
  'Price_Books.Pricing_Details': pricingDetails,
}

/** Quotes, orders and invoices name products that the org starts with; where it has none, they name none. */
function lineItems(draft: Draft): readonly InnerRow[] {
  return draft.settle('items', () => {
    const { source } = draft
    const products = source.countOf('Products')
    const count = draft.whole(1, innerRowsMost)
    const items: InnerRow[] = []
    for (let at = 0; at < count; at++) {
      const product = products === 0 ? null : draft.idToLink('Products', draft.whole(0, products - 1))
      items.push(lineItem(draft, at, product))
    }
    return Object.freeze(items)
  })
}

/** Written out key by key, as spreading objects took most of the time that a quote takes. */
function lineItem(draft: Draft, at: number, product: string | null): InnerRow {
  const item = {
    Product_Name: product,
    Quantity: draft.whole(1, 20),
    Price_Book_Name: null,
    List_Price: draft.whole(5, 4000) - 0.01,
    Total: 0,
    Discount: draft.chance(0.7) ? 0 : draft.whole(1, 4),
    Total_After_Discount: 0,
    Tax: 0,
    Line_Tax: noTaxes,
    Net_Total: 0,
    Description: null,
    Sequence_Number: at + 1,
    Created_Time: draft.createdAt,
    Modified_Time: draft.modifiedAt,
    id: draft.innerId(at),
  }
  const totals = lineTotals(item, noTaxes)
  item.Total = totals.Total
  item.Total_After_Discount = totals.Total_After_Discount
  item.Net_Total = totals.Net_Total
  return Object.freeze(item)
}

const noTaxes: readonly never[] = Object.freeze([])

function orderDiscount(draft: Draft): number {
  return draft.settle('discount', () => (draft.chance(0.8) ? 0 : draft.whole(1, 20)))
}

/** Ranges of quantity that follow one another, each with a larger discount. */
function pricingDetails(draft: Draft): readonly InnerRow[] {
  const step = draft.pick([5, 10, 50, 100])
  const ranges = Array.from({ length: draft.whole(1, innerRowsMost) }, (_, at) =>
    Object.freeze({
      from_range: at * step + 1,
      to_range: (at + 1) * step,
      discount: at * 5,
      id: draft.innerId(at),
    }),
  )
  return Object.freeze(ranges)
}
