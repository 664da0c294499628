/** `@{1:$.data[0].details.id}`: a value of another part's answer, wherever in a part it stands. */

/** Why a reference is refused: where it stands, as it was written. */
export class ReferenceProblem extends Error {
  readonly reference: string
  readonly path: string

  constructor(reference: string, path: string) {
    super(`the reference ${reference} leads to no value`)
    this.reference = reference
    this.path = path
  }
}

const anyReference = /@\{([^}]*)\}/g
const form = /^([a-zA-Z0-9][a-zA-Z0-9_]*):\$(.*)$/
const step = /\.([A-Za-z0-9_$-]+)|\[(\d{1,6})\]|\['([^']+)'\]|\["([^"]+)"\]/y

/** Levels of a body. */
export const deepest = 100

export type Lookup = (subRequestId: string) => unknown

/** The ids that the references in a value name; those of a wrong form name none. */
export function idsNamed(value: unknown): Set<string> {
  const ids = new Set<string>()
  eachText(value, text => {
    for (const [, inner] of text.matchAll(anyReference)) {
      const id = form.exec(inner!)?.[1]
      if (id !== undefined) ids.add(id)
    }
  })
  return ids
}

function eachText(value: unknown, visit: (text: string) => void): void {
  if (typeof value === 'string') visit(value)
  else if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) eachText(each, visit)
  }
}

/**
 * A value with what its references lead to in their place. One that is the whole of a text is replaced by the value as it is.
 * @param lookup the answer of another part; undefined where there is none
 * @throws ReferenceProblem
 */
export function resolve(value: unknown, path: string, lookup: Lookup): unknown {
  if (typeof value === 'string') return resolveText(value, path, lookup)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((each, index) => resolve(each, `${path}[${index}]`, lookup))
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each, `${path}.${key}`, lookup)]))
}

function resolveText(text: string, path: string, lookup: Lookup): unknown {
  if (!text.includes('@{')) return text
  const [whole] = text.match(anyReference) ?? []
  if (whole === text) return valueAt(text, path, lookup)
  return text.replace(anyReference, reference => textOf(valueAt(reference, path, lookup), reference, path))
}

/** As `resolve`, in an address, where a value may not become more than a part of it. @throws ReferenceProblem */
export const resolveAddress = (text: string, path: string, lookup: Lookup): string =>
  text.replace(anyReference, reference => encodeURIComponent(textOf(valueAt(reference, path, lookup), reference, path)))

function textOf(value: unknown, reference: string, path: string): string {
  if (typeof value === 'object') throw new ReferenceProblem(reference, path)
  return String(value)
}

function valueAt(reference: string, path: string, lookup: Lookup): unknown {
  const [, id, steps] = form.exec(reference.slice(2, -1)) ?? []
  if (id === undefined) throw new ReferenceProblem(reference, path)
  let value = lookup(id)
  step.lastIndex = 0
  while (step.lastIndex < steps!.length) {
    const [, name, index, single, double] = step.exec(steps!) ?? []
    const key = name ?? index ?? single ?? double
    if (key === undefined || typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
      throw new ReferenceProblem(reference, path)
    }
    value = (value as Record<string, unknown>)[key]
  }
  if (value === undefined || value === null) throw new ReferenceProblem(reference, path)
  return value
}
