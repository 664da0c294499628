/** Both runs side by side: each step with what a person saw, what was exchanged, and a line where they part. */

import type { Child } from 'hono/jsx'
import { EnvironmentBadge } from '../../../views/environment.tsx'
import { Name } from '../../../views/name.tsx'
import { keyOfLine, keyOfPair, keyOfRequest, keyOfStatus, keysOf, partingOf } from './differences.ts'
import type { Exchange, Pair } from './exchange.ts'
import type { BothRuns } from './kept-runs.ts'
import { type EnvironmentCall, type Run, type Step, type StepName, stepNames } from './run.ts'
import type { SeenLine } from './seen-page.ts'
import type { SeenPage } from './walker.ts'

const titles: Readonly<Record<StepName, string>> = {
  request: 'The app sends the browser to Zoho',
  'sign-in': 'The person signs in',
  org: 'The person chooses an org',
  consent: 'The person accepts',
  code: 'The app gets a code',
  tokens: 'The app redeems the code',
  calls: 'The app calls all three API domains',
}

/** Whether the other flow has the same. */
type IsShared = (key: string) => boolean

export const BothWays = ({ runs: { before, after } }: { runs: BothRuns }) => (
  <ol class="ways">
    {stepNames.map((name, index) => {
      const { differs, says } = partingOf(name, before, after)
      return (
        <li class={differs ? 'way parts' : 'way'} data-step={name}>
          <h3>
            <span class="count">{index + 1}</span> {titles[name]}
          </h3>
          <p class="parting">
            <span class="marked">{differs ? 'Different' : 'Same'}</span> {says}
          </p>
          <Column flow="Old flow" name={name} run={before} other={after} />
          <Column flow="New flow" name={name} run={after} other={before} />
        </li>
      )
    })}
  </ol>
)

interface ColumnProps {
  readonly flow: string
  readonly name: StepName
  readonly run: Run
  readonly other: Run
}

const Column = ({ flow, name, run, other }: ColumnProps) => {
  const step = run.get(name)
  const opposite = other.get(name)
  const keys = opposite && keysOf(opposite)
  // a step that only one flow has is different as a whole
  const isShared: IsShared = key => !keys || keys.has(key)
  return (
    <section class="side" aria-label={`${flow}: ${titles[name]}`}>
      <p class="flow">{flow}</p>
      {step ? (
        <StepView step={step} isShared={isShared} />
      ) : (
        <p class="absent">{opposite ? 'No such step: the browser goes straight on.' : 'Not reached.'}</p>
      )}
    </section>
  )
}

const StepView = ({ step, isShared }: { step: Step; isShared: IsShared }) => (
  <>
    {step.pages.map(page => (
      <PageView page={page} isShared={isShared} />
    ))}
    {step.returned.length > 0 && <Pairs pairs={step.returned} isOther={pair => !isShared(pair.join(' '))} />}
    {step.calls.map(call => (
      <CallView call={call} isShared={isShared} />
    ))}
    {step.calls.length === 0 && step.exchanges.length > 0 && (
      <Exchanges exchanges={step.exchanges} isFolded={step.pages.length > 0} isShared={isShared} />
    )}
  </>
)

/** Text that only this flow has: bold, with a mark in front that a screen reader says too. */
const Other = ({ children }: { children: Child }) => (
  <mark>
    <span class="unseen">differs: </span>
    {children}
  </mark>
)

const PageView = ({ page, isShared }: { page: SeenPage; isShared: IsShared }) => (
  <div class="seen">
    <p class="where">{page.path}</p>
    {page.lines.map(line => {
      const content = <LineView line={line} page={page} />
      return (
        <div class={`line is-${line.kind}${isChosen(line, page) ? ' chosen' : ''}`}>
          {isShared(keyOfLine(line)) ? content : <Other>{content}</Other>}
        </div>
      )
    })}
  </div>
)

