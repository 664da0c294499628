/** A server of a client's that callbacks go to. */

import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes
  readonly body: any
}

export interface Listener {
  readonly url: string
  readonly received: readonly Received[]
  /** Waits until so many have come. @returns all of them */
  until(count: number): Promise<readonly Received[]>
}

/** @param statuses of its answers in turn, the last one from then on; null for no answer at all */
export async function listener(
  statuses: readonly (number | null)[] = [200],
  headers: Record<string, string> = {},
): Promise<Listener> {
  const received: Received[] = []
  const waiting: { readonly count: number; readonly done: () => void }[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const part of request) text += part
    received.push({
      method: request.method!,
      path: request.url!,
      headers: request.headers,
      body: text === '' ? null : JSON.parse(text),
    })
    const status = statuses[Math.min(received.length, statuses.length) - 1]
    if (status) response.writeHead(status, headers).end('noted')
    for (const { count, done } of waiting) if (received.length >= count) done()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    received,
    async until(count) {
      if (received.length < count) await new Promise<void>(done => waiting.push({ count, done }))
      return received
    },
  }
}
