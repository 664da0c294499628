/** The world's time, on which all expiry depends; `POST /_emulator/home/clock` moves it. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../../../http/env.ts'
import { ControlError } from '../../../http/validate.ts'
import { parseDuration } from '../../../protocol/duration.ts'
import { exactTime, inWords } from '../../../views/moment.tsx'
import type { World } from '../../../world/world.ts'
import { advanceClock } from '../../clock.ts'
import { backHome, readOwnForm } from '../own-form.ts'
import type { ShowHome } from './index.tsx'

const action = '/_emulator/home/clock'

/** What was typed and why it can't be used. */
export interface ClockProblem {
  readonly field: 'advance' | 'set'
  readonly value: string
  readonly message: string
}

export function clockForm(app: Hono<EmulatorEnv>, world: World, show: ShowHome): void {
  app.post(action, async c => {
    const problem = move(world, await readOwnForm(c))
    return problem ? show(c, problem) : backHome(c)
  })
}

function move(world: World, form: URLSearchParams): ClockProblem | undefined {
  const { clock } = world
  const [advance, set] = [form.get('advance'), form.get('set')]
  if (form.has('freeze')) clock.freeze()
  else if (form.has('resume')) clock.resume()
  else if (set !== null) {
    const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/.test(set) ? Date.parse(`${set}Z`) : Number.NaN
    if (Number.isNaN(at)) return { field: 'set', value: set, message: 'Expected a day and a time.' }
    clock.set(at)
  } else if (advance !== null) {
    try {
      advanceClock(world, advance.trim())
    } catch (error) {
      if (error instanceof ControlError) return { field: 'advance', value: advance, message: `${error.message}.` }
      throw error
    }
  }
  return undefined
}

const usual = ['2m', '10m', '1h', '1d']
/** Where the slider stops: what expires after a while, and what comes after that. */
const steps = ['1m', '2m', '5m', '10m', '30m', '1h', '2h', '6h', '12h', '1d', '2d', '7d', '30d', '90d', '365d'].map(
  duration => ({ duration, words: `${inWords(parseDuration(duration))} on`, ms: parseDuration(duration) }),
)

interface ClockCardProps {
  readonly world: World
  readonly base: string
  readonly problem: ClockProblem | undefined
}

export const ClockCard = ({ world, base, problem }: ClockCardProps) => {
  const { clock } = world
  const now = clock.now()
  const isReal = !clock.frozen && Math.abs(clock.offsetMs) < 1000
  return (
    <section class="card" aria-labelledby="clock">
      <h2 id="clock">Clock</h2>
      <p class="reading">
        <time datetime={new Date(now).toISOString()} data-now={now} data-frozen={clock.frozen ? '' : undefined}>
          {exactTime(now)}
        </time>
      </p>
      <p class="hint">
        {clock.frozen ? 'Stands still' : 'Runs'}
        {isReal ? ' with real time.' : `, ${describeOffset(clock.offsetMs)}.`}
      </p>
      <form method="post" action={`${base}${action}`} class="beside">
        {usual.map(duration => (
          <button type="submit" class="small" name="advance" value={duration}>
            +{inWords(parseDuration(duration))}
          </button>
        ))}
        {clock.frozen || (
          <button type="submit" class="small" name="freeze" value="true">
            Freeze
          </button>
        )}
        {isReal || (
          <button type="submit" class="small" name="resume" value="true">
            Back to real time
          </button>
        )}
      </form>
      <form method="post" action={`${base}${action}`} class="field" hidden>
        <label for="slider">Go on by</label>
        <input type="hidden" name="advance" value={steps[5]!.duration} />
        <input
          type="range"
          id="slider"
          min="0"
          max={steps.length - 1}
          value="5"
          data-steps={JSON.stringify(steps)}
          aria-describedby="slider-leads-to"
        />
        <div class="beside">
          <output id="slider-leads-to" for="slider" />
          <button type="submit" class="small">
            Go there
          </button>
        </div>
      </form>
      <div class="pair">
        <ClockField base={base} name="advance" label="Go on by, e.g. 1h30m" problem={problem}>
          Go on
        </ClockField>
        <ClockField
          base={base}
          name="set"
          label="Or to a moment (UTC)"
          type="datetime-local"
          value={new Date(now).toISOString().slice(0, 16)}
          problem={problem}
        >
          Set
        </ClockField>
      </div>
    </section>
  )
}

interface ClockFieldProps {
  readonly base: string
  readonly name: ClockProblem['field']
  readonly label: string
  readonly type?: string
  readonly value?: string
  readonly problem: ClockProblem | undefined
  readonly children: string
}

const ClockField = ({ base, name, label, type = 'text', value, problem, children }: ClockFieldProps) => {
  const own = problem?.field === name ? problem : undefined
  return (
    <form method="post" action={`${base}${action}`} class="field">
      <label for={`clock-${name}`}>{label}</label>
      <div class="beside">
        <input
          id={`clock-${name}`}
          name={name}
          type={type}
          value={own?.value ?? value}
          required
          autocomplete="off"
          autofocus={own !== undefined}
          aria-invalid={own ? 'true' : undefined}
          aria-describedby={own ? `clock-${name}-error` : undefined}
        />
        <button type="submit" class="small">
          {children}
        </button>
      </div>
      {own && (
        <p class="error" id={`clock-${name}-error`} role="alert">
          {own.message}
        </p>
      )}
    </form>
  )
}

const describeOffset = (ms: number): string => `${inWords(Math.abs(ms))} ${ms < 0 ? 'behind' : 'ahead of'} real time`
