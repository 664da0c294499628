import { accounts } from './accounts.ts'
import { appointments, rescheduledHistory } from './appointments.ts'
import { attachments } from './attachments.ts'
import { calls } from './calls.ts'
import { campaigns } from './campaigns.ts'
import { cases } from './cases.ts'
import { contacts } from './contacts.ts'
import { deals } from './deals.ts'
import type { ModuleDefinition } from './define.ts'
import { events } from './events.ts'
import { invoices } from './invoices.ts'
import { leads } from './leads.ts'
import { notes } from './notes.ts'
import { priceBooks } from './price-books.ts'
import { products } from './products.ts'
import { purchaseOrders } from './purchase-orders.ts'
import { quotes } from './quotes.ts'
import { salesOrders } from './sales-orders.ts'
import { services } from './services.ts'
import { solutions } from './solutions.ts'
import { tasks } from './tasks.ts'
import { vendors } from './vendors.ts'

/** The modules that every org has, in the order of Zoho's tabs; those without a tab come last. */
export const standardModules: readonly ModuleDefinition[] = [
  leads,
  contacts,
  accounts,
  deals,
  tasks,
  events,
  calls,
  products,
  quotes,
  salesOrders,
  purchaseOrders,
  invoices,
  campaigns,
  vendors,
  priceBooks,
  cases,
  solutions,
  notes,
  attachments,
  services,
  appointments,
  rescheduledHistory,
]

/** Whose records belong to others, and the field that says to which. */
export const belongings: readonly { readonly module: string; readonly field: string }[] = standardModules.flatMap(
  ({ apiName, fields }) =>
    fields.filter(({ parent }) => parent).map(field => ({ module: apiName, field: field.apiName })),
)

const byLowerCaseName = new Map(standardModules.map(module => [module.apiName.toLowerCase(), module]))

/** A standard module by its API name, in any letter case. */
export const standardModule = (apiName: string): ModuleDefinition | undefined =>
  byLowerCaseName.get(apiName.toLowerCase())
