import { request as httpRequest, type IncomingMessage } from 'node:http'
import type { Target } from './target.ts'

/** What is kept of an answer. */
const longestAnswer = 64 * 1024

export interface Delivery {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal: AbortSignal
}

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Sends a body and reads the answer, whatever it says; redirects are not followed.
 * @throws what went wrong on the way, CallbackRefused for a name that is not this machine
 */
export async function post({ url, lookup }: Target, { headers, body, signal }: Delivery): Promise<Answered> {
  const request = url.protocol === 'https:' ? (await import('node:https')).request : httpRequest
  return new Promise((resolve, reject) => {
    // a connection of its own, that nobody has to close later
    const sent = request(url, { method: 'POST', headers, signal, agent: false, ...(lookup && { lookup }) }, answer => {
      readAnswer(answer).then(resolve, reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

async function readAnswer(answer: IncomingMessage): Promise<Answered> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of answer as AsyncIterable<Buffer>) {
    parts.push(part)
    length += part.length
    if (length >= longestAnswer) break
  }
  const headers: Record<string, string> = {}
  for (const [name, values] of Object.entries(answer.headersDistinct)) headers[name] = (values ?? []).join(', ')
  return {
    status: answer.statusCode ?? 0,
    headers,
    body: Buffer.concat(parts).toString('utf8', 0, longestAnswer),
  }
}
