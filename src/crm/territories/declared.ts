/** `/settings/territories` as a list of settings. Every org begins with the territory at the top. */

import { queryParams } from '../../http/query.ts'
import { crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { toApiName } from '../../protocol/modules/custom-fields.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { CrmContext } from '../answer.ts'
import { splitList } from '../records/query.ts'
import { shortUserReference } from '../records/render.ts'
import type { Collection, Setting, Values, WriteContext } from '../settings/collection.ts'
import { readCriteria } from '../settings/criteria.ts'
import { choice, type Key, reference, text, userReference } from '../settings/keys.ts'
import { RowRefused } from '../settings/row.ts'
import { readFilters } from './filters.ts'
import { assignByRules } from './rules.ts'
import { childrenOf, forgetTerritory, type Territory, territoriesOf, withDescendants } from './store.ts'

const mostTerritories = 250

/** The rules by which records of a module come into a territory by themselves, by their keys. */
const ruleModules = {
  account_rule_criteria: 'Accounts',
  deal_rule_criteria: 'Deals',
  lead_rule_criteria: 'Leads',
} as const

const ruleKeys = Object.keys(ruleModules)

const parentOf = (id: string, c: CrmContext): object | undefined => {
  const territory = territoriesOf(c.get('caller').data).get(id)
  return territory && { name: territory.values.name, id }
}

const apiName: Key = {
  read(row, _name, { data, current }) {
    if (current) return current.values.api_name
    const taken = new Set(
      territoriesOf(data)
        .all()
        .map(({ values }) => values.api_name),
    )
    return toApiName(row.text('name', 50) ?? '', name => taken.has(name))
  },
}

const ruleCriteria = (moduleName: string): Key => ({
  read(row, name, context) {
    const module = context.data.module(moduleName)
    return module && readCriteria(row, name, module, context)
  },
})

let declared: Collection | undefined

/** Made when it is first asked for, since records ask for territories too and are loaded before settings. */
export const territoryCollection = (): Collection => (declared ??= declare())

const declare = (): Collection => ({
  path: '/settings/territories',
  root: 'territories',
  scope: 'settings.territories',
  keys: {
    permission_type: choice(['read_write_delete', 'read_only'], { required: true }),
    manager: userReference(),
    account_rule_criteria: ruleCriteria(ruleModules.account_rule_criteria),
    api_name: apiName,
    name: text(50, { required: true, unique: true }),
    description: text(250),
    lead_rule_criteria: ruleCriteria(ruleModules.lead_rule_criteria),
    reporting_to: reference(parentOf, { required: true }),
    deal_rule_criteria: ruleCriteria(ruleModules.deal_rule_criteria),
  },
  start: { kind: 'territories', rows: data => [orgTerritory(data)] },
  check,
  written: ({ id }, { c, data }) => assignByRules(data, c.get('caller').user, territoriesOf(data).get(id)!),
  keeps(setting, data) {
    if (setting.values.reporting_to === null) return crmErrorBody('orgTerritoryDeleted', { id: setting.id })
    return childrenOf(data, setting.id).length > 0 ? crmErrorBody('territoryHasChildren', { id: setting.id }) : null
  },
  deleted(setting, c) {
    const { data, user } = c.get('caller')
    forgetTerritory(data, setting as Territory, user.id)
  },
  listed(c) {
    const ids = queryParams(c).has('ids') ? new Set(splitList(queryParams(c).get('ids'))) : null
    const isAsked = readFilters(c)
    return setting => (!ids || ids.has(setting.id)) && isAsked(setting as Territory)
  },
  show,
  info: 'page',
  messages: {
    created: 'Territory Created Successfully',
    updated: 'Territory Updated Successfully',
    deleted: 'Given Territory Removed Successfully',
  },
})

const orgTerritory = ({ org }: OrgData): Values => ({
  name: org.name,
  api_name: toApiName(org.name, () => false),
  permission_type: 'read_only',
  manager: null,
  description: 'Organization Parent Territory',
  reporting_to: null,
})

function check(values: Values, { row, table, data, current }: WriteContext): void {
  if (!current && table.size >= mostTerritories) {
    throw new RowRefused(crmErrorBody('territoryLimit', { limit: mostTerritories }))
  }
  if (!current) return
  if (current.values.reporting_to === null) {
    const changed = Object.keys(values).find(
      key => key !== 'name' && (values[key] ?? null) !== (current.values[key] ?? null),
    )
    if (changed) throw row.refuse('orgTerritoryChanged', changed)
  }
  // nothing may come to stand above itself
  if (withDescendants(data, current.id).includes(String(values.reporting_to))) {
    throw row.refuse('invalidValue', 'reporting_to')
  }
}

/** Rules are told of a single territory, and in lists where they are asked for. */
function show({ createdAt, createdBy, modifiedAt, modifiedBy }: Setting, shown: object, c: CrmContext): object {
  const { data } = c.get('caller')
  const { timeZone } = data.org
  const asked = new Set(splitList(queryParams(c).get('include')))
  const isSingle = c.req.param('id') !== undefined
  const entries = Object.entries(shown).filter(([key]) => !ruleKeys.includes(key) || isSingle || asked.has(key))
  return {
    created_time: formatDateTime(createdAt, timeZone),
    modified_time: formatDateTime(modifiedAt, timeZone),
    ...Object.fromEntries(entries),
    modified_by: modifiedBy && shortUserReference(data, modifiedBy),
    created_by: createdBy && shortUserReference(data, createdBy),
  }
}
