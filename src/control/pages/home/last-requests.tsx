import type { Journal } from '../../../http/journal/journal.ts'
import { type RequestRow, Showing } from '../../../http/journal/show.ts'
import { ownPages } from '../../../views/own-layout.tsx'
import type { World } from '../../../world/world.ts'
import { RequestLines } from '../requests/lines.tsx'
import { Live } from '../requests/live.tsx'

const shown = 5

interface LastRequestsProps {
  readonly world: World
  readonly journal: Journal
  readonly base: string
}

/** What is going on right now. */
export const LastRequests = ({ world, journal, base }: LastRequestsProps) => {
  const showing = new Showing(world, journal)
  const rows: RequestRow[] = []
  for (const exchange of journal.entries()) {
    if (rows.length === shown) break
    rows.push(showing.row(exchange))
  }
  return (
    <section class="block" aria-labelledby="now">
      <div class="title-row">
        <h2 id="now">Right now</h2>
        <Live base={base} />
      </div>
      <div id="last-requests" data-refreshes>
        {rows.length === 0 ? (
          <p class="empty">
            No request yet. Start a sign-in, or point your app here: each call will stand in this place.
          </p>
        ) : (
          <>
            <RequestLines world={world} rows={rows} base={base} />
            <p class="after">
              <a href={`${base}${ownPages.requests.path}`}>All requests</a>
            </p>
          </>
        )}
      </div>
    </section>
  )
}
