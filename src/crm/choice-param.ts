import { queryParam } from '../http/query.ts'
import { crmError } from '../protocol/crm-errors/index.ts'
import type { CrmContext } from './answer.ts'

/** A parameter that may say nothing but one of some words. @throws CrmError */
export function choiceParam<const T extends string>(c: CrmContext, name: string, choices: readonly T[]): T | undefined {
  const sent = queryParam(c, name)
  if (sent === undefined) return undefined
  const choice = choices.find(each => each === sent)
  if (!choice)
    throw crmError('patternNotMatched', { param_name: name }, { reason: `${name} is one of ${choices.join()}` })
  return choice
}
