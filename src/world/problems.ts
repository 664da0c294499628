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

/** Something of which parts may be missing, since they could not be read. */
export type Readable<T> = T extends readonly (infer Item)[]
  ? readonly (Readable<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Readable<T[Key]> | undefined }
    : T

/** The items that could be read, each with its place. */
export const listed = <T>(items: readonly (T | undefined)[] = []): [index: number, item: T][] =>
  items.flatMap((item, index): [number, T][] => (item === undefined ? [] : [[index, item]]))

/** A copy of what a file says without the parts that its schema refused. */
export function readableParts<T>(content: unknown, refused: readonly Problem[]): Readable<T> | undefined {
  if (refused.some(({ path }) => path.length === 0)) return undefined
  const copy = structuredClone(content)
  for (const { path } of refused) {
    const last = path.at(-1)!
    const parent = path
      .slice(0, -1)
      .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], copy)
    if (Array.isArray(parent)) parent[last as number] = undefined
    else if (typeof parent === 'object' && parent !== null) delete (parent as Record<string, unknown>)[last]
  }
  return copy as Readable<T>
}
