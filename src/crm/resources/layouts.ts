/** `/settings/layouts`: the sections of a module's page, with their fields. */

import { crmError } from '../../protocol/errors.ts'
import type { Version } from '../../protocol/versions.ts'
import { idIn, type ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { profilesOf } from '../../world/profiles.ts'
import { answer, answerNotModified } from '../answer.ts'
import { isUnchangedSince } from '../metadata-age.ts'
import { moduleOfQuery } from '../module-of.ts'
import { mayDo } from '../permissions.ts'
import { isVisible } from '../records/render.ts'
import type { Routes } from '../routes.ts'
import { toFieldResponse } from './fields.ts'

export function layoutRoutes({ on }: Routes): void {
  on('get', '/settings/layouts', 'ZohoCRM.settings.layouts.READ', c => {
    const module = moduleOfQuery(c)
    if (isUnchangedSince(c)) return answerNotModified(c)
    return answer(c, { layouts: [toLayoutResponse(c.get('caller').data, module, c.get('version'))] })
  })

  on('get', '/settings/layouts/:id', 'ZohoCRM.settings.layouts.READ', c => {
    const module = moduleOfQuery(c)
    if (c.req.param('id') !== module.layout.id) throw crmError('invalidPathId', { resource_path_index: 2 })
    return answer(c, { layouts: [toLayoutResponse(c.get('caller').data, module, c.get('version'))] })
  })
}

/** Source of the keys: https://www.zoho.com/crm/developer/docs/api/v8/layouts-meta.html */
function toLayoutResponse(data: OrgData, module: ModuleMeta, version: Version): object {
  const { idPrefix } = data.org
  return {
    display_type: null,
    has_more_profiles: false,
    created_time: null,
    show_business_card: true,
    visible: true,
    id: module.layout.id,
    created_for: null,
    source: 'crm',
    name: module.layout.name,
    api_name: module.layout.name,
    display_label: module.layout.name,
    mode: 'view',
    status: 'active',
    generated_type: 'default',
    modified_time: null,
    created_by: null,
    modified_by: null,
    convert_mapping: null,
    profiles: profilesOf(data.org)
      .filter(profile => mayDo(profile, 'view', module))
      .map(({ id, name, administrator }) => ({ default: administrator, name, id })),
    actions_allowed: {
      edit: true,
      rename: true,
      clone: true,
      downgrade: false,
      delete: false,
      deactivate: false,
      set_layout_permissions: true,
    },
    sections: module.sections.map((section, index) => ({
      display_label: section.name,
      sequence_number: index + 1,
      isSubformSection: false,
      tab_traversal: 2,
      api_name: section.name.replaceAll(' ', '_'),
      column_count: 2,
      name: section.name,
      generated_type: 'default',
      id: idIn(idPrefix, 'sections', module.sequence * 100 + index),
      type: 'used',
      properties: null,
      fields: section.fields
        .map(name => module.fieldsByName.get(name)!)
        .filter(field => isVisible(field, version))
        .map(field => toFieldResponse(data, module, field, version)),
    })),
  }
}
