/**
 * `/org/taxes`: the taxes that products may have. None of Zoho's present descriptions has them; the form of the answers, the
 * scope and the taxes that an org begins with are inferred from the older documentation.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v2/tax-data.html
 */

import type { OrgData } from '../../world/org-data.ts'
import { orgPermission } from '../permissions.ts'
import type { Routes } from '../routes.ts'
import { type Collection, collectionRoutes, settingsOf } from '../settings/collection.ts'
import { decimal, text } from '../settings/keys.ts'
import { putField } from '../settings/put-field.ts'

const taxes: Collection = {
  path: '/org/taxes',
  root: 'taxes',
  scope: 'org',
  writePermit: orgPermission('customize'),
  keys: {
    display_label: text(100),
    name: text(100, { required: true, unique: true }),
    value: decimal(0, 100, { required: true }),
  },
  start: {
    kind: 'taxes',
    rows: () => ['Vat', 'Sales Tax'].map(name => ({ name, display_label: name, value: 0 })),
  },
  messages: { created: 'Tax added', updated: 'Tax updated', deleted: 'Tax deleted' },
  written: (_, { data }) => offerTaxes(data),
  deleted: (_, c) => offerTaxes(c.get('caller').data),
  show: ({ values }, shown) => ({ ...shown, display_label: values.display_label ?? values.name }),
}

/** A product's taxes are chosen among those of the org. */
function offerTaxes(data: OrgData): void {
  const products = data.module('Products')!
  const field = products.fieldsByName.get('Tax')!
  const { id, sequence: _, pickListValues: __, createdAt: ___, modifiedAt: ____, ...definition } = field
  const values = settingsOf(data, taxes)
    .all()
    .map(tax => String(tax.values.name))
  putField(data, products, { ...definition, values }, id)
}

export const taxRoutes = (routes: Routes): void => collectionRoutes(routes, taxes)
