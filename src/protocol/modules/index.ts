import { accounts } from './accounts.ts'
import { campaigns } from './campaigns.ts'
import { contacts } from './contacts.ts'
import { deals } from './deals.ts'
import type { ModuleDefinition } from './define.ts'
import { leads } from './leads.ts'
import { products } from './products.ts'
import { tasks } from './tasks.ts'
import { vendors } from './vendors.ts'

/** The modules that every org has, in the order of Zoho's tabs. */
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

const byLowerCaseName = new Map(standardModules.map(module => [module.apiName.toLowerCase(), module]))

/** A standard module by its API name, in any letter case. */
export const standardModule = (apiName: string): ModuleDefinition | undefined =>
  byLowerCaseName.get(apiName.toLowerCase())
