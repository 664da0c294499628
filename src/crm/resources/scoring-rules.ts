/**
 * `/settings/automation/scoring_rules`, `/{module}/actions/run_scoring_rules`: points that records get for what they
 * say. Records are scored when they are written; those that were there before a rule, when it is run.
 *
 * Source: https://github.com/zoho/crm-oas
 */

import { queryParam } from '../../http/query.ts'
import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { addJob, openJobs } from '../../world/jobs.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import { answerRows, type CrmContext, success } from '../answer.ts'
import { authorship, moduleOfRow, ofModule } from '../automation/action-keys.ts'
import { type FieldRule, type Scoring, scoresOf, scoringKind } from '../automation/scores.ts'
import { choiceParam } from '../choice-param.ts'
import { moduleOfPath } from '../module-of.ts'
import { orgPermission } from '../permissions.ts'
import { readJsonObject } from '../request-body.ts'
import type { Routes } from '../routes.ts'
import {
  type Collection,
  collectionRoutes,
  existing,
  type Setting,
  settingsOf,
  type Values,
} from '../settings/collection.ts'
import { readCriteria } from '../settings/criteria.ts'
import { isDeletion } from '../settings/deletion.ts'
import { flag, type Key, moduleReference, notEmulated, pattern, text } from '../settings/keys.ts'
import { ofRequest, RowRefused, SettingsRow } from '../settings/row.ts'

const path = '/settings/automation/scoring_rules'
const root = 'scoring_rules'
const [mostOfLayout, mostActive] = [10, 5]
const highestScore = 1000
const longestName = 25

