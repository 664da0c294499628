import type { Journal } from '../../../http/journal/journal.ts'
import { createMask, secretsOfClients } from '../../../http/journal/mask.ts'
import { hiddenName } from '../../../http/journal/show.ts'
import type { Sent, UnreadRow } from '../../../http/journal/unread.ts'
import { ownPages } from '../../../views/own-layout.tsx'
import type { World } from '../../../world/world.ts'

/** Of each kind; what lies beyond is counted. */
const rowsShown = 15

export const places: Readonly<Record<Sent['in'], string>> = {
  query: 'in the query',
  header: 'as a header',
  body: 'in the body',
}

interface UnreadSummaryProps {
  readonly world: World
  readonly journal: Journal
  readonly base: string
}

/** What clients left out, and what they sent that nobody read, over the whole run; the most frequent first. */
export const UnreadSummary = ({ world, journal, base }: UnreadSummaryProps) => {
  const { unread, leftOut } = journal.unread
  const mask = createMask(secretsOfClients(world))
  const shown = (rows: readonly UnreadRow[]) => rows.slice(0, rowsShown).map(row => hiddenName(row, mask))
  return (
    <div class="grid" id="unread-summary" data-refreshes>
      <Summary
        id="all-left-out"
        title="Required, and not sent"
        rows={shown(leftOut)}
        count={leftOut.length}
        base={base}
      />
      <Summary
        id="all-unread"
        title="Sent, and read by nobody"
        rows={shown(unread)}
        count={unread.length}
        base={base}
      />
    </div>
  )
}

interface SummaryProps {
  readonly id: string
  readonly title: string
  readonly rows: readonly UnreadRow[]
  readonly count: number
  readonly base: string
}

const Summary = ({ id, title, rows, count, base }: SummaryProps) =>
  count === 0 ? null : (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>
        {title} <span class="hint">since the start</span>
      </h2>
      <ul class="lines">
        {rows.map(({ name, in: place, method, path, count: times, last }) => (
          <li>
            <code>{name}</code>{' '}
            <span class="hint">
              {places[place]} of{' '}
              <a href={`${base}${ownPages.requests.path}/${last}`}>
                {method} {path}
              </a>
              {times > 1 && `, ${times} times`}
            </span>
          </li>
        ))}
      </ul>
      {count > rows.length && (
        <p>
          <a href={`${base}/_emulator/unread`}>All {count}</a>
        </p>
      )}
    </section>
  )
