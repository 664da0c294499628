/** Line items between the form of v2 and that in which they are kept; protocol/modules/product-details.ts has the names. */

import type { CrmErrorBody } from '../../protocol/crm-errors/index.ts'
import { lineItemKeys, lineItemLists, productDetails, productKeys } from '../../protocol/modules/product-details.ts'
import type { Version } from '../../protocol/versions.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'

type Wire = Readonly<Record<string, unknown>>

/** What a version calls a field. */
export const nameIn = ({ apiName }: FieldMeta, version: Version): string =>
  version.productDetails && lineItemLists.has(apiName) ? productDetails : apiName

/** The field that a version knows by a name; v2 knows line items by both of theirs. */
export function fieldNamed(module: ModuleMeta, name: string, version: Version): FieldMeta | undefined {
  const isDetails = version.productDetails && name === productDetails
  return isDetails ? module.fields.find(({ apiName }) => lineItemLists.has(apiName)) : module.fieldsByName.get(name)
}

/** A rendered list of line items in the form of v2. */
export function toProductDetails(data: OrgData, items: readonly Wire[]): Wire[] {
  const products = data.records(data.module('Products')!)
  return items.map(item => {
    const details: Record<string, unknown> = {}
    for (const [key, name] of Object.entries(lineItemKeys)) details[key] = item[name] ?? null
    const product = products.get(String((item.Product_Name as { id?: string } | null)?.id))
    for (const [key, name] of Object.entries(productKeys)) details[key] = product?.[name] ?? null
    return details
  })
}

/** A row that was sent, its line items under the names in which they are kept. */
export function fromProductDetails(row: Wire, module: ModuleMeta, version: Version): Wire {
  if (!version.productDetails || !Object.hasOwn(row, productDetails)) return row
  const field = fieldNamed(module, productDetails, version)
  if (!field || Object.hasOwn(row, field.apiName)) return row
  const { [productDetails]: items, ...others } = row
  return { ...others, [field.apiName]: Array.isArray(items) ? items.map(fromLineItem) : items }
}

/** That v2 removes an item by `delete`, where others say `_delete`, is inferred from its SDKs. */
function fromLineItem(sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent
  const item: Record<string, unknown> = { ...sent }
  for (const [key, name] of Object.entries(lineItemKeys)) if (Object.hasOwn(sent, key)) item[name] = item[key]
  if (item.delete === true) item._delete = null
  return item
}

const keysByName = new Map(Object.entries(lineItemKeys).map(([key, name]) => [name, key]))

/** An error about line items that calls them as v2 does. */
export function namedAsProductDetails(error: CrmErrorBody): CrmErrorBody {
  const { api_name: name } = error.details as { api_name?: string }
  if (name === undefined) return error
  const known = lineItemLists.has(name) ? productDetails : (keysByName.get(name) ?? name)
  return { ...error, details: { ...error.details, api_name: known } }
}
