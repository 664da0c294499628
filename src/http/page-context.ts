import type { Context } from 'hono'
import { dataCenters } from '../protocol/data-centers.ts'
import type { EmulatorEnv } from './env.ts'
import { queryParams } from './query.ts'

/** A request to a host that shows pages: accounts or the API console. */
export type PageContext = Context<EmulatorEnv>

/** Base address of the accounts host in this request's data center, in the way in which the request came. */
export const accountsBase = (c: PageContext): string => {
  const { located } = c.env
  return located.addressOf(dataCenters[located.location].accounts)
}

/** Base address of the API console in this request's data center. */
export const consoleBase = (c: PageContext): string => {
  const { located } = c.env
  return located.addressOf(dataCenters[located.location].console)
}

/** Name and base address of the very host that this request was sent to: what a page's frame and its forms need. */
export function thisHost(c: PageContext): { readonly host: string; readonly base: string } {
  const { located } = c.env
  const host =
    located.service === 'console' ? dataCenters[located.location].console : dataCenters[located.location].accounts
  return { host, base: located.addressOf(host) }
}

/** The query of a page's address. */
export const readQuery = (c: PageContext): URLSearchParams => queryParams(c)
