/** A part of a long list. Pages count from 1. */
export interface Part<T> {
  readonly items: readonly T[]
  readonly page: number
  readonly pages: number
  /** Of all pages together. */
  readonly total: number
}

/** Which page an address asks for; anything that is no page of the list is the nearest that is. */
export function pageNumber(asked: string | undefined, total: number, size: number): { page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(total / size))
  const wanted = /^\d{1,9}$/.test(asked ?? '') ? Number(asked) : 1
  return { page: Math.min(Math.max(wanted, 1), pages), pages }
}

export function partOf<T>(all: readonly T[], asked: string | undefined, size: number): Part<T> {
  const { page, pages } = pageNumber(asked, all.length, size)
  return { items: all.slice((page - 1) * size, page * size), page, pages, total: all.length }
}

/** The address of the page that is shown, with one parameter changed; empty ones are left out. */
export function withParam(query: Readonly<Record<string, string>>, name: string, value: string | number): string {
  const params = new URLSearchParams(
    Object.entries({ ...query, [name]: String(value) }).filter(([, text]) => text !== ''),
  )
  return `?${params}`
}
