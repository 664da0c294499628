import type { RequestRow } from '../../../http/journal/show.ts'
import { EnvironmentBadge } from '../../../views/environment.tsx'
import { Moment } from '../../../views/moment.tsx'
import { Name } from '../../../views/name.tsx'
import { ownPages } from '../../../views/own-layout.tsx'
import type { World } from '../../../world/world.ts'
import { environmentOf } from './environment-of.ts'

export interface RequestLinesProps {
  readonly world: World
  readonly rows: readonly RequestRow[]
  readonly base: string
}

/** Requests, one line each; what was refused says why below. */
export const RequestLines = ({ world, rows, base }: RequestLinesProps) => {
  const now = world.clock.now()
  return (
    <ol class="calls">
      {rows.map(row => (
        <RequestLine world={world} row={row} base={base} now={now} />
      ))}
    </ol>
  )
}

const RequestLine = ({ world, row, base, now }: { world: World; row: RequestRow; base: string; now: number }) => {
  const { id, at, host, method, path, status, token, reason } = row
  const environment = environmentOf(row)
  const org = row.org === null ? undefined : world.orgs.get(row.org)
  return (
    <li class={isRefusedRow(row) ? 'refusal' : undefined}>
      <span class="when">
        <Moment at={Date.parse(at)} now={now} />
      </span>
      <span class="method">{method}</span>
      <a id={`line-${id}`} href={`${base}${ownPages.requests.path}/${id}`}>
        {path}
      </a>
      <span class="host">
        {environment && <EnvironmentBadge environment={environment} />} <span class="zgid">{host}</span>
      </span>
      <span class="status">{status ?? 'no answer'}</span>
      <span class="whose">
        {org && <Name>{org.name}</Name>} {token && <code>{token}</code>}
      </span>
      {reason && <span class="why">{reason}</span>}
    </li>
  )
}

/** The token endpoint refuses with a status of 200. */
export const isRefusedRow = ({ status, reason }: RequestRow): boolean => (status ?? 0) >= 400 || reason !== null
