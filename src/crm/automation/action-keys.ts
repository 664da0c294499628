/** What field updates, webhooks and tasks of automations have in common. */

import { queryParam } from '../../http/query.ts'
import { crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { CrmContext } from '../answer.ts'
import { moduleOfQuery } from '../module-of.ts'
import { orgPermission } from '../permissions.ts'
import { shortUserReference } from '../records/render.ts'
import type { Collection, Setting, Values, WriteContext } from '../settings/collection.ts'
import { type Key, moduleReference, text } from '../settings/keys.ts'
import type { SettingsRow } from '../settings/row.ts'

export type ActionKind = 'field_updates' | 'webhooks' | 'tasks'

export const actionsOf = (data: OrgData, kind: ActionKind) => data.table<Setting>(`settings/automation/${kind}`)

export const workflowRulesOf = (data: OrgData) => data.table<Setting>('settings/automation/workflow_rules')

/** One action of a rule, as far as it is looked at here. */
export interface RuleAction {
  readonly type: ActionKind
  readonly id: string
  readonly name: string
}

export interface RuleCondition {
  readonly id: string
  readonly sequence_number: number
  readonly criteria: unknown
  readonly actions: readonly RuleAction[]
}

export const conditionsOf = ({ values }: Setting): readonly RuleCondition[] =>
  values.conditions as readonly RuleCondition[]

/** Whether a rule does it. */
const isAssociated = (data: OrgData, kind: ActionKind, id: string): boolean =>
  workflowRulesOf(data)
    .all()
    .some(rule => conditionsOf(rule).some(({ actions }) => actions.some(each => each.type === kind && each.id === id)))

/** When and by whom a setting was made and changed. */
export function authorship({ createdAt, createdBy, modifiedAt, modifiedBy }: Setting, data: OrgData): object {
  const user = (id: string | null) => id && shortUserReference(data, id)
  return {
    created_time: formatDateTime(createdAt, data.org.timeZone),
    modified_time: formatDateTime(modifiedAt, data.org.timeZone),
    created_by: user(createdBy),
    modified_by: user(modifiedBy),
  }
}

/** Rules and their actions are read and written by who has a permission of their own. Source: https://github.com/zoho/crm-oas */
export const manageWorkflow = orgPermission('manage_workflow')

/** A kind of action. */
export const actions = (
  kind: ActionKind,
  word: string,
  declared: Pick<Collection, 'keys' | 'check' | 'messages'> & Partial<Collection>,
): Collection => ({
  path: `/settings/automation/${kind}`,
  root: kind,
  scope: 'settings.automation_actions',
  since: 'v8',
  permit: manageWorkflow,
  operations: ['list', 'get', 'create', 'updateOne', 'delete', 'deleteOne'],
  most: 1,
  listed: ofModule,
  info: 'page',
  show: (setting, shown, c) => ({
    ...shown,
    ...authorship(setting, c.get('caller').data),
    lock_status: { locked: false },
    editable: true,
    deletable: true,
    source: 'crm',
    associated: isAssociated(c.get('caller').data, kind, setting.id),
  }),
  keeps: ({ id }, data) =>
    isAssociated(data, kind, id)
      ? {
          ...crmErrorBody('notAllowed'),
          details: { id },
          message: `${word} is associated with at least one of Workflow Rules`,
        }
      : null,
  ...declared,
  keys: {
    name: text(250, { required: true, unique: true }),
    module: moduleReference({ required: true, fixed: true }),
    feature_type: { ...text(30), initial: 'workflow' },
    ...declared.keys,
  },
})

/** Lists may be of one module. */
export function ofModule(c: CrmContext): (setting: Setting) => boolean {
  if (!queryParam(c, 'module')) return () => true
  const { apiName } = moduleOfQuery(c)
  return ({ values }) => values.module === apiName
}

/** The module that a row names, or that what is changed has. */
export function moduleOfRow(row: SettingsRow, context: WriteContext): ModuleMeta | undefined {
  const { data, current } = context
  const name = row.has('module') ? moduleReference().read(row, 'module', context) : current?.values.module
  return data.module(String(name))
}

/** A field by its API name or id, which have to agree; kept as the API name. @throws RowRefused */
export function readField(row: SettingsRow, name: string, module: ModuleMeta | undefined): FieldMeta | undefined {
  const sent = row.object(name)
  if (!sent || !module) return undefined
  const apiName = sent.text('api_name', 100)
  const id = sent.text('id', 20)
  if (apiName === undefined && id === undefined) throw sent.missing('api_name')
  const field = apiName === undefined ? module.fields.find(each => each.id === id) : module.fieldsByName.get(apiName)
  if (!field) throw sent.refuse('invalidId', apiName === undefined ? 'id' : 'api_name')
  if (id !== undefined && field.id !== id) {
    throw sent.ambiguous(['id', 'api_name'], 'The field api name seems to be invalid')
  }
  return field
}

export const showField = (module: ModuleMeta | undefined, apiName: string): object => ({
  api_name: apiName,
  id: module?.fieldsByName.get(apiName)?.id ?? null,
})

/** A key that is kept as it was sent. */
export const anything = (options: Partial<Key> = {}): Key => ({ ...options, read: (row, name) => row.raw(name) })

export const modelOf = (values: Values, data: OrgData): ModuleMeta | undefined => data.module(String(values.module))
