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

/** What is not emulated is better refused than passed over. @throws CrmError where the parameter was sent */
export function refuseParam(c: CrmContext, name: string): void {
  if (queryParam(c, name) === undefined) return
  const { method } = c.req
  const message = `the parameter ${name} is not emulated`
  throw crmError('notEmulated', { method, path: c.env.located.path }, { message, reason: message })
}
