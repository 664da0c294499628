/**
 * What a client changes about a layout as a whole: its name and the profiles that use it.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/update-custom-layout.html
 */

import type { Layout, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { SettingsRow } from './row.ts'
import { readSections } from './section-input.ts'

const longestName = 255

/** The layout as it will be. @throws RowRefused */
export const readLayoutChanges = (row: SettingsRow, layout: Layout, module: ModuleMeta, data: OrgData): Layout => ({
  ...layout,
  ...(row.has('name') && { name: readName(row, layout, module) }),
  showBusinessCard: row.boolean('show_business_card') ?? layout.showBusinessCard,
  profileIds: readProfiles(row, layout, module, data),
  ...readSections(row, layout, module, () => data.nextRecordId()),
})

function readName(row: SettingsRow, layout: Layout, module: ModuleMeta): string {
  const name = row.needed('name', row.text('name', longestName))
  const isLike = (other: string) => other.toLowerCase() === name.toLowerCase()
  // which words are the system's own is inferred
  if (layout.own && isLike('Standard')) {
    throw row.refuse('invalidValue', 'name', {}, 'System keyword not allowed in layout label')
  }
  if (module.layouts.some(other => other.id !== layout.id && isLike(other.name))) {
    throw row.refuse('duplicateSetting', 'name')
  }
  return name
}

/** The profiles that will use the layout; null: all. @throws RowRefused */
export function readProfiles(
  row: SettingsRow,
  layout: Layout,
  module: ModuleMeta,
  data: OrgData,
): Layout['profileIds'] {
  const rows = row.objects('profiles') ?? []
  if (rows.length === 0) return layout.profileIds
  const all = data.profiles().map(({ id }) => id)
  const ofModule = module.profileIds ?? all
  const users = new Set(layout.profileIds ?? ofModule)
  for (const each of rows) {
    const id = each.needed('id', each.text('id', 20))
    if (!all.includes(id)) throw each.refuse('invalidId', 'id')
    if (!ofModule.includes(id)) {
      const message = 'Only profiles associated with the module can be assigned for the layout.'
      throw each.refuse('notAllowed', 'id', {}, message)
    }
    if (each.boolean('_delete')) users.delete(id)
    else users.add(id)
  }
  if (users.size === 0) {
    const message = 'Cannot remove association with profile as it is the only profile associated with layout.'
    throw row.refuse('notAllowed', 'profiles', {}, message)
  }
  for (const each of rows) {
    const id = each.text('id', 20)!
    if (users.has(id) || hasOtherLayout(id, layout, module)) continue
    throw each.refuse('notAllowed', 'id', {}, 'Profile must have at least one active layout associated to it.')
  }
  return all.every(id => users.has(id)) ? null : all.filter(id => users.has(id))
}

const hasOtherLayout = (profileId: string, layout: Layout, module: ModuleMeta): boolean =>
  module.layouts.some(
    other => other.id !== layout.id && other.active && (other.profileIds?.includes(profileId) ?? true),
  )
