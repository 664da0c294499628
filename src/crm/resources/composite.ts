/**
 * `/__composite_requests`: up to five requests in one, which may use each other's answers and be undone together. Each part
 * goes through the same door as any other request, with the token of the whole.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/composite-api.html
 */

import { readHeader } from '../../http/query.ts'
import { openHeaders, reasonHeader } from '../../http/respond.ts'
import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { World } from '../../world/world.ts'
import { answer, type CrmContext, type ResultRow } from '../answer.ts'
import { type AskPart, type Composite, type Outcome, runByReferences, runInOrder } from '../composite/run.ts'
import { readJsonObject } from '../request-body.ts'
import { onSince } from '../require-version.ts'
import type { Routes } from '../routes.ts'

const root = '__composite_requests'
const mostParts = 5

export function compositeRoutes(routes: Routes, ask: AskPart): void {
  const on = onSince('v3', routes)

  on('post', `/${root}`, 'ZohoCRM.composite_requests.CUSTOM', async c => {
    // a part is none again, by whatever spelling of the path
    if (c.env.isPart) throw crmError('subRequestNotSupported', { api_name: 'uri' })
    const { composite, rollsBack } = readComposite(c, await readJsonObject(c))
    if (rollsBack) return runOrUndo(c, routes.world, ask, composite)
    const outcomes = composite.isParallel
      ? await runByReferences(c, ask, composite)
      : await runInOrder(c, ask, composite, false)
    const triggered = outcomes.filter(({ isTriggered }) => isTriggered).length
    return answerOutcomes(c, outcomes, triggered === outcomes.length ? 200 : triggered === 0 ? 400 : 207)
  })
}

function readComposite(c: CrmContext, body: Record<string, unknown>): { composite: Composite; rollsBack: boolean } {
  const rollsBack = readFlag(body, 'rollback_on_fail') ?? false
  // the older name of the same
  const named = body.parallel_execution === undefined ? 'concurrent_execution' : 'parallel_execution'
  const isParallel = readFlag(body, named) ?? !rollsBack
  if (rollsBack && isParallel) {
    throw crmError('compositeFlags', { ambiguity_due_to: [place('rollback_on_fail'), place(named)] })
  }
  const parts = body[root]
  if (parts === undefined || parts === null) throw crmError('missingRoot', place(root))
  if (!Array.isArray(parts) || parts.length === 0) {
    throw crmError('wrongType', { expected_data_type: 'jsonarray', ...place(root) })
  }
  if (parts.length > mostParts) throw crmError('tooLong', { maximum_length: mostParts, ...place(root) })
  return { composite: { parts, root, isParallel, authorization: readHeader(c, 'authorization')! }, rollsBack }
}

const place = (name: string) => ({ api_name: name, json_path: `$.${name}` })

function readFlag(body: Record<string, unknown>, name: string): boolean | undefined {
  const value = body[name] ?? undefined
  if (value === undefined || typeof value === 'boolean') return value
  throw crmError('wrongType', { expected_data_type: 'boolean', ...place(name) })
}

/** All parts, or nothing of any. */
async function runOrUndo(c: CrmContext, world: World, ask: AskPart, composite: Composite): Promise<Response> {
  const { outcomes, isWell } = await world.store.attempt(async () => {
    const run = await runInOrder(c, ask, composite, true)
    return { outcomes: run, isWell: run.every(each => each.isWell) }
  })
  if (isWell) {
    c.set('credits', 2)
    return answerOutcomes(c, outcomes, 200)
  }
  const failedAt = outcomes.length - 1
  const details = { rollbacked_by_sub_request_index: failedAt }
  const rows = composite.parts.map((_, index): ResultRow => {
    if (index === failedAt) return outcomes[index]!.row
    return crmErrorBody(index < failedAt ? 'rollbackPerformed' : 'processingStopped', details)
  })
  return answerRefused(c, rows, `part ${failedAt} failed, and so all was undone`)
}

function answerOutcomes(c: CrmContext, outcomes: readonly Outcome[], status: 200 | 207 | 400): Response {
  const rows = outcomes.map(({ row }) => row)
  return status === 400 ? answerRefused(c, rows, 'no part could be asked') : answer(c, { [root]: rows }, status)
}

function answerRefused(c: CrmContext, rows: readonly ResultRow[], reason: string): Response {
  const response = answer(c, { [root]: rows }, 400)
  for (const [name, value] of Object.entries(reasonHeader(reason))) openHeaders(response).set(name, value)
  return response
}
