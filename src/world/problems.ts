import type { ZodError } from 'zod'

/** Something wrong in a file or an input: where, and what was expected. */
export interface Problem {
  readonly path: readonly (string | number)[]
  readonly message: string
}

const toStep = (step: PropertyKey): string | number => (typeof step === 'number' ? step : String(step))

export const problemLine = (file: string, { path, message }: Problem): string =>
  path.length === 0 ? `${file}: ${message}` : `${file} at ${path.join('.')}: ${message}`

/** What a schema found, each unknown key by itself. */
export const problemsOf = ({ issues }: Pick<ZodError, 'issues'>): Problem[] =>
  issues.flatMap(issue => {
    const path = issue.path.map(toStep)
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }]
    // a schema's own message for unknown keys stays
    const message = issue.message.startsWith('Unrecognized') ? 'unknown key' : issue.message
    return issue.keys.map(key => ({ path: [...path, key], message }))
  })
