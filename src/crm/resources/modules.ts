/** `/settings/modules`: which modules the org has. */

import { crmError } from '../../protocol/errors.ts'
import type { Version } from '../../protocol/versions.ts'
import { type ModuleMeta, profilesOf } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { answer, answerNotModified } from '../answer.ts'
import { isUnchangedSince } from '../metadata-age.ts'
import { isVisible } from '../records/render.ts'
import { rowsModuleId } from '../records/row-fields.ts'
import type { Routes } from '../routes.ts'
import { toFieldResponse } from './fields.ts'
import { toRelatedListResponse } from './related-lists.ts'

export function moduleRoutes({ on }: Routes): void {
  on('get', '/settings/modules', 'ZohoCRM.settings.modules.READ', c => {
    const { data } = c.get('caller')
    if (isUnchangedSince(c)) return answerNotModified(c)
    const version = c.get('version')
    const modules = data.modules().map(module => toModuleResponse(data, module, version))
    return answer(c, { modules: [...modules, ...subformModules(data, version)] })
  })

  on('get', '/settings/modules/:module', 'ZohoCRM.settings.modules.READ', c => {
    const { data } = c.get('caller')
    const version = c.get('version')
    const named = c.req.param('module') ?? ''
    const module = data.module(named) ?? data.modules().find(({ id }) => id === named)
    if (!module) throw crmError('invalidModule', { resource_path_index: 2 })
    return answer(c, {
      modules: [
        {
          ...toModuleResponse(data, module, version),
          display_field: module.displayField,
          search_layout_fields: [module.displayField],
          fields: module.fields
            .filter(field => isVisible(field, version))
            .map(field => toFieldResponse(data, module, field, version)),
          related_lists: module.relatedLists.map(list => toRelatedListResponse(data, list)),
          per_page: 10,
          $properties: [],
          $field_states: [],
        },
      ],
    })
  })
}

/** Source of the keys: https://www.zoho.com/crm/developer/docs/api/v8/modules-api.html */
function toModuleResponse(data: OrgData, module: ModuleMeta, version: Version): object {
  return {
    has_more_profiles: false,
    global_search_supported: true,
    deletable: true,
    description: null,
    creatable: true,
    inventory_template_supported: false,
    modified_time: null,
    plural_label: module.plural,
    presence_sub_menu: true,
    triggers_supported: true,
    id: module.id,
    isBlueprintSupported: true,
    visibility: 1,
    convertable: module.apiName === 'Leads',
    editable: true,
    emailTemplate_support: true,
    email_parser_supported: false,
    filter_supported: true,
    show_as_tab: true,
    web_link: null,
    sequence_number: module.sequence,
    singular_label: module.singular,
    viewable: true,
    api_supported: true,
    api_name: module.apiName,
    quick_create: true,
    modified_by: null,
    generated_type: 'default',
    feeds_required: false,
    scoring_supported: true,
    webform_supported: true,
    recycle_bin_on_delete: true,
    arguments: [],
    module_name: module.plural,
    business_card_field_limit: 5,
    profile_count: profilesOf(data.org.idPrefix).length,
    profiles: profilesOf(data.org.idPrefix).map(({ id, name }) => ({ name, id })),
    parent_module: {},
    sub_menu_available: true,
    ...(version.moduleStatus ? { status: 'visible' } : { visible: true }),
  }
}

/** The subforms of an org, which Zoho lists as modules of the kind `subform` with the module that they are part of. */
function subformModules(data: OrgData, version: Version): object[] {
  return data.modules().flatMap(module =>
    module.fields
      .filter(field => field.dataType === 'subform')
      .map(field => ({
        ...toModuleResponse(data, module, version),
        id: rowsModuleId(field),
        api_name: field.rows!.module,
        module_name: field.label,
        singular_label: field.label,
        plural_label: field.label,
        generated_type: 'subform',
        show_as_tab: false,
        quick_create: false,
        presence_sub_menu: false,
        parent_module: { api_name: module.apiName, id: module.id },
      })),
  )
}
