/**
 * What the service works out from amounts: the totals of a line item, and those of the record that has the items. Pure, so
 * that records that clients write and records that an org starts with come to the same sums.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html (inventory modules)
 */

type Amounts = Readonly<Record<string, unknown>>

/** Money in whole cents. */
const round = (amount: number): number => Math.round((amount + Number.EPSILON) * 100) / 100

const amountOf = (value: unknown): number => (typeof value === 'number' ? value : 0)

/** A discount is an amount, or a share of what it is taken from, such as `5%`. */
const discountOf = (discount: unknown, from: number): number =>
  typeof discount === 'string' ? (from * Number.parseFloat(discount)) / 100 : amountOf(discount)

/** One tax of a line item, such as 20 % value added tax. */
export interface LineTax {
  readonly name: string
  readonly percentage: number
}

export interface LineTotals {
  readonly Total: number
  readonly Total_After_Discount: number
  readonly Tax: number
  readonly Net_Total: number
}

/** @param taxes where there are any, they decide the item's tax; otherwise it is what the client sent */
export function lineTotals(item: Amounts, taxes: readonly LineTax[]): LineTotals {
  const total = amountOf(item.Quantity) * amountOf(item.List_Price)
  const discounted = total - discountOf(item.Discount, total)
  const share = taxes.reduce((sum, { percentage }) => sum + percentage, 0)
  const tax = taxes.length > 0 ? (discounted * share) / 100 : amountOf(item.Tax)
  return {
    Total: round(total),
    Total_After_Discount: round(discounted),
    Tax: round(tax),
    Net_Total: round(discounted + tax),
  }
}

export const subTotal = (items: readonly Amounts[]): number =>
  round(items.reduce((sum, item) => sum + amountOf(item.Net_Total), 0))

export function grandTotal(row: Amounts): number {
  const total = amountOf(row.Sub_Total)
  return round(total - discountOf(row.Discount, total) + amountOf(row.Tax) + amountOf(row.Adjustment))
}