const isChosen = ({ kind, value }: SeenLine, { chosen }: SeenPage): boolean =>
  kind === 'choice' || kind === 'button' ? (value === null ? chosen.size > 0 : chosen.has(value)) : false

const LineView = ({ line, page }: { line: SeenLine; page: SeenPage }) => (
  <>
    <Name>{line.text}</Name>
    {line.environments.map(environment => (
      <>
        {' '}
        <EnvironmentBadge environment={environment} />
      </>
    ))}
    {isChosen(line, page) && <span class="unseen"> ({line.kind === 'button' ? 'pressed' : 'chosen'})</span>}
  </>
)

const Exchanges = ({ exchanges, isFolded, isShared }: ExchangesProps) => (
  <ol class="exchanges">
    {exchanges.map(exchange => (
      <li>
        <ExchangeView exchange={exchange} isFolded={isFolded} isShared={isShared} />
      </li>
    ))}
  </ol>
)

interface ExchangesProps {
  readonly exchanges: readonly Exchange[]
  /** Whether one sees what was sent only when one asks. */
  readonly isFolded: boolean
  readonly isShared: IsShared
}

const ExchangeView = ({ exchange, isFolded, isShared }: Omit<ExchangesProps, 'exchanges'> & { exchange: Exchange }) => {
  const request = (
    <code>
      {exchange.method} {exchange.host}
      {exchange.path}
    </code>
  )
  const status = (
    <code>
      {exchange.status}
      {exchange.location && ` → ${exchange.location}`}
    </code>
  )
  const sent = <Pairs pairs={exchange.sent} isOther={pair => !isShared(keyOfPair(exchange, 'sent', pair))} />
  return (
    <>
      <p class="request">{isShared(keyOfRequest(exchange)) ? request : <Other>{request}</Other>}</p>
      {isFolded && exchange.sent.length > 0 ? (
        <details>
          <summary>with {exchange.sent.map(([name]) => name).join(', ')}</summary>
          {sent}
        </details>
      ) : (
        sent
      )}
      <p class="status">{isShared(keyOfStatus(exchange)) ? status : <Other>{status}</Other>}</p>
      <Pairs pairs={exchange.answer} isOther={pair => !isShared(keyOfPair(exchange, 'answer', pair))} />
    </>
  )
}

const Pairs = ({ pairs, isOther }: { pairs: readonly Pair[]; isOther: (pair: Pair) => boolean }) =>
  pairs.length > 0 ? (
    <dl class="pairs">
      {pairs.map(pair => {
        const [name, value] = pair
        const shown = (
          <code>
            <Name>{value}</Name>
          </code>
        )
        return (
          <div>
            <dt>{name}</dt>
            <dd>{isOther(pair) ? <Other>{shown}</Other> : shown}</dd>
          </div>
        )
      })}
    </dl>
  ) : null

const CallView = ({
  call: { environment, exchange, opened },
  isShared,
}: {
  call: EnvironmentCall
  isShared: IsShared
}) => {
  const answer = opened ? (
    <>
      <strong>{exchange.status}</strong> <Name>{opened.name}</Name> <span class="zgid">{opened.zgid}</span>
    </>
  ) : (
    <>
      <strong>{exchange.status}</strong> {exchange.answer[0]?.[1]}
    </>
  )
  const isSame =
    isShared(keyOfStatus(exchange)) && exchange.answer.every(pair => isShared(keyOfPair(exchange, 'answer', pair)))
  return (
    <div class={opened ? 'call opened' : 'call refused-call'} data-environment={environment}>
      <p>
        <EnvironmentBadge environment={environment} />{' '}
        <code>
          {exchange.method} {exchange.host}
          {exchange.path}
        </code>
      </p>
      <p class="result">{isSame ? answer : <Other>{answer}</Other>}</p>
      {exchange.reason && <p class="hint">{exchange.reason}</p>}
    </div>
  )
}
