/**
 * Settings of which an org has one: its fiscal year, its business hours, preferences. Declared as a collection is, but
 * without a list around them, in requests and in answers.
 */

import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { OrgData } from '../../world/org-data.ts'
import { answer, answerNothing, answerRow, type CrmContext, success } from '../answer.ts'
import { readJsonObject } from '../request-body.ts'
import { onSince } from '../require-version.ts'
import type { Needs, Routes } from '../routes.ts'
import { type Collection, type Setting, settingsOf, showSetting } from './collection.ts'
import { SettingsRow } from './row.ts'
import { resultOf } from './write-rows.ts'
import { changeSetting, createSetting } from './write-setting.ts'

export interface Single extends Collection {
  readonly operations: readonly ('list' | 'create' | 'update')[]
  /** What is said to who makes a second one, or changes one that is not there. */
  readonly refusals?: { readonly second: string; readonly none: string }
}

export const singleOf = (data: OrgData, declared: Single): Setting | undefined => settingsOf(data, declared).all()[0]

export function singleRoutes(routes: Routes, declared: Single): void {
  const { path, root, scope, operations, messages, refusals, permit } = declared
  const { writePermit = permit } = declared
  const on = onSince(declared.since ?? 'v2', routes)
  const needs = (verb: string, permit: Needs['permit']): Needs => ({
    scopes: `ZohoCRM.${scope}.${verb}`,
    ...(permit !== undefined && { permit }),
  })
  const current = (c: CrmContext) => singleOf(c.get('caller').data, declared)

  on('get', path, needs('READ', permit), c => {
    const setting = current(c)
    return setting ? answer(c, { [root]: showSetting(setting, declared, c) }) : answerNothing(c)
  })

  if (operations.includes('create')) {
    on('post', path, needs('CREATE', writePermit), async c => {
      const sent = sentUnder(root, await readJsonObject(c))
      if (current(c)) throw crmError('notAllowed', undefined, { message: refusals!.second })
      const row = resultOf(() => {
        const id = createSetting(c, declared, new SettingsRow(sent, `$.${root}`))
        return success(messages.created!, { id })
      })
      return answerRow(c, row, 201, root)
    })
  }

  if (operations.includes('update')) {
    on('put', path, needs('UPDATE', writePermit), async c => {
      const sent = sentUnder(root, await readJsonObject(c))
      const row = resultOf(() => {
        const setting = current(c)
        if (!setting) return { ...crmErrorBody('notAllowed'), message: refusals!.none }
        const id = changeSetting(c, declared, new SettingsRow(sent, `$.${root}`), setting)
        return success(messages.updated!, 'id' in showSetting(setting, declared, c) ? { id } : {})
      })
      return answerRow(c, row, 200, root)
    })
  }
}

function sentUnder(root: string, body: Record<string, unknown>): unknown {
  if (body[root] === undefined) throw crmError('missingRoot', { api_name: root, json_path: `$.${root}` })
  return body[root]
}