const name = pattern(/^[^`~#%^&*()+=";<>[\]{}|\\]+$/, { required: true, unique: true })

const layout: Key = {
  required: true,
  fixed: true,
  read(row, key, context) {
    const sent = row.object(key)
    if (!sent) return undefined
    const id = sent.needed('id', sent.text('id', 20))
    const module = moduleOfRow(row, context)
    if (module?.layouts.some(each => each.id === id)) return id
    throw sent.refuse('invalidId', 'id', {}, 'Layout id seems to be invalid')
  },
}

/** A change names the rules that it changes by their ids, and adds what has none; `_delete` takes one away. */
const fieldRules: Key = {
  initial: [],
  read(row, key, context) {
    const rows = row.objects(key)
    if (!rows) return undefined
    const { current, data } = context
    const module = moduleOfRow(row, context)
    const kept = new Map(((current?.values[key] ?? []) as FieldRule[]).map(each => [each.id, each]))
    for (const each of rows) {
      const id = current ? each.text('id', 20) : undefined
      const before = id === undefined ? undefined : kept.get(id)
      if (id !== undefined && !before) throw each.refuse('invalidId', 'id')
      if (id !== undefined && isDeletion(each)) {
        kept.delete(id)
        continue
      }
      const score = each.needed('score', readScore(each) ?? before?.score)
      const criteria = each.has('criteria')
        ? module && readCriteria(each, 'criteria', module, context)
        : before?.criteria
      if (criteria === undefined) throw each.missing('criteria')
      const rule = { id: id ?? data.nextRecordId(), score, criteria }
      kept.set(rule.id, rule)
    }
    return [...kept.values()]
  },
}

function readScore(row: SettingsRow): number | undefined {
  const sent = row.raw('score')
  if (sent === undefined) return undefined
  if (!Number.isInteger(sent)) throw row.wrongType('score', 'integer')
  if (Math.abs(sent as number) > highestScore) {
    throw row.refuse('outOfRange', 'score', { range: { from: -highestScore, to: highestScore } })
  }
  return sent as number
}

const rules: Collection = {
  path,
  root,
  scope: 'settings.scoring_rules',
  keys: {
    module: moduleReference({ required: true, fixed: true }),
    name: {
      ...name,
      read(row, key, context) {
        row.text(key, longestName)
        return name.read(row, key, context)
      },
    },
    description: text(500),
    layout,
    active: flag({ initial: true }),
    field_rules: fieldRules,
    signal_rules: notEmulated(),
    custom_fields: notEmulated(),
  },
  check(values, context) {
    const { row } = context
    if ((values.field_rules as unknown[]).length === 0) {
      throw row.refuseAll('expectedFieldMissing', 'Field_Rules is expected', {
        expected_fields: [row.place('field_rules')],
      })
    }
    const refused = tooMany(values, settingsOf(context.data, rules).all(), context.current?.id)
    if (!refused) return
    const place = { api_name: 'id', json_path: `${row.path}.layout.id` }
    throw new RowRefused({ ...refused, details: { ...refused.details, ...place } })
  },
  deleted(rule, c) {
    const { data } = c.get('caller')
    for (const { id } of scoresOf(data).find('rule', rule.id)) scoresOf(data).delete(id)
  },
  listed(c) {
    const isOfModule = ofModule(c)
    const active = choiceParam(c, 'active', ['true', 'false'])
    const [wanted, onLayout] = ['name', 'layout_id'].map(param => queryParam(c, param))
    return rule =>
      isOfModule(rule) &&
      (active === undefined || String(rule.values.active) === active) &&
      (wanted === undefined || rule.values.name === wanted) &&
      (onLayout === undefined || rule.values.layout === onLayout)
  },
  info: 'page',
  show(rule, shown, c) {
    const { data } = c.get('caller')
    const { signal_rules: _, custom_fields: __, ...rest } = shown as Record<string, unknown>
    const found = data.module(String(rule.values.module))?.layouts.find(({ id }) => id === rule.values.layout)
    return {
      ...authorship(rule, data),
      ...rest,
      layout: { id: rule.values.layout, api_name: found?.apiName ?? null },
      signal_rules: [],
    }
  },
  messages: {
    created: 'scoring rule created successfully',
    updated: 'scoring rule updated successfully',
    deleted: 'scoring rule deleted successfully',
  },
}

/** A layout has ten rules at most, five of them active. */
function tooMany({ layout: on, active }: Values, all: readonly Setting[], except?: string) {
  const others = all.filter(({ id, values }) => id !== except && values.layout === on)
  if (others.length >= mostOfLayout) {
    const message = `More than ${mostOfLayout} scoring rules cannot be created for a layout`
    return { ...crmErrorBody('tooManyRulesOfLayout', { limit: mostOfLayout }), message }
  }
  if (!active || others.filter(({ values }) => values.active).length < mostActive) return null
  return crmErrorBody('tooManyActiveRules', { limit: mostActive })
}

export function scoringRuleRoutes(routes: Routes): void {
  const { on, world } = routes
  const scope = 'ZohoCRM.settings.scoring_rules'
  collectionRoutes(routes, rules)

  const change = (c: CrmContext, rule: Setting, values: Values, what: string): Response => {
    const { data, user } = c.get('caller')
    const refused = tooMany(values, settingsOf(data, rules).all(), rule.id)
    if (refused) return answerRows(c, world, [refused], 200, root)
    const now = data.clock.now()
    settingsOf(data, rules).put({ ...rule, values, modifiedAt: now, modifiedBy: user.id })
    return answerRows(c, world, [success(`scoring rule ${what} successfully`, { id: rule.id })], 200, root)
  }

  on('put', `${path}/:id/actions/activate`, `${scope}.UPDATE`, c => {
    const rule = existing(c, rules)
    return change(c, rule, { ...rule.values, active: true }, 'activated')
  })

  on('delete', `${path}/:id/actions/activate`, `${scope}.DELETE`, c => {
    const rule = existing(c, rules)
    return change(c, rule, { ...rule.values, active: false }, 'deactivated')
  })

  on('post', `${path}/:id/actions/clone`, `${scope}.CREATE`, c => {
    const { values } = existing(c, rules)
    const { data, user } = c.get('caller')
    const now = data.clock.now()
    const made = { createdAt: now, createdBy: user.id, modifiedAt: now, modifiedBy: user.id }
    const names = new Set(
      settingsOf(data, rules)
        .all()
        .map(each => each.values.name),
    )
    let number = 1
    const cloneName = () => `${String(values.name).slice(0, 20)} - ${number}`
    while (names.has(cloneName())) number++
    const field_rules = (values.field_rules as FieldRule[]).map(each => ({ ...each, id: data.nextRecordId() }))
    const copied = { ...values, name: cloneName(), field_rules }
    return change(c, { id: data.nextRecordId(), values, ...made }, copied, 'cloned')
  })

  const runNeeds = { scopes: `${scope}.UPDATE`, permit: orgPermission('customize') }
  on('put', '/:module/actions/run_scoring_rules', runNeeds, async c => {
    const module = moduleOfPath(c)
    const wanted = readWanted(c, module, new SettingsRow(await readJsonObject(c), '$'))
    const { data, user } = c.get('caller')
    const isOpen = openJobs(data).some(
      ({ kind, details }) => kind === scoringKind && (details as Scoring).module === module.apiName,
    )
    if (isOpen) throw crmError('scoringScheduled')
    const details: Scoring = { module: module.apiName, rules: wanted }
    const job = addJob(world, data, { kind: scoringKind, userId: user.id, details })
    return answerRows(c, world, [success('scoring rules are scheduled successfully', { job_id: job.id })], 200, root)
  })
}

/** The rules of a request: named ones, or those of a layout. @throws CrmError */
function readWanted(c: CrmContext, module: ModuleMeta, sent: SettingsRow): string[] {
  const own = settingsOf(c.get('caller').data, rules)
    .all()
    .filter(({ values }) => values.active && values.module === module.apiName)
  return ofRequest(() => {
    const named = sent.objects(root)
    if (named) {
      return named.map(each => {
        const id = each.needed('id', each.text('id', 20))
        if (!own.some(rule => rule.id === id)) throw each.refuse('invalidId', 'id')
        return id
      })
    }
    const on = sent.object('layout')
    if (!on) {
      const expected = [sent.place(root), sent.place('layout')]
      throw sent.refuseAll('expectedFieldMissing', undefined, { expected_fields: expected })
    }
    const id = on.needed('id', on.text('id', 20))
    const ofLayout = own.filter(({ values }) => values.layout === id)
    if (ofLayout.length === 0) throw on.refuse('invalidId', 'id')
    return ofLayout.map(rule => rule.id)
  })
}
