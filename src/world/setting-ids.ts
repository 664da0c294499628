/** The ids of what an org's settings begin with: each kind has a hundred of them. */

import { idIn } from './metadata.ts'

const kinds = [
  'currencies',
  'taxes',
  'roles',
  'profiles',
  'territories',
  'variables',
  'variable_groups',
  'business_hours',
  'shift_hours',
  'holidays',
  'fiscal_year',
  'tags',
  'contact_roles',
  'email_templates',
  'inventory_templates',
  'user_groups',
  'features',
  'assignment_rules',
  'cadences',
  'from_addresses',
  'global_picklists',
  'appointment_preferences',
  'service_preferences',
  'call_preferences',
  'portals',
  'unsubscribe_links',
] as const

export type SettingKind = (typeof kinds)[number]

/** @param index below a hundred */
export const settingId = (prefix: string, kind: SettingKind, index = 0): string =>
  idIn(prefix, 'settings', kinds.indexOf(kind) * 100 + index)
