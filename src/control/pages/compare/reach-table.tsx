import { EnvironmentBadge } from '../../../views/environment.tsx'
import { Name } from '../../../views/name.tsx'
import type { Org } from '../../../world/schema.ts'
import type { World } from '../../../world/world.ts'
import { type Cell, type CellState, columns, hostOf, type Reach } from './reach.ts'
import type { Refused } from './theft.ts'

interface ReachTableProps {
  readonly world: World
  readonly orgs: readonly Org[]
  readonly old: Reach | Refused
  readonly new: Reach | Refused
}

interface StateLooks {
  readonly sign: string
  readonly word: string
  readonly meaning: string
}

const looks: Readonly<Record<CellState, StateLooks>> = {
  opened: { sign: '✓', word: 'open', meaning: 'opened: the call was answered with data of this org' },
  refused: { sign: '✕', word: 'refused', meaning: 'refused' },
  'not-asked': { sign: '–', word: 'no scope', meaning: 'not asked for: the token has no scope for it' },
  elsewhere: { sign: '≠', word: 'other', meaning: 'answered, but with data of another org on the same host' },
  unclear: { sign: '?', word: 'unclear', meaning: 'answered, but nothing in the answers tells which org it was' },
}

/** Orgs down, each with a row before and one after; modules across; each cell is the answer to a call. */
export const ReachTable = ({ world, orgs, old, new: now }: ReachTableProps) => {
  const rules = [
    { name: 'Old', reach: old },
    { name: 'New', reach: now },
  ].flatMap(({ name, reach }) => ('refused' in reach ? [] : [{ name, reach }]))
  const rows = orgs.map(org => ({ org, rules: rules.map(({ name, reach }) => ({ name, cells: reach.cellsOf(org) })) }))
  const seen = new Set(rows.flatMap(row => row.rules.flatMap(({ cells }) => cells.map(({ state }) => state))))
  return (
    <>
      {/* what scrolls has to be reached by keyboard */}
      <section class="scroll" aria-label="Reach, org by org" tabindex={0}>
        <table class="reach-table" data-testid="reach-table">
          <caption class="unseen">What the token opens in each org, by the old rule and by the new one</caption>
          <thead>
            <tr>
              <th scope="col">Org</th>
              <th scope="col">Rule</th>
              {columns.map(({ label }) => (
                <th scope="col" class="column">
                  <span>{label}</span>
                </th>
              ))}
            </tr>
          </thead>
          {rows.map(row => (
            <tbody data-org={row.org.id}>
              {row.rules.map(({ name, cells }, index) => (
                <tr data-rule={name.toLowerCase()}>
                  {index === 0 && (
                    <th scope="rowgroup" rowspan={row.rules.length} class="org-cell">
                      <OrgName world={world} org={row.org} />
                    </th>
                  )}
                  <th scope="row" class="rule-cell">
                    {name}
                  </th>
                  {cells.map(cell => (
                    <CellView cell={cell} />
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </section>
      <ul class="legend">
        {(Object.keys(looks) as CellState[])
          .filter(state => seen.has(state))
          .map(state => (
            <li>
              <span class={`sign ${state}`} aria-hidden="true">
                {looks[state].sign}
              </span>{' '}
              {looks[state].meaning}
            </li>
          ))}
      </ul>
      <Refusals
        cells={rows.flatMap(row => row.rules.flatMap(({ name, cells }) => cells.map(cell => ({ name, cell }))))}
      />
    </>
  )
}

const OrgName = ({ world, org }: { world: World; org: Org }) => (
  <>
    <span class="portal-name">
      <Name>{world.portals.get(org.portalId)!.name}</Name>
    </span>
    <strong>
      <Name>{org.name}</Name>
    </strong>
    <EnvironmentBadge environment={org.environment} /> <span class="zgid">{org.id}</span>
    <span class="host">{hostOf(world, org)}</span>
  </>
)

const CellView = ({ cell }: { cell: Cell }) => {
  const { sign, word } = looks[cell.state]
  const answer = cell.code === null ? String(cell.status) : `${cell.status} ${cell.code}`
  const shown = cell.state === 'refused' ? String(cell.status) : word
  return (
    <td
      class={cell.state}
      data-state={cell.state}
      data-status={cell.status}
      title={`GET ${cell.host}${cell.path}: ${answer}`}
    >
      <span class="sign" aria-hidden="true">
        {sign}
      </span>
      {cell.state === 'refused' && <span class="unseen">refused, </span>}
      {shown}
      {cell.code !== null && cell.state === 'refused' && <span class="unseen"> {cell.code}</span>}
    </td>
  )
}

/** The code stands in front of it already, and which scope was missing differs from cell to cell. */
const inShort = ({ code, reason }: Cell): string =>
  (reason ?? '').replace(`${code}: `, '').replace(/^the call needs .*; (?=the token has)/, '')

/** Why, in the words of the service and of the emulator: each reason once. */
const Refusals = ({ cells }: { cells: readonly { name: string; cell: Cell }[] }) => {
  const reasons = new Map<string, { name: string; cell: Cell; count: number }>()
  for (const { name, cell } of cells) {
    if (cell.code === null) continue
    const key = `${name} ${cell.status} ${cell.code} ${cell.state === 'not-asked' ? '' : cell.reason}`
    const known = reasons.get(key)
    if (known) known.count++
    else reasons.set(key, { name, cell, count: 1 })
  }
  if (reasons.size === 0) return null
  return (
    <details class="refusals" open>
      <summary>Why calls were refused</summary>
      <ul>
        {[...reasons.values()].slice(0, 12).map(({ name, cell, count }) => (
          <li>
            <strong>{name}</strong>, {count} {count === 1 ? 'cell' : 'cells'}: <code>{cell.status}</code>{' '}
            <code>{cell.code}</code> <span class="hint">{inShort(cell)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
