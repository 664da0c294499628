import { ownPages } from '../../../views/own-layout.tsx'

export const comparePath = ownPages.compare.path

/** The page as it is now, with some parameters changed; an empty one is left out. */
export function addressWith(query: URLSearchParams, changes: Readonly<Record<string, string>>, part: string): string {
  const parameters = new URLSearchParams(query)
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') parameters.delete(name)
    else parameters.set(name, value)
  }
  return `${comparePath}?${parameters}#${part}`
}
