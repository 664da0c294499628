import type { Exchange } from '../http/journal/exchange.ts'
import type { Journal } from '../http/journal/journal.ts'
import { Showing } from '../http/journal/show.ts'
import { VERSION } from '../version.ts'
import type { World } from '../world/world.ts'

/** Events that wait for a listener who reads slowly; what comes beyond is counted and not sent. */
const eventsWaiting = 500
const utf8 = new TextEncoder()

/**
 * A stream of server-sent events: `request` with a row of the list for each request that ends, and `lost` with a count where
 * the listener was too slow.
 * @param lastId of a listener who comes back: what it missed is sent first, as far as the journal has it
 */
export function eventStream(journal: Journal, world: World, lastId: string | undefined): Response {
  let stop = () => {}
  let lost = 0
  const requestEvent = (exchange: Exchange): string =>
    `event: request\nid: ${exchange.id}\ndata: ${JSON.stringify(new Showing(world, journal).row(exchange))}\n\n`
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (event: string) => controller.enqueue(utf8.encode(event))
        // something has to come at once, or a client waits for the headers
        send(': the journal of the emulator\n\n')
        if (lastId !== undefined) for (const missed of since(journal, lastId)) send(requestEvent(missed))
        stop = journal.listen(
          exchange => {
            if ((controller.desiredSize ?? 0) <= 0) lost++
            else send(requestEvent(exchange))
          },
          () => {
            stop()
            controller.close()
          },
        )
      },
      pull(controller) {
        if (lost === 0) return
        controller.enqueue(utf8.encode(`event: lost\ndata: ${JSON.stringify({ count: lost })}\n\n`))
        lost = 0
      },
      cancel: () => stop(),
    },
    { highWaterMark: eventsWaiting },
  )
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream;charset=UTF-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
      'x-zoho-emulator': VERSION,
    },
  })
}

/** The oldest first. */
function since(journal: Journal, lastId: string): Exchange[] {
  const missed: Exchange[] = []
  for (const exchange of journal.entries()) {
    if (exchange.id === lastId) break
    missed.push(exchange)
  }
  return missed.slice(0, eventsWaiting - 1).reverse()
}
