/**
 * `/Entity_Scores__s`: the scores that records have by scoring rules.
 *
 * Source: https://github.com/zoho/crm-oas
 */

import { queryParam, queryParams } from '../../http/query.ts'
import { answer, answerNothing, type CrmContext } from '../answer.ts'
import { type EntityScore, scoresOf, scoringRulesOf } from '../automation/scores.ts'
import { mayDo } from '../permissions.ts'
import { cutPage, readPlainPage } from '../records/page.ts'
import { readFields, splitList } from '../records/query.ts'
import { findVisible } from '../records/sharing.ts'
import type { Routes } from '../routes.ts'

export function entityScoreRoutes({ on }: Routes): void {
  on('get', '/Entity_Scores__s', 'ZohoCRM.settings.modules.READ', c => {
    const fields = readFields(queryParams(c), true)
    const ids = splitList(queryParam(c, 'ids'))
    const page = readPlainPage(queryParams(c))
    const all = visibleScores(c).filter(({ id }) => ids.length === 0 || ids.includes(id))
    const { rows: some, info } = cutPage(all, page)
    if (some.length === 0) return answerNothing(c)
    return answer(c, {
      data: some.map(score => toScoreResponse(c, score, fields)),
      info: {
        ...info,
        next_page_token: null,
        sort_by: 'id',
        previous_page_token: null,
        page_token_expiry: null,
        sort_order: 'desc',
      },
    })
  })

  on('get', '/Entity_Scores__s/:id', 'ZohoCRM.settings.modules.READ', c => {
    const fields = readFields(queryParams(c), true)
    const score = visibleScores(c).find(({ id }) => id === c.req.param('id'))
    return score ? answer(c, { data: [toScoreResponse(c, score, fields)] }) : answerNothing(c)
  })
}

/** The scores of records that the caller may see, the latest first. */
function visibleScores(c: CrmContext): EntityScore[] {
  const caller = c.get('caller')
  const { data, user } = caller
  return scoresOf(data)
    .all()
    .filter(({ module: name, record }) => {
      const module = data.module(name)
      return module && mayDo(user.profile, 'view', module) && findVisible(caller, module, record) !== undefined
    })
    .reverse()
}

function toScoreResponse(c: CrmContext, score: EntityScore, fields: readonly string[] | null): object {
  const { data } = c.get('caller')
  const module = data.module(score.module)!
  const record = data.records(module).get(score.record)
  const rule = scoringRulesOf(data).get(score.rule)
  const all: Record<string, unknown> = {
    Entity: {
      name: record?.[module.displayField] ?? null,
      id: score.record,
      module: { api_name: module.apiName, id: module.id },
    },
    Positive_Score: score.positive,
    Touch_Point_Score: 0,
    Score: score.positive + score.negative,
    Negative_Score: score.negative,
    Touch_Point_Negative_Score: 0,
    Scoring_Rule: rule ? { name: rule.values.name, id: rule.id } : null,
    Touch_Point_Positive_Score: 0,
  }
  const shown = Object.entries(all).filter(([key]) => fields?.includes(key))
  return { ...Object.fromEntries(shown), id: score.id }
}
