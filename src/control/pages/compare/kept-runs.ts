import type { Located } from '../../../http/locate.ts'
import type { World } from '../../../world/world.ts'
import type { ControlOptions } from '../../index.ts'
import { type Run, type RunChoice, runFlow } from './run.ts'

export interface BothRuns {
  readonly before: Run
  readonly after: Run
}

/** The last run through both flows, kept until the choice or something that it depends on changes. */
export class KeptRuns {
  readonly #world: World
  readonly #beside: ControlOptions['beside']
  #key = ''
  #runs: Promise<BothRuns> | undefined

  constructor(world: World, beside: ControlOptions['beside']) {
    this.#world = world
    this.#beside = beside
  }

  of(choice: RunChoice, located: Located): Promise<BothRuns> {
    const key = this.#keyOf(choice, located)
    if (!this.#runs || key !== this.#key) {
      this.#key = key
      const runs = this.#run(choice, located)
      this.#runs = runs
      runs.catch(() => {
        if (this.#runs === runs) this.#runs = undefined
      })
    }
    return this.#runs
  }

  async #run(choice: RunChoice, located: Located): Promise<BothRuns> {
    const [before, after] = await Promise.all(
      (['legacy', 'org-specific'] as const).map(async flow => {
        const { fetch } = await this.#beside(flow)
        return runFlow(fetch, located, choice)
      }),
    )
    return { before: before!, after: after! }
  }

  #keyOf({ user, client, org }: RunChoice, { origin }: Located): string {
    const { portals, orgs, users, memberships, clients, scenario, toggles } = this.#world
    const revisions = [portals, orgs, users, memberships, clients].map(({ revision }) => revision)
    return JSON.stringify([origin, user.id, client.id, org.id, revisions, scenario.name, toggles])
  }
}
