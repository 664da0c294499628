/**
 * `/`: where to point an app, who can sign in, which flow is on, what time it is here, and what is going on.
 *
 * POST /_emulator/home/sign-in, /scenario, /clock   the forms of its cards, each in the file of its card
 */

import type { Context, Hono, MiddlewareHandler } from 'hono'
import type { Child } from 'hono/jsx'
import type { EmulatorEnv } from '../../../http/env.ts'
import type { Located } from '../../../http/locate.ts'
import { pageResponse } from '../../../http/respond.ts'
import { dataCenters, isLocation } from '../../../protocol/data-centers.ts'
import { OwnLayout } from '../../../views/own-layout.tsx'
import { loadScenario, type Scenario, scenarioNames } from '../../../world/scenarios.ts'
import type { World } from '../../../world/world.ts'
import type { ControlOptions } from '../../index.ts'
import { AddressesCard } from './addresses.tsx'
import { BehaviourCard, behaviourForm } from './behaviour.tsx'
import { ClientsSection } from './clients.tsx'
import { ClockCard, type ClockProblem, clockForm } from './clock.tsx'
import { LastRequests } from './last-requests.tsx'
import { PeopleSection, signInForm } from './people.tsx'
import { TryCard } from './try.tsx'

/** Shows the page after a form was refused, with what was wrong. */
export type ShowHome = (c: Context<EmulatorEnv>, problem: ClockProblem) => Promise<Response>

export function homeRoutes(
  app: Hono<EmulatorEnv>,
  world: World,
  { journal }: ControlOptions,
  unlocked: MiddlewareHandler<EmulatorEnv>,
): void {
  const show = async (c: Context<EmulatorEnv>, problem?: ClockProblem): Promise<Response> => {
    const scenarios = await Promise.all(scenarioNames().map(name => loadScenario(name)))
    const { located } = c.env
    const page = (
      <HomePage
        world={world}
        located={located}
        query={problem ? {} : c.req.query()}
        scenarios={scenarios}
        clockProblem={problem}
        lastRequests={<LastRequests world={world} journal={journal} base={located.origin} />}
      />
    )
    return pageResponse(problem ? 400 : 200, page)
  }

  app.get('/', unlocked, c => show(c))
  app.use('/_emulator/home/*', unlocked)
  signInForm(app, world)
  behaviourForm(app, world)
  clockForm(app, world, show)
}

interface HomePageProps {
  readonly world: World
  readonly located: Located
  readonly query: Readonly<Record<string, string>>
  readonly scenarios: readonly Scenario[]
  readonly clockProblem: ClockProblem | undefined
  readonly lastRequests: Child
}

const HomePage = ({ world, located, query, scenarios, clockProblem, lastRequests }: HomePageProps) => {
  const { location = '' } = query
  const dc = dataCenters[isLocation(location) ? location : world.defaultLocation]
  return (
    <OwnLayout title="Home" base={located.origin} current="home" scripts={['copy', 'clock', 'live']}>
      <h1>Zoho Accounts and Zoho CRM, on this machine</h1>
      <p class="lead">
        Put <code>{located.origin}/</code> in front of any Zoho host.
      </p>
      <TryCard world={world} located={located} dataCenter={dc} />
      <div class="grid">
        <AddressesCard located={located} dataCenter={dc} />
        <ClockCard world={world} base={located.origin} problem={clockProblem} />
      </div>
      <BehaviourCard world={world} base={located.origin} scenarios={scenarios} />
      {lastRequests}
      <PeopleSection world={world} base={located.origin} query={query} />
      <ClientsSection world={world} located={located} query={query} />
      <p>
        Everything a test needs to begin is at{' '}
        <a href={`${located.origin}/_emulator/directory`}>/_emulator/directory</a>.
      </p>
    </OwnLayout>
  )
}
