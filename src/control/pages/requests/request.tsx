/** One request: why it was refused, every check in order, what was sent and answered, and what nobody read. */

import type { CheckResponse } from '../../../http/journal/checks.ts'
import type { RequestDetail } from '../../../http/journal/show.ts'
import type { Sent } from '../../../http/journal/unread.ts'
import { EnvironmentBadge } from '../../../views/environment.tsx'
import { Fact } from '../../../views/fact.tsx'
import { exactTime, Moment } from '../../../views/moment.tsx'
import { Name } from '../../../views/name.tsx'
import { OwnLayout, ownPages } from '../../../views/own-layout.tsx'
import type { World } from '../../../world/world.ts'
import { environmentOf } from './environment-of.ts'
import { isRefusedRow } from './lines.tsx'
import { Message } from './message.tsx'
import { places } from './unread-summary.tsx'

export interface RequestPageProps {
  readonly world: World
  readonly base: string
  readonly detail: RequestDetail
  /** Ids of the requests after and before it. */
  readonly later: string | undefined
  readonly earlier: string | undefined
}

export const RequestPage = ({ world, base, detail, later, earlier }: RequestPageProps) => {
  const { id, method, path, request, response, unread, left_out } = detail
  const list = `${base}${ownPages.requests.path}`
  const statusLine = `${response.status ?? 'no answer'} in ${detail.duration_ms} ms`
  return (
    <OwnLayout title={`${method} ${path}`} base={base} current="requests" wide>
      <nav class="beside" aria-label="Other requests">
        <a href={list}>All requests</a>
        {earlier && (
          <a href={`${list}/${earlier}`} rel="prev">
            Earlier
          </a>
        )}
        {later && (
          <a href={`${list}/${later}`} rel="next">
            Later
          </a>
        )}
        <a href={`${list}/${id}/har`}>Download as HAR</a>
      </nav>
      <h1>
        <span class="method">{method}</span> {path}
      </h1>
      <RequestFacts world={world} base={base} detail={detail} />
      <Explanation detail={detail} />
      {(unread.length > 0 || left_out.length > 0) && (
        <div class="grid">
          <SentList id="left-out" title="Required, and not sent" sent={left_out} />
          <SentList id="unread" title="Sent, and read by nobody" sent={unread} />
        </div>
      )}
      <div class="grid">
        <Message title="Request" first={`${method} ${request.url}`} kept={detail.bodies} {...request} />
        <Message title="Answer" first={statusLine} kept={detail.bodies} {...response} />
      </div>
    </OwnLayout>
  )
}

const RequestFacts = ({ world, base, detail }: { world: World; base: string; detail: RequestDetail }) => {
  const { at, host, user, token } = detail
  const environment = environmentOf(detail)
  const org = detail.org === null ? undefined : world.orgs.get(detail.org)
  const client = detail.client_id === null ? undefined : world.clients.get(detail.client_id)
  return (
    <dl class="card strip facts">
      <Fact name="Host">
        {environment && <EnvironmentBadge environment={environment} />} <code>{host}</code>
      </Fact>
      <Fact name="When">
        <Moment at={Date.parse(at)} now={world.clock.now()} />{' '}
        <span class="hint screen-only">{exactTime(Date.parse(at))}</span>
      </Fact>
      {org && (
        <Fact name={isCallback(detail) ? 'Org' : 'Org of the token'}>
          <a href={`${base}${ownPages.orgs.path}/${org.id}`}>
            <Name>{org.name}</Name>
          </a>{' '}
          <EnvironmentBadge environment={org.environment} />
        </Fact>
      )}
      {user && (
        <Fact name="User">
          <Name>{user}</Name>
        </Fact>
      )}
      {detail.client_id && (
        <Fact name="Client">{client ? <Name>{client.name}</Name> : <code>{detail.client_id}</code>}</Fact>
      )}
      {token && (
        <Fact name="Token">
          <code>{token}</code>
        </Fact>
      )}
    </dl>
  )
}

/** What the emulator itself sent to an address that a client had named. */
const isCallback = ({ service }: RequestDetail): boolean => service === 'callback'

const outcomeWords: Readonly<Record<CheckResponse['outcome'], string>> = {
  passed: 'passed',
  failed: 'failed',
  not_reached: 'not reached',
}

/** What failed comes first, then every check in the order in which it was made. */
const Explanation = ({ detail }: { detail: RequestDetail }) => {
  const { checks, reason, status } = detail
  const failed = checks.filter(({ outcome }) => outcome === 'failed')
  return (
    <>
      {isRefusedRow(detail) ? (
        <section class="verdict refused-verdict" aria-labelledby="why">
          <h2 id="why">{isCallback(detail) ? 'Not delivered' : `Refused with ${status}`}</h2>
          {reason && !failed.some(({ actual }) => actual === reason) && <p>{reason}</p>}
          {failed.length > 0 && (
            <ul class="checks">
              {failed.map(check => (
                <Check check={check} />
              ))}
            </ul>
          )}
        </section>
      ) : (
        <section class="verdict" aria-labelledby="why">
          <h2 id="why">
            {isCallback(detail) ? 'Delivered' : 'Answered'} with {status}
          </h2>
          <p>Every check was passed.</p>
        </section>
      )}
      <section class="block" aria-labelledby="checks">
        <h2 id="checks">Every check, in order</h2>
        <ol class="card checks">
          {checks.map(check => (
            <Check check={check} />
          ))}
        </ol>
      </section>
    </>
  )
}

const Check = ({ check: { name, outcome, expected, actual } }: { check: CheckResponse }) => (
  <li class={outcome}>
    <span class="check-name">
      {name} <span class="hint">{outcomeWords[outcome]}</span>
    </span>
    {outcome !== 'not_reached' && (expected !== null || actual !== null) && (
      <dl>
        {expected !== null && (
          <div>
            <dt>expected</dt>
            <dd>{expected}</dd>
          </div>
        )}
        {actual !== null && (
          <div>
            <dt>was</dt>
            <dd>{actual}</dd>
          </div>
        )}
      </dl>
    )}
  </li>
)

const SentList = ({ id, title, sent }: { id: string; title: string; sent: readonly Sent[] }) =>
  sent.length === 0 ? null : (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul class="lines">
        {sent.map(({ name, in: place }) => (
          <li>
            <code>{name}</code> <span class="hint">{places[place]}</span>
          </li>
        ))}
      </ul>
    </section>
  )

/** For an address of a request that the journal no longer has. */
export const GonePage = ({ base, kept }: { base: string; kept: number }) => (
  <OwnLayout title="No such request" base={base} current="requests">
    <h1>The journal has no such request</h1>
    <p>
      It keeps the last {kept}, and a reset empties it. <a href={`${base}${ownPages.requests.path}`}>All requests</a>
    </p>
  </OwnLayout>
)
