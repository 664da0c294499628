import type { Context } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { queryOf } from '../http/parameters.ts'
import { dataCenters } from '../protocol/data-centers.ts'

export type AccountsContext = Context<EmulatorEnv>

/** Base address of the accounts host that this request was sent to, in the way in which it came. */
export const accountsBase = (c: AccountsContext): string => {
  const { located } = c.env
  return located.addressOf(dataCenters[located.location].accounts)
}

/** The query of a page's address. */
export const readQuery = (c: AccountsContext): URLSearchParams => new URLSearchParams(queryOf(c.req.url))
