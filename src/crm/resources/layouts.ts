/** `/settings/layouts`: the sections of a module's page, with their fields. Reading; custom-layouts.ts writes them. */

import { crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { FieldMeta, Layout, ModuleMeta, Section } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { answer, answerNotModified, type CrmContext } from '../answer.ts'
import { choiceParam } from '../choice-param.ts'
import { isUnchangedSince } from '../metadata-age.ts'
import { moduleOfQuery } from '../module-of.ts'
import { mayDo } from '../permissions.ts'
import { isVisible, shortUserReference } from '../records/render.ts'
import { isWritable } from '../records/values/index.ts'
import type { Routes } from '../routes.ts'
import { toFieldResponse, toPickListValueResponse } from './fields.ts'
import { mapsOf } from './map-dependencies.ts'

export function layoutRoutes({ on }: Routes): void {
  on('get', '/settings/layouts', 'ZohoCRM.settings.layouts.READ', c => {
    const module = moduleOfQuery(c)
    const detail = readDetail(c)
    if (isUnchangedSince(c)) return answerNotModified(c)
    return answer(c, { layouts: module.layouts.map(layout => toLayoutResponse(c, module, layout, detail)) })
  })

  on('get', '/settings/layouts/:id', 'ZohoCRM.settings.layouts.READ', c => {
    const module = moduleOfQuery(c)
    const detail = readDetail(c)
    const layout = module.layouts.find(({ id }) => id === c.req.param('id'))
    if (!layout) throw crmError('invalidPathId', { resource_path_index: 2 })
    return answer(c, { layouts: [toLayoutResponse(c, module, layout, detail)] })
  })
}

/** What a reader wants to see of a layout. */
interface Detail {
  readonly mode: 'all' | 'business_card' | 'quick_create' | undefined
  readonly include: 'total_profiles' | 'portal_user_types' | undefined
  readonly element: 'field' | 'mirror_field' | undefined
}

const readDetail = (c: CrmContext): Detail => ({
  mode: choiceParam(c, 'mode', ['all', 'business_card', 'quick_create']),
  include: choiceParam(c, 'include', ['total_profiles', 'portal_user_types']),
  element: choiceParam(c, 'include_element_types', ['field', 'mirror_field']),
})

const fieldsOnBusinessCard = 5

/** The fields of the layout that the reader wants. Which ones business cards and quick creation show is inferred. */
function shownFields(module: ModuleMeta, layout: Layout, { mode, element }: Detail): ReadonlyMap<string, FieldMeta> {
  const fields = new Map(module.fields.map(field => [field.id, field]))
  const onLayout = layout.sections.flatMap(section => section.fields.map(id => fields.get(id)!))
  let shown = element === 'mirror_field' ? [] : onLayout
  if (mode === 'quick_create') shown = shown.filter(({ mandatory }) => mandatory)
  if (mode === 'business_card') shown = shown.filter(isWritable).slice(0, fieldsOnBusinessCard)
  return new Map(shown.map(field => [field.id, field]))
}

/** Source of the keys: https://www.zoho.com/crm/developer/docs/api/v8/layouts-meta.html */
function toLayoutResponse(c: CrmContext, module: ModuleMeta, layout: Layout, detail: Detail): object {
  const { data } = c.get('caller')
  const { timeZone } = data.org
  const { own, active } = layout
  const profiles = data
    .profiles()
    .filter(profile => mayDo(profile, 'view', module) && (layout.profileIds?.includes(profile.id) ?? true))
  const shown = shownFields(module, layout, detail)
  return {
    display_type: null,
    has_more_profiles: false,
    created_time: null,
    show_business_card: layout.showBusinessCard,
    visible: active,
    id: layout.id,
    created_for: null,
    source: 'crm',
    name: layout.name,
    api_name: layout.apiName,
    display_label: layout.name,
    mode: detail.mode ?? 'view',
    status: active ? 'active' : 'inactive',
    generated_type: own ? 'custom' : 'system',
    modified_time: layout.modifiedAt === null ? null : formatDateTime(layout.modifiedAt, timeZone),
    created_by: null,
    modified_by: layout.modifiedBy === null ? null : shortUserReference(data, layout.modifiedBy),
    convert_mapping: null,
    profiles: profiles.map(({ id, name, administrator }) => ({ default: administrator, name, id })),
    ...(detail.include === 'total_profiles' && { total_profiles: profiles.length }),
    ...(detail.include === 'portal_user_types' && { portal_user_types: [] }),
    actions_allowed: {
      edit: true,
      rename: true,
      clone: true,
      downgrade: false,
      delete: own,
      deactivate: own && active,
      set_layout_permissions: true,
    },
    sections: layout.sections.map((section, index) =>
      toSectionResponse(c, { module, layout, section, number: index + 1, shown }),
    ),
  }
}

interface ShownSection {
  readonly module: ModuleMeta
  readonly layout: Layout
  readonly section: Section
  readonly number: number
  readonly shown: ReadonlyMap<string, FieldMeta>
}

function toSectionResponse(c: CrmContext, { module, layout, section, number, shown }: ShownSection): object {
  const { data } = c.get('caller')
  const version = c.get('version')
  const fields = section.fields.flatMap(id => shown.get(id) ?? []).filter(field => isVisible(field, version))
  return {
    display_label: section.label,
    sequence_number: number,
    isSubformSection: false,
    tab_traversal: section.tabTraversal,
    api_name: section.apiName,
    column_count: section.columnCount,
    name: section.name,
    generated_type: section.own ? 'custom' : 'default',
    id: section.id,
    type: 'used',
    properties: null,
    actions_allowed: {
      add_field: true,
      rename: true,
      change_tab_traversal: true,
      reorder: true,
      delete: section.own || section.fields.length === 0,
      remove_field: true,
      change_column_count: true,
    },
    fields: fields.map((field, index) => ({
      ...toFieldResponse(data, module, field, version),
      ...(field.pickListValues.length > 0 && { pick_list_values: valuesOnLayout(data, module, layout, field) }),
      required: field.mandatory ?? false,
      section_id: number,
      sequence_number: index + 1,
    })),
  }
}

function valuesOnLayout(data: OrgData, module: ModuleMeta, layout: Layout, field: FieldMeta): object[] {
  const maps = mapsOf(data, module, layout, field)
  return field.pickListValues.map((value, index) => ({ ...toPickListValueResponse(value, index), maps: maps(value) }))
}
