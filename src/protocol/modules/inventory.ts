/** What quotes, orders and invoices have in common: line items, their sums, and two addresses. */

import {
  currency,
  double,
  type FieldDefinition,
  formula,
  integer,
  lineTax,
  lookup,
  subform,
  text,
  textarea,
} from './define.ts'

/** The list of line items; a record cannot be without. */
export const lineItems = (apiName: string, label: string): FieldDefinition =>
  subform(
    apiName,
    label,
    [
      lookup('Product_Name', 'Product Name', 'Products', { mandatory: true }),
      double('Quantity', 'Quantity', { defaultValue: 1 }),
      lookup('Price_Book_Name', 'Price Book Name', 'Price_Books'),
      currency('List_Price', 'List Price'),
      formula('Total', 'Amount', 'currency'),
      currency('Discount', 'Discount', { defaultValue: 0, asPercentage: true }),
      formula('Total_After_Discount', 'Total After Discount', 'currency'),
      currency('Tax', 'Tax', { defaultValue: 0 }),
      lineTax('Line_Tax', 'Line Tax'),
      formula('Net_Total', 'Total', 'currency'),
      textarea('Description', 'Description'),
      integer('Sequence_Number', 'Sequence Number', { readOnly: true }),
    ],
    { mandatory: true },
  )

export const totals: readonly FieldDefinition[] = [
  formula('Sub_Total', 'Sub Total', 'currency'),
  currency('Discount', 'Discount', { defaultValue: 0 }),
  currency('Tax', 'Tax', { defaultValue: 0 }),
  currency('Adjustment', 'Adjustment', { defaultValue: 0 }),
  formula('Grand_Total', 'Grand Total', 'currency'),
]

export const itemsSection = (name: string, apiName: string) => ({
  name,
  fields: [apiName, 'Sub_Total', 'Discount', 'Tax', 'Adjustment', 'Grand_Total'],
})

export const addresses: readonly FieldDefinition[] = ['Billing', 'Shipping'].flatMap(kind => [
  text(`${kind}_Street`, `${kind} Street`, { length: 250 }),
  text(`${kind}_City`, `${kind} City`, { length: 100 }),
  text(`${kind}_State`, `${kind} State`, { length: 100 }),
  text(`${kind}_Code`, `${kind} Code`, { length: 30 }),
  text(`${kind}_Country`, `${kind} Country`, { length: 100 }),
])

export const addressSection = {
  name: 'Address Information',
  fields: ['Street', 'City', 'State', 'Code', 'Country'].flatMap(part => [`Billing_${part}`, `Shipping_${part}`]),
}

export const terms = [
  textarea('Terms_and_Conditions', 'Terms and Conditions'),
  textarea('Description', 'Description'),
] as const

export const termsSections = [
  { name: 'Terms and Conditions', fields: ['Terms_and_Conditions'] },
  { name: 'Description Information', fields: ['Description'] },
] as const

export const systemSection = ['Created_By', 'Modified_By', 'Created_Time', 'Modified_Time', 'Tag'] as const

export const carriers = ['FedEX', 'UPS', 'USPS', 'DHL', 'BlueDart'] as const

export const orderStatuses = ['Created', 'Approved', 'Delivered', 'Cancelled'] as const
