/** Everything that is wrong with a scenario file. */

import { z } from 'zod'
import { FileProblem, loadFixture } from './fixtures.ts'
import { listed, type Problem, problemsOf, type Readable, readableParts } from './problems.ts'
import { makeScenarioSchema, type ScenarioFile } from './scenario-schema.ts'

/** @param content of the file, as JSON */
export async function scenarioProblems(content: unknown): Promise<Problem[]> {
  const schema = makeScenarioSchema(z)
  const result = schema.safeParse(content)
  if (result.success) return fixtureProblems(result.data)
  const refused = problemsOf(result.error)
  const rest = readableParts<ScenarioFile>(content, refused.flatMap(withRelated))
  if (!rest) return refused
  // a schema looks at what goes together only where nothing else is wrong
  const again = schema.safeParse({ ...rest, ...(rest.faults && { faults: rest.faults.map(fault => fault ?? {}) }) })
  return [...refused, ...(again.success ? [] : problemsOf(again.error)), ...(await fixtureProblems(rest))]
}

/** What makes no sense without something that could not be read: a flow and its rollout, a function and its output. */
function withRelated({ path, message }: Problem): Problem[] {
  if (path[0] === 'flow' || path[0] === 'phased')
    return [
      { path: ['flow'], message },
      { path: ['phased'], message },
    ]
  return [{ path: path[0] === 'functions' ? path.slice(0, 2) : path, message }]
}

/** A fixture that cannot be used, and portals that it doesn't have. */
async function fixtureProblems({ fixture: name, phased }: Readable<ScenarioFile>): Promise<Problem[]> {
  if (name === undefined) return []
  try {
    const fixture = await loadFixture(name)
    return listed(phased?.portals).flatMap(([at, id]) =>
      fixture.portals.has(id)
        ? []
        : [{ path: ['phased', 'portals', at], message: `fixture ${name} has no portal ${id}` }],
    )
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error
    return [{ path: ['fixture'], message: error.message }]
  }
}
