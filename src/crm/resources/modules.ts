/** `/settings/modules`: which modules the org has. */

import type { Caller } from '../../http/authenticate.ts'
import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { Version } from '../../protocol/versions.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import { answer, answerNothing, answerNotModified } from '../answer.ts'
import { isUnchangedSince } from '../metadata-age.ts'
import { moduleNamed, moduleToRead } from '../module-of.ts'
import { mayDo, requirePermission } from '../permissions.ts'
import { isVisible, shortUserReference } from '../records/render.ts'
import { rowsModuleId } from '../records/row-fields.ts'
import type { Routes } from '../routes.ts'
import { toDefaultViewResponse } from './custom-views.ts'
import { toFieldResponse } from './fields.ts'
import { toRelatedListResponse } from './related-lists.ts'

export function moduleRoutes({ on }: Routes): void {
  on('get', '/settings/modules', 'ZohoCRM.settings.modules.READ', c => {
    const caller = c.get('caller')
    if (isUnchangedSince(c)) return answerNotModified(c)
    const version = c.get('version')
    if (!isWanted(queryParam(c, 'status'))) return answerNothing(c)
    const { data } = caller
    const known = version.activities ? [...data.modules(), data.activities.module] : data.modules()
    // that a module which the caller may not view is left out is inferred
    const modules = known.filter(module => mayDo(caller.user.profile, 'view', module))
    return answer(c, {
      modules: [
        ...modules.map(module => toModuleResponse(caller, module, version)),
        ...rowModules(caller, modules, version),
      ],
    })
  })

  on('get', '/settings/modules/:module', 'ZohoCRM.settings.modules.READ', c => {
    const caller = c.get('caller')
    const { data } = caller
    const version = c.get('version')
    const named = c.req.param('module') ?? ''
    const module = moduleToRead(c, named) ?? moduleNamed(data, named)
    if (!module) throw crmError('invalidModule', { resource_path_index: 2 })
    requirePermission(caller, module, ['view'])
    return answer(c, {
      modules: [
        {
          ...toModuleResponse(caller, module, version),
          display_field: module.displayField,
          search_layout_fields: [module.displayField],
          fields: module.fields
            .filter(field => isVisible(field, version))
            .map(field => toFieldResponse(data, module, field, version)),
          related_lists: module.relatedLists.map(list => toRelatedListResponse(data, list)),
          custom_view: toDefaultViewResponse(c, module),
          per_page: 10,
          $properties: [],
          $field_states: [],
        },
      ],
    })
  })
}

const statuses = ['visible', 'user_hidden', 'system_hidden', 'scheduled_for_deletion']

/** Whether the parameter `status` asks for modules like those here, which are all visible. @throws CrmError */
function isWanted(named: string | undefined): boolean {
  if (!named) return true
  const wanted = named.split(',')
  const wrong = wanted.findIndex(status => !statuses.includes(status))
  if (wrong === -1) return wanted.includes('visible')
  throw crmError('invalidParam', { param_name: 'status', index: wrong, supported_values: statuses })
}

/** Source of the keys: https://www.zoho.com/crm/developer/docs/api/v8/modules-api.html */
function toModuleResponse({ data, user }: Caller, module: ModuleMeta, version: Version): object {
  const profiles = data.profiles().filter(profile => mayDo(profile, 'view', module))
  const hasTab = module.definition.tab !== false
  return {
    has_more_profiles: false,
    global_search_supported: true,
    deletable: mayDo(user.profile, 'delete', module),
    description: null,
    creatable: mayDo(user.profile, 'create', module),
    inventory_template_supported: false,
    modified_time: module.modifiedAt === null ? null : formatDateTime(module.modifiedAt, data.org.timeZone),
    plural_label: module.plural,
    presence_sub_menu: hasTab,
    triggers_supported: true,
    id: module.id,
    isBlueprintSupported: true,
    visibility: 1,
    convertable: module.apiName === 'Leads',
    editable: mayDo(user.profile, 'edit', module),
    emailTemplate_support: true,
    email_parser_supported: false,
    filter_supported: true,
    show_as_tab: hasTab,
    web_link: null,
    sequence_number: module.sequence,
    singular_label: module.singular,
    viewable: mayDo(user.profile, 'view', module),
    api_supported: true,
    api_name: module.apiName,
    quick_create: hasTab,
    modified_by: module.modifiedBy === null ? null : shortUserReference(data, module.modifiedBy),
    generated_type: module.custom ? 'custom' : 'default',
    feeds_required: false,
    scoring_supported: hasTab,
    webform_supported: hasTab,
    recycle_bin_on_delete: true,
    arguments: [],
    module_name: module.plural,
    business_card_field_limit: 5,
    profile_count: profiles.length,
    profiles: profiles.map(({ id, name }) => ({ name, id })),
    parent_module: {},
    sub_menu_available: hasTab,
    ...(version.moduleStatus ? { status: 'visible' } : { visible: true }),
  }
}

/**
 * The modules that hold rows of these modules' records: subforms, with the module that they are part of, and those that link
 * the records of lookups for several.
 */
function rowModules(caller: Caller, modules: readonly ModuleMeta[], version: Version): object[] {
  return modules.flatMap(module =>
    module.fields
      .filter(({ rows }) => rows)
      .map(field => ({
        ...toModuleResponse(caller, module, version),
        id: rowsModuleId(field),
        api_name: field.rows!.module,
        module_name: field.label,
        singular_label: field.label,
        plural_label: field.label,
        generated_type: field.dataType === 'subform' ? 'subform' : 'linking',
        show_as_tab: false,
        quick_create: false,
        presence_sub_menu: false,
        parent_module: { api_name: module.apiName, id: module.id },
      })),
  )
}
