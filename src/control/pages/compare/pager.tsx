/** A part of a long list; pages count from 1. */
export interface Part<T> {
  readonly items: readonly T[]
  readonly page: number
  readonly pages: number
}

/** The page that was asked for, or the nearest that there is. */
export function partOf<T>(all: readonly T[], asked: string | null, size: number): Part<T> {
  const pages = Math.max(1, Math.ceil(all.length / size))
  const wanted = /^\d{1,9}$/.test(asked ?? '') ? Number(asked) : 1
  const page = Math.min(Math.max(wanted, 1), pages)
  return { items: all.slice((page - 1) * size, page * size), page, pages }
}

export interface PagerProps {
  readonly label: string
  readonly part: Part<unknown>
  readonly href: (page: number) => string
}

export const Pager = ({ label, part: { page, pages }, href }: PagerProps) =>
  pages > 1 ? (
    <nav class="turn" aria-label={label}>
      {page > 1 && <a href={href(page - 1)}>Back</a>}
      <span class="hint">
        Page {page} of {pages}
      </span>
      {page < pages && <a href={href(page + 1)}>On</a>}
    </nav>
  ) : null
