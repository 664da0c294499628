/**
 * `/settings/automation/assignment_rules`, `/settings/automation/cadences` and the enrolment of records in cadences. The API
 * makes neither, so an org has none, and none can be named.
 *
 * Source: https://github.com/zoho/crm-oas
 */

import { queryParam } from '../../http/query.ts'
import { answerNothing } from '../answer.ts'
import { moduleOfPath, moduleOfQuery, recordScope } from '../module-of.ts'
import { readDigits } from '../records/path-id.ts'
import { readJsonObject } from '../request-body.ts'
import type { Routes } from '../routes.ts'
import { ofRequest, SettingsRow } from '../settings/row.ts'

export function assignmentRuleRoutes({ on }: Routes): void {
  on('get', '/settings/automation/assignment_rules', 'ZohoCRM.settings.assignment_rules.READ', c => {
    if (queryParam(c, 'module')) moduleOfQuery(c)
    return answerNothing(c)
  })

  on('get', '/settings/automation/assignment_rules/:id', 'ZohoCRM.settings.assignment_rules.READ', c => {
    moduleOfQuery(c)
    readDigits(c, 'id', 3)
    return answerNothing(c)
  })

  on('get', '/settings/automation/cadences', 'ZohoCRM.settings.cadences.READ', c => answerNothing(c))

  for (const action of ['enrol_in_cadences', 'unenrol_from_cadences']) {
    on('post', `/:module/actions/${action}`, recordScope('CREATE', ['edit']), async c => {
      moduleOfPath(c)
      const body = new SettingsRow(await readJsonObject(c), '$')
      return ofRequest(() => refuseCadences(body))
    })
  }
}

/** @throws RowRefused */
function refuseCadences(body: SettingsRow): never {
  for (const key of ['cadences_ids', 'ids']) {
    const sent = body.needed(key, body.raw(key))
    if (!Array.isArray(sent) || sent.length === 0) throw body.wrongType(key, 'jsonarray')
  }
  throw body.refuse('invalidId', 'cadences_ids')
}
