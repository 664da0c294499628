import type { Exchange, Pair } from './exchange.ts'
import type { Run, Step, StepName } from './run.ts'
import type { SeenLine } from './seen-page.ts'

/** What a line says, for telling whether the other flow has it too. */
export const keyOfLine = ({ kind, text, environments }: SeenLine): string => `${kind} ${text} ${environments.join()}`
export const keyOfRequest = ({ method, host, path }: Exchange): string => `${method} ${host}${path}`
export const keyOfPair = ({ method, host, path }: Exchange, side: 'sent' | 'answer', [name, value]: Pair): string =>
  `${method} ${host}${path} ${side} ${name} ${value}`
export const keyOfStatus = ({ method, host, path, status, location }: Exchange): string =>
  `${method} ${host}${path} ${status} ${location}`

/** All that a step shows. */
export function keysOf(step: Step): Set<string> {
  const keys = new Set<string>()
  for (const page of step.pages) for (const line of page.lines) keys.add(keyOfLine(line))
  for (const exchange of step.exchanges) {
    keys.add(keyOfRequest(exchange)).add(keyOfStatus(exchange))
    for (const pair of exchange.sent) keys.add(keyOfPair(exchange, 'sent', pair))
    for (const pair of exchange.answer) keys.add(keyOfPair(exchange, 'answer', pair))
  }
  for (const pair of step.returned) keys.add(pair.join(' '))
  return keys
}

export interface Parting {
  /** Whether anything that the two show differs. */
  readonly differs: boolean
  /** One line about it. */
  readonly says: string
}

/** How the old and the new flow stand to one another in a step. */
export function partingOf(name: StepName, before: Run, after: Run): Parting {
  const [old, now] = [before.get(name), after.get(name)]
  if (!old && !now) return { differs: false, says: 'Neither flow comes here.' }
  if (!old) return { differs: true, says: onlyNew[name] ?? 'Only the new flow comes here.' }
  if (!now) return { differs: true, says: 'Only the old flow comes here.' }
  const [oldKeys, newKeys] = [keysOf(old), keysOf(now)]
  const differs = oldKeys.size !== newKeys.size || [...oldKeys].some(key => !newKeys.has(key))
  return differs ? { differs, says: saysOf(name, old, now) } : { differs, says: same[name] ?? 'The same in both.' }
}

const onlyNew: Partial<Record<StepName, string>> = {
  org: 'The old flow asks for no org. The new one does not go on without exactly one.',
}

const same: Partial<Record<StepName, string>> = {
  request: 'The same. The app does not choose the flow.',
  'sign-in': 'The same pages.',
  code: 'The same. Nothing that comes back tells which org was chosen.',
  tokens: 'The same keys and values. What the new token is bound to cannot be seen in the answer.',
  calls: 'The same hosts answer.',
}

function saysOf(name: StepName, old: Step, now: Step): string {
  switch (name) {
    case 'sign-in':
      return leadsTo(old, 'consent') && leadsTo(now, 'org')
        ? 'The same pages. After the password the ways part: the old one leads straight to consent, the new one to the choice of an org.'
        : 'They differ here.'
    case 'consent':
      return 'The old consent names no org and holds in every environment. The new one holds for the org that it names.'
    case 'tokens':
      return 'The same keys, but in the new flow api_domain names the environment of the chosen org.'
    case 'calls':
      return `The old token opens ${orgs(old)}. The new one opens ${orgs(now)}.`
    default:
      return 'They differ here.'
  }
}

const leadsTo = ({ exchanges }: Step, step: string): boolean =>
  exchanges.at(-1)?.location?.endsWith(`/${step}`) ?? false

function orgs({ calls }: Step): string {
  const count = calls.filter(({ opened }) => opened).length
  return count === 0 ? 'no org' : count === 1 ? 'one org' : `${count} orgs, one per environment`
}
