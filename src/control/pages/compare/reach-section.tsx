/** Reach of a token: which one is stolen, and the table of what it opens, before and after. */

import type { Located } from '../../../http/locate.ts'
import { EnvironmentBadge, environmentWord } from '../../../views/environment.tsx'
import { SelectField } from '../../../views/fields.tsx'
import { Name } from '../../../views/name.tsx'
import { Pager } from '../../../views/pager.tsx'
import type { AccessToken, Org } from '../../../world/schema.ts'
import type { World } from '../../../world/world.ts'
import { partOf } from '../paging.ts'
import { addressWith, comparePath } from './address.ts'
import { orgsOf } from './choice.ts'
import type { Reach } from './reach.ts'
import { ReachTable } from './reach-table.tsx'
import type { Refused, Theft, Thefts } from './theft.ts'
import { type ListedToken, listToken } from './tokens.ts'

interface ReachSectionProps {
  readonly world: World
  readonly located: Located
  readonly query: URLSearchParams
  readonly theft: Thefts
}

const tokensAPage = 10
const orgsAPage = 40

export const ReachSection = ({ world, located, query, theft: { living, theft, isGone } }: ReachSectionProps) => {
  const href = (changes: Readonly<Record<string, string>>) => addressWith(query, changes, 'reach')
  return (
    <section class="reach" aria-labelledby="reach">
      <h2 id="reach">Reach of a token</h2>
      {theft && <StolenView world={world} query={query} theft={theft} href={href} />}
      {isGone && (
        <p class="notice" role="status">
          That token works no more. Choose one that does.
        </p>
      )}
      {living.length === 0 ? (
        <NoToken located={located} />
      ) : (
        <details class="pick" open={!theft}>
          <summary>{theft ? 'Choose another token' : 'Choose a token and call it stolen'}</summary>
          <TokenList world={world} living={living} query={query} chosen={theft?.stolen.mark} href={href} />
        </details>
      )}
    </section>
  )
}

type Href = (changes: Readonly<Record<string, string>>) => string

const NoToken = ({ located }: { located: Located }) => (
  <div class="notice">
    <p>
      <strong>No token works right now.</strong> Get one, then load this page again:
    </p>
    <ul>
      <li>
        <a href={`${located.origin}/`}>start a sign-in</a> on the home page, and redeem the code that comes back,
      </li>
      <li>
        or ask for one without a browser: <code>POST {located.origin}/_emulator/tokens</code>
      </li>
    </ul>
  </div>
)

interface TokenListProps {
  readonly world: World
  readonly living: readonly AccessToken[]
  readonly query: URLSearchParams
  readonly chosen: string | undefined
  readonly href: Href
}

const TokenList = ({ world, living, query, chosen, href }: TokenListProps) => {
  const part = partOf(living, query.get('tokens') ?? undefined, tokensAPage)
  const listed = part.items.map(token => listToken(world, token)).filter(token => token !== null)
  return (
    <>
      <ul class="tokens">
        {listed.map(token => (
          <li>
            <a
              href={href({ token: token.mark, rows: '', would: '' })}
              aria-current={token.mark === chosen ? 'true' : undefined}
            >
              <code>{token.masked}</code> <Binding token={token} />
            </a>
          </li>
        ))}
      </ul>
      <Pager label="tokens" {...part} href={page => href({ tokens: String(page) })} />
    </>
  )
}

/** Who gave it to which app, and for what. */
const Binding = ({ token: { user, client, org, grant } }: { token: ListedToken }) => (
  <span class="bound">
    <span>
      {user.email}, <Name>{client.name}</Name>
    </span>{' '}
    {org ? (
      <span>
        <Name>{org.name}</Name> <EnvironmentBadge environment={org.environment} />
      </span>
    ) : (
      <span>{grant.flow === 'legacy' ? 'old flow, bound to no org' : 'bound to no org'}</span>
    )}
  </span>
)

interface StolenViewProps {
  readonly world: World
  readonly query: URLSearchParams
  readonly theft: Theft
  readonly href: Href
}

const StolenView = ({ world, query, theft, href }: StolenViewProps) => {
  const { stolen, orgs } = theft
  const isOld = stolen.grant.flow === 'legacy'
  const part = partOf(orgs, query.get('rows') ?? undefined, orgsAPage)
  return (
    <>
      <p class="stolen" data-testid="stolen">
        <code>{stolen.masked}</code> is stolen. <Binding token={stolen} />
      </p>
      {isOld && theft.org && <WouldForm world={world} query={query} theft={theft} org={theft.org} />}
      <div class="verdicts">
        <Verdict name="Old rule" isBorn={isOld} reach={theft.old} orgs={orgs} />
        <Verdict name="New rule" isBorn={!isOld} reach={theft.new} orgs={orgs} />
      </div>
      <ReachTable world={world} orgs={part.items} old={theft.old} new={theft.new} />
      <Pager label="orgs" {...part} href={page => href({ rows: String(page) })} />
    </>
  )
}

/** Under the new rule somebody would have chosen an org for this token. */
const WouldForm = ({
  world,
  query,
  theft: { stolen },
  org,
}: Pick<StolenViewProps, 'world' | 'query' | 'theft'> & { org: Org }) => (
  <form method="get" action={`${comparePath}#reach`} class="choices">
    {[...query]
      .filter(([name]) => name !== 'would')
      .map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    <SelectField
      name="would"
      label="Under the new rule it would be for"
      value={org.id}
      options={orgsOf(world, stolen.user).map(({ id, name, environment }) => ({
        value: id,
        text: `${name} · ${environmentWord(environment)}`,
      }))}
    />
    <button type="submit">Show</button>
  </form>
)

interface VerdictProps {
  readonly name: string
  readonly isBorn: boolean
  readonly reach: Reach | Refused
  readonly orgs: readonly Org[]
}

/** How many namings it takes until a count says more. */
const mostNamed = 6

const Verdict = ({ name, isBorn, reach, orgs }: VerdictProps) => {
  const opened = 'refused' in reach ? [] : orgs.filter(org => reach.opens(org))
  return (
    <section class="verdict-card" aria-label={name} data-testid={isBorn ? 'born' : 'other'}>
      <p class="flow">
        {name} <span class="hint">{isBorn ? 'the one it was born with' : 'tried out beside this world'}</span>
      </p>
      {'refused' in reach ? (
        <p>No such token: {reach.refused}.</p>
      ) : (
        <>
          <p class="number">
            opens {opened.length} of {orgs.length} {orgs.length === 1 ? 'org' : 'orgs'}
          </p>
          <ul class="opened-orgs">
            {opened.slice(0, mostNamed).map(org => (
              <li>
                <Name>{org.name}</Name> <EnvironmentBadge environment={org.environment} />
              </li>
            ))}
          </ul>
          <p class="hint">{reach.calls} calls were made to find out.</p>
        </>
      )}
    </section>
  )
}
