export interface PagerProps {
  /** What the list is of, for those who hear the page. */
  readonly label: string
  readonly page: number
  readonly pages: number
  readonly total: number
  /** The address of a page. */
  readonly href: (page: number) => string
}

/** The way through a long list; nothing where all of it is shown. */
export const Pager = ({ label, page, pages, total, href }: PagerProps) =>
  pages > 1 ? (
    <nav class="pager" aria-label={`Pages of ${label}`}>
      {page > 1 && (
        <a href={href(page - 1)} rel="prev">
          Back
        </a>
      )}
      <span class="hint">
        Page {page} of {pages}, {total} in all
      </span>
      {page < pages && (
        <a href={href(page + 1)} rel="next">
          On
        </a>
      )}
    </nav>
  ) : null
