/** Which flow and scenario are in force; `POST /_emulator/home/scenario` puts another one in force. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../../../http/env.ts'
import { ControlError } from '../../../http/validate.ts'
import { Fact } from '../../../views/fact.tsx'
import { Name } from '../../../views/name.tsx'
import { loadScenario, type Scenario, scenarioNames } from '../../../world/scenarios.ts'
import { type ToggleName, toggleDeclarations } from '../../../world/toggles.ts'
import type { World } from '../../../world/world.ts'
import { backHome, readOwnForm } from '../own-form.ts'

const action = '/_emulator/home/scenario'

const flowWords: Readonly<Record<Scenario['flow'], string>> = {
  'org-specific': 'New: tokens for one org',
  legacy: 'Old: tokens for every environment',
  phased: 'Phased: new for some portals, old for the rest',
}

export function behaviourForm(app: Hono<EmulatorEnv>, world: World): void {
  app.post(action, async c => {
    const name = (await readOwnForm(c)).get('scenario') ?? ''
    if (!scenarioNames().includes(name)) {
      throw new ControlError(400, 'UNKNOWN_SCENARIO', 'no shipped scenario of that name', 'scenario')
    }
    world.useScenario(await loadScenario(name))
    return backHome(c)
  })
}

interface BehaviourCardProps {
  readonly world: World
  readonly base: string
  readonly scenarios: readonly Scenario[]
}

export const BehaviourCard = ({ world, base, scenarios }: BehaviourCardProps) => {
  const { scenario } = world
  const changed = changedToggles(world)
  const isShipped = scenarios.some(({ name }) => name === scenario.name)
  return (
    <section class="card" aria-labelledby="behaviour">
      <h2 id="behaviour">Behaviour</h2>
      <div class="halves">
        <dl class="facts">
          <Fact name="Flow">{flowWords[scenario.flow]}</Fact>
          <Fact name="Scenario">
            <Name>{scenario.title}</Name>
            {scenario.description !== '' && (
              <p class="hint">
                <Name>{scenario.description}</Name>
              </p>
            )}
          </Fact>
          {changed.length > 0 && (
            <Fact name="Switched">
              {changed.map(({ name, value, meaning }) => (
                <code class="line" title={meaning}>{`${name}: ${value}`}</code>
              ))}
            </Fact>
          )}
        </dl>
        <form method="post" action={`${base}${action}`} class="field">
          <label for="scenario">Another scenario</label>
          <div class="beside">
            <select id="scenario" name="scenario">
              {!isShipped && (
                <option value="" selected disabled>
                  {scenario.title}
                </option>
              )}
              {scenarios.map(({ name, title }) => (
                <option value={name} selected={name === scenario.name}>
                  {title}
                </option>
              ))}
            </select>
            <button type="submit" class="small">
              Switch
            </button>
          </div>
        </form>
      </div>
    </section>
  )
}

/** What differs from the service's usual behaviour. */
const changedToggles = (world: World) =>
  Object.entries(toggleDeclarations).flatMap(([name, { default: usual, meaning }]) => {
    const value = world.toggles[name as ToggleName]
    return value === usual ? [] : [{ name, value: String(value ?? 'off'), meaning }]
  })
