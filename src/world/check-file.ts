/** Whether a file is a usable fixture or scenario, and everything that keeps it from being one. */

import { FileProblem, readJson } from './fixtures.ts'
import type { Problem } from './problems.ts'

export interface CheckedFile {
  readonly file: string
  /** Told by its content; null where that says neither. */
  readonly kind: 'fixture' | 'scenario' | null
  readonly problems: readonly Problem[]
}

const keysOf = {
  fixture: ['extends', 'created', 'records', 'portals', 'users', 'clients'],
  scenario: ['description', 'flow', 'phased', 'fixture', 'toggles', 'faults', 'functions', 'clock'],
} as const

export async function checkFile(file: string): Promise<CheckedFile> {
  try {
    const content = readJson(file)
    const kind = kindOf(content)
    return { file, kind, problems: kind ? await problemsOf(kind, content) : [neither] }
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error
    return { file, kind: null, problems: [error.problem] }
  }
}

const neither: Problem = {
  path: [],
  message: `expected a fixture (${keysOf.fixture.join(', ')}) or a scenario (${keysOf.scenario.join(', ')})`,
}

async function problemsOf(kind: 'fixture' | 'scenario', content: unknown): Promise<Problem[]> {
  // neither zod nor the schemas are loaded by those who only start
  if (kind === 'scenario') return (await import('./scenario-check.ts')).scenarioProblems(content)
  return (await import('./fixture-check.ts')).fixtureProblems(content, { strict: true })
}

/** The kind of which it has more keys; of as many, the one whose schema it names. */
function kindOf(content: unknown): CheckedFile['kind'] {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return null
  const count = (kind: keyof typeof keysOf) => keysOf[kind].filter(key => Object.hasOwn(content, key)).length
  const [fixture, scenario] = [count('fixture'), count('scenario')]
  if (fixture !== scenario) return fixture > scenario ? 'fixture' : 'scenario'
  const named = /\b(fixture|scenario)\.schema\.json$/.exec(String((content as { $schema?: unknown }).$schema))?.[1]
  return (named as CheckedFile['kind'] | undefined) ?? null
}
