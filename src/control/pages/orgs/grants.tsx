/** Grants with what they are bound to, and their tokens with the time that each has left. */

import { maskSecret } from '../../../http/journal/mask.ts'
import { Moment, relativeTime } from '../../../views/moment.tsx'
import { Name } from '../../../views/name.tsx'
import { Pager } from '../../../views/pager.tsx'
import type { Grant } from '../../../world/schema.ts'
import type { World } from '../../../world/world.ts'
import { partOf, withParam } from '../paging.ts'

const grantsPerPage = 10
/** Of each kind and grant; what lies beyond is counted. */
const tokensShown = 20

interface GrantListProps {
  readonly world: World
  /** The newest first. */
  readonly grants: readonly Grant[]
  readonly query: Readonly<Record<string, string>>
}

export const GrantList = ({ world, grants, query }: GrantListProps) => {
  const { items, ...part } = partOf(grants, query.grants, grantsPerPage)
  return (
    <>
      <ul class="rows grants">
        {items.map(grant => (
          <GrantRow world={world} grant={grant} />
        ))}
      </ul>
      <Pager label="grants" {...part} href={page => `${withParam(query, 'grants', page)}#grants`} />
    </>
  )
}

const GrantRow = ({ world, grant }: { world: World; grant: Grant }) => {
  const now = world.clock.now()
  const user = world.users.get(grant.zuid)
  const client = world.clients.get(grant.clientId)
  const isOver = grant.scopes.length === 0
  return (
    <li>
      <p class="row-title">
        <Name>{user?.email ?? grant.zuid}</Name> <span class="hint">let</span>{' '}
        <Name>{client?.name ?? grant.clientId}</Name>{' '}
        <span class="hint">
          {describeBinding(grant)}
          {grant.instanceLevel && ', for the whole org'}, <Moment at={grant.createdAt} now={now} />
        </span>
      </p>
      {isOver ? (
        <p class="refused">Taken back: nothing that came from it works.</p>
      ) : (
        <ul class="scope-list" aria-label="Scopes">
          {grant.scopes.map(scope => (
            <li>
              <code>{scope}</code>
            </li>
          ))}
        </ul>
      )}
      <TokenList tokens={tokensOf(world, grant, now)} now={now} />
    </li>
  )
}

function describeBinding({ flow, zgid }: Grant): string {
  if (flow === 'legacy') return 'into every environment (old flow)'
  return zgid === null ? 'have scopes that need no org' : 'into this org (new flow)'
}

interface LivingToken {
  readonly kind: 'Code' | 'Refresh token' | 'Access token'
  readonly id: string
  /** null: never. */
  readonly expiresAt: number | null
}

/** What works now, the newest of each kind first. */
function tokensOf(world: World, grant: Grant, now: number): LivingToken[] {
  const lives = ({ expiresAt }: { readonly expiresAt: number | null }) => expiresAt === null || expiresAt > now
  const codes = world.codes.find('grant', grant.id).filter(code => !code.ended && lives(code))
  const accessTokens = world.accessTokens.find('grant', grant.id).filter(lives)
  return [
    ...codes.map(({ id, expiresAt }) => ({ kind: 'Code' as const, id, expiresAt })),
    ...world.refreshTokens.find('grant', grant.id).map(({ id }) => ({
      kind: 'Refresh token' as const,
      id,
      expiresAt: null,
    })),
    ...accessTokens.reverse().map(({ id, expiresAt }) => ({ kind: 'Access token' as const, id, expiresAt })),
  ]
}

const TokenList = ({ tokens, now }: { tokens: readonly LivingToken[]; now: number }) => {
  if (tokens.length === 0) return <p class="hint">No code or token of it works now.</p>
  const more = tokens.length - tokensShown
  return (
    <ul class="tokens">
      {tokens.slice(0, tokensShown).map(({ kind, id, expiresAt }) => (
        <li>
          <span>{kind}</span>
          <code>{maskSecret(id)}</code>
          <span>{expiresAt === null ? 'no end' : <TimeLeft expiresAt={expiresAt} now={now} />}</span>
        </li>
      ))}
      {more > 0 && <li class="hint">and {more} more</li>}
    </ul>
  )
}

const TimeLeft = ({ expiresAt, now }: { expiresAt: number; now: number }) => (
  <time datetime={new Date(expiresAt).toISOString()} title={new Date(expiresAt).toISOString()}>
    ends {relativeTime(expiresAt, now)}
  </time>
)
