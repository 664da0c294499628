import { existsSync, readdirSync } from 'node:fs'
import { FileProblem, readJson } from './fixtures.ts'
import { packageFile } from './package-files.ts'
import type { Flow } from './schema.ts'
import { isToggleName, type Toggles, toggleProblem } from './toggles.ts'

/** A named behaviour of the service: which flow people meet, and which toggles differ from their defaults. */
export interface Scenario {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly flow: Flow | 'phased'
  /** For `phased`: users whose default portal is listed meet the new flow from that moment on. */
  readonly phased: { readonly portals: readonly string[]; readonly since: number } | null
  readonly fixture: string | null
  readonly toggles: Partial<Toggles>
}

const flows = ['legacy', 'org-specific', 'phased']

export const scenarioNames = (): string[] =>
  readdirSync(packageFile('scenarios'))
    .filter(file => file.endsWith('.json'))
    .map(file => file.slice(0, -'.json'.length))
    .sort()

/**
 * Loads a shipped scenario by name or a person's own by path.
 * @throws FileProblem
 */
export function loadScenario(nameOrFile: string): Scenario {
  const isName = /^[\w-]+$/.test(nameOrFile)
  const file = isName ? packageFile('scenarios', `${nameOrFile}.json`) : nameOrFile
  if (isName && !existsSync(file)) {
    throw new FileProblem(nameOrFile, [], `no scenario of that name; there are ${scenarioNames().join(', ')}`)
  }
  return parseScenario(isName ? nameOrFile : 'custom', readJson(file), isName ? nameOrFile : file)
}

function parseScenario(name: string, content: unknown, file: string): Scenario {
  const problem = (path: string[], message: string): never => {
    throw new FileProblem(file, path, message)
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) problem([], 'expected an object')
  const {
    title = name,
    description = '',
    flow = 'org-specific',
    phased,
    fixture,
    toggles = {},
    ...rest
  } = content as Record<string, unknown>
  for (const key of Object.keys(rest)) if (key !== '$schema') problem([key], 'unknown key')
  if (typeof title !== 'string') problem(['title'], 'expected text')
  if (typeof description !== 'string') problem(['description'], 'expected text')
  if (!flows.includes(flow as string)) problem(['flow'], `expected one of ${flows.join(', ')}`)
  if (fixture !== undefined && typeof fixture !== 'string') problem(['fixture'], 'expected the name of a fixture')
  if (typeof toggles !== 'object' || toggles === null) problem(['toggles'], 'expected an object')
  for (const [toggle, value] of Object.entries(toggles as object)) {
    if (!isToggleName(toggle)) problem(['toggles', toggle], 'no toggle of that name')
    else {
      const wrong = toggleProblem(toggle, value)
      if (wrong) problem(['toggles', toggle], wrong)
    }
  }
  const rollout = flow === 'phased' ? parseRollout(phased, problem) : null
  if (flow !== 'phased' && phased !== undefined) problem(['phased'], 'goes with flow "phased" only')

  return {
    name,
    title: title as string,
    description: description as string,
    flow: flow as Scenario['flow'],
    phased: rollout,
    fixture: (fixture as string | undefined) ?? null,
    toggles: toggles as Partial<Toggles>,
  }
}

function parseRollout(value: unknown, problem: (path: string[], message: string) => never): Scenario['phased'] {
  if (typeof value !== 'object' || value === null)
    return problem(['phased'], 'expected an object with portals and since')
  const { portals, since, ...rest } = value as Record<string, unknown>
  for (const key of Object.keys(rest)) problem(['phased', key], 'unknown key')
  if (!Array.isArray(portals) || portals.some(id => typeof id !== 'string')) {
    return problem(['phased', 'portals'], 'expected a list of portal ids')
  }
  const at = typeof since === 'string' ? Date.parse(since) : Number.NaN
  if (Number.isNaN(at)) return problem(['phased', 'since'], 'expected a moment such as 2020-05-07T00:00:00Z')
  return { portals, since: at }
}
