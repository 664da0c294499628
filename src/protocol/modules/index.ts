import { accounts } from './accounts.ts'
import { campaigns } from './campaigns.ts'
import { contacts } from './contacts.ts'
import { deals } from './deals.ts'
import type { ModuleDefinition } from './define.ts'
import { leads } from './leads.ts'
import { products } from './products.ts'
import { tasks } from './tasks.ts'
import { vendors } from './vendors.ts'

/** The modules of a new org, in the order of its tabs. */
export const standardModules: readonly ModuleDefinition[] = [
  leads,
  contacts,
  accounts,
  deals,
  campaigns,
  tasks,
  products,
  vendors,
]
