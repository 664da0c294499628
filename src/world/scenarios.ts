import { existsSync, readdirSync } from 'node:fs'
import { parseDuration } from '../protocol/duration.ts'
import type { ClockStart } from './clock.ts'
import type { FaultEntry } from './fault-schema.ts'
import type { FaultOrder } from './faults.ts'
import { FileProblem, readJson, toFileProblem } from './fixtures.ts'
import { packageFile } from './package-files.ts'
import { problemsOf } from './problems.ts'
import { makeScenarioSchema, type ScenarioFile } from './scenario-schema.ts'
import type { Flow } from './schema.ts'
import type { Toggles } from './toggles.ts'

/** A named behaviour of the service: which flow people meet, which toggles differ from their defaults, and what fails. */
export interface Scenario {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly flow: Flow | 'phased'
  /** For `phased`: users whose default portal is listed meet the new flow from that moment on. */
  readonly phased: { readonly portals: readonly string[]; readonly since: number } | null
  readonly fixture: string | null
  readonly toggles: Partial<Toggles>
  readonly faults: readonly FaultOrder[]
  /** What CRM functions answer, by name. */
  readonly functions: Readonly<Record<string, { readonly output: unknown }>>
  /** Null: real time. */
  readonly clock: ClockStart | null
}

export const scenarioNames = (): string[] =>
  readdirSync(packageFile('scenarios'))
    .filter(file => file.endsWith('.json'))
    .map(file => file.slice(0, -'.json'.length))
    .sort()

/**
 * Loads a shipped scenario by name or a person's own by path.
 * @throws FileProblem
 */
export async function loadScenario(nameOrFile: string): Promise<Scenario> {
  const isName = /^[\w-]+$/.test(nameOrFile)
  if (!isName) return toScenario('custom', await readScenarioFile(nameOrFile))
  const file = packageFile('scenarios', `${nameOrFile}.json`)
  if (!existsSync(file)) {
    throw new FileProblem(nameOrFile, [], `no scenario of that name; there are ${scenarioNames().join(', ')}`)
  }
  // shipped files are checked by a test, so start-up does not pay for the schema
  return toScenario(nameOrFile, readJson(file) as ScenarioFile)
}

/** @throws FileProblem */
async function readScenarioFile(file: string): Promise<ScenarioFile> {
  const content = readJson(file)
  const { z } = await import('zod')
  const result = makeScenarioSchema(z).safeParse(content)
  if (!result.success) throw toFileProblem(file, problemsOf(result.error))
  return result.data
}

/** @param file that was checked */
export function toScenario(name: string, file: ScenarioFile): Scenario {
  const { title = name, description = '', flow = 'org-specific', phased, fixture, clock } = file
  return {
    name,
    title,
    description,
    flow,
    phased: phased ? { portals: phased.portals, since: Date.parse(phased.since) } : null,
    fixture: fixture ?? null,
    toggles: (file.toggles ?? {}) as Partial<Toggles>,
    faults: (file.faults ?? []).map(toFaultOrder),
    functions: file.functions ?? {},
    clock: clock
      ? {
          at: clock.set === undefined ? null : Date.parse(clock.set),
          laterMs: clock.advance === undefined ? 0 : parseDuration(clock.advance),
          frozen: clock.freeze ?? false,
        }
      : null,
  }
}

export const toFaultOrder = ({ id, match = {}, answer, delay_ms, times }: FaultEntry): FaultOrder => ({
  ...(id !== undefined && { id }),
  match: {
    ...(match.host !== undefined && { host: match.host }),
    ...(match.method !== undefined && { method: match.method.toUpperCase() }),
    ...(match.path !== undefined && { path: match.path }),
    ...(match.client_id !== undefined && { clientId: match.client_id }),
    ...(match.grant_type !== undefined && { grantType: match.grant_type }),
  },
  answer: answer ?? null,
  delayMs: delay_ms ?? 0,
  times: times ?? null,
})
