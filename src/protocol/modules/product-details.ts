/**
 * The line items of quotes, orders and invoices as v2 spells them: one list of the same name in all four modules. The rows
 * are those of `Quoted_Items` and its like, which v2.1 was the first to show, as its SDKs do.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v2/quotes-response.html, Zoho's SDKs for v2 and v2.1
 */

export const productDetails = 'Product_Details'

/** The lists of line items that v2 calls `Product_Details`. */
export const lineItemLists: ReadonlySet<string> = new Set([
  'Quoted_Items',
  'Ordered_Items',
  'Invoiced_Items',
  'Purchase_Items',
])

/** What v2 calls the parts of a line item, in the order of its answers. */
export const lineItemKeys: Readonly<Record<string, string>> = {
  product: 'Product_Name',
  quantity: 'Quantity',
  Discount: 'Discount',
  total_after_discount: 'Total_After_Discount',
  net_total: 'Net_Total',
  book: 'Price_Book_Name',
  Tax: 'Tax',
  list_price: 'List_Price',
  total: 'Total',
  id: 'id',
  product_description: 'Description',
  line_tax: 'Line_Tax',
}

/** What v2 tells of a line item's product beside it, and the field of Products that has it. */
export const productKeys: Readonly<Record<string, string>> = {
  unit_price: 'Unit_Price',
  quantity_in_stock: 'Qty_in_Stock',
}
