import { type PageContext, readQuery } from '../../../http/page-context.ts'
import { pageResponse } from '../../../http/respond.ts'
import { EnvironmentBadge } from '../../../views/environment.tsx'
import { Name } from '../../../views/name.tsx'
import { OwnLayout } from '../../../views/own-layout.tsx'
import type { World } from '../../../world/world.ts'
import type { ControlOptions } from '../../index.ts'
import { readChoice } from './choice.ts'
import { ChoiceForm } from './choice-form.tsx'
import type { KeptRuns } from './kept-runs.ts'
import { ReachSection } from './reach-section.tsx'
import { BothWays } from './run-view.tsx'
import { readTheft } from './theft.ts'

export async function comparePage(
  c: PageContext,
  world: World,
  options: ControlOptions,
  kept: KeptRuns,
): Promise<Response> {
  const { located } = c.env
  const query = readQuery(c)
  const choice = readChoice(world, query)
  const runs = choice && (await kept.of(choice, located))
  const theft = await readTheft(world, options, located, query)
  return pageResponse(
    200,
    <OwnLayout title="Old and new" base={located.origin} current="compare" wide>
      <div class="compare">
        <h1>Old and new</h1>
        <p class="lead">
          One client, signed in once in the old flow and once in the new one. Every line is the answer to a call that
          was really made. <a href="#rule">The rule of May 2020</a> in two sentences, and{' '}
          <a href="#reach">the reach of a token</a>.
        </p>
        <Rule />
        {choice && runs ? (
          <section aria-labelledby="run">
            <h2 id="run">The same client, both ways</h2>
            <ChoiceForm world={world} choice={choice} query={query} />
            <p data-testid="choice">
              {choice.user.email} signs in to <Name>{choice.client.name}</Name>; in the new flow for{' '}
              <Name>{choice.org.name}</Name> <EnvironmentBadge environment={choice.org.environment} />
            </p>
            <BothWays runs={runs} />
          </section>
        ) : (
          <section aria-labelledby="run">
            <h2 id="run">The same client, both ways</h2>
            <p>
              Nobody here can sign in to anything yet. It takes a user who is a member of an org, and a server client
              that is enabled in the user’s data center: <code>POST /_emulator/tenants</code> makes them.
            </p>
          </section>
        )}
        <ReachSection world={world} located={located} query={query} theft={theft} />
      </div>
    </OwnLayout>,
  )
}

const announcement = 'https://help.zoho.com/portal/en/community/topic/org-specific-oauth2-0-tokens-in-zoho-crm'

const Rule = () => (
  <section class="rule" aria-labelledby="rule">
    <h2 id="rule">The rule of May 2020</h2>
    <p>
      Until then, whoever accepted gave the app a token for every environment: production, sandboxes and developer orgs
      alike. Since then a person picks one org in one environment while signing in, and the token opens that org and no
      other.
    </p>
    <p class="hint">
      <a href={announcement}>Zoho’s announcement</a>
    </p>
  </section>
)
