import type { Context } from 'hono'
import type { EmulatorEnv } from './env.ts'

/** The query of an address without `?`; empty when there is none. */
export function queryOf(url: string): string {
  const mark = url.indexOf('?')
  if (mark === -1) return ''
  const hash = url.indexOf('#', mark)
  return hash === -1 ? url.slice(mark + 1) : url.slice(mark + 1, hash)
}

/** The query of a request. Read it through here, so that the journal can say which parameters nobody looked at. */
export const queryParams = (c: Context): URLSearchParams => exchangeOf(c).reads.params

/** One parameter of the query. */
export const queryParam = (c: Context, name: string): string | undefined => queryParams(c).get(name) ?? undefined

/** One header. Read it through here, so that the journal can say which headers nobody looked at. */
export function readHeader(c: Context, name: string): string | undefined {
  exchangeOf(c).reads.header(name)
  return c.req.header(name)
}

const exchangeOf = (c: Context) => (c as Context<EmulatorEnv>).env.exchange
