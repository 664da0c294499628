/** `/_emulator/clock`: the world's time, on which all expiry depends. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { jsonResponse } from '../http/respond.ts'
import { ControlError, type SchemaMaker, validate } from '../http/validate.ts'
import { parseDuration } from '../protocol/duration.ts'
import type { World } from '../world/world.ts'
import { describe } from './describe.ts'

type ClockInput =
  | { readonly freeze: true }
  | { readonly advance: string }
  | { readonly set: string }
  | { readonly resume: true }

const clockSchema: SchemaMaker<ClockInput> = z =>
  z.union(
    [
      z.strictObject({ freeze: z.literal(true) }),
      z.strictObject({ advance: z.string() }),
      z.strictObject({ set: z.iso.datetime({ offset: true }) }),
      z.strictObject({ resume: z.literal(true) }),
    ],
    'expected {"freeze":true}, {"advance":"61m"}, {"set":"2026-01-01T00:00:00Z"} or {"resume":true}',
  )

const clockAnswerSchema: SchemaMaker<unknown> = z =>
  z.strictObject({ now: z.iso.datetime(), frozen: z.boolean(), offset_ms: z.number() })

export function clockRoutes(app: Hono<EmulatorEnv>, world: World): void {
  describe(app, 'GET /_emulator/clock', {
    summary: 'The world’s time, and how far it is from real time.',
    answers: { 200: clockAnswerSchema },
  })
  app.get('/_emulator/clock', () => jsonResponse(200, toClockResponse(world)))

  describe(app, 'POST /_emulator/clock', {
    summary: 'Freezes, moves or sets the clock, or lets it follow real time again.',
    input: clockSchema,
    answers: { 200: clockAnswerSchema },
  })
  app.post('/_emulator/clock', async c => {
    const input = await validate(c, clockSchema)
    if ('freeze' in input) world.clock.freeze()
    else if ('resume' in input) world.clock.resume()
    else if ('set' in input) world.clock.set(Date.parse(input.set))
    else advanceClock(world, input.advance)
    return jsonResponse(200, toClockResponse(world))
  })
}

/** Dates are written with four digits of a year. */
const endOfTime = Date.UTC(9999, 0)

/** Moves the clock by a duration such as `61m`. @throws ControlError for what is no duration or leads too far */
export function advanceClock(world: World, duration: string): void {
  let ms: number
  try {
    ms = parseDuration(duration)
  } catch (error) {
    throw new ControlError(400, 'INVALID_INPUT', (error as Error).message, 'advance')
  }
  if (world.clock.now() + ms > endOfTime)
    throw new ControlError(400, 'INVALID_INPUT', 'expected a year before 9999', 'advance')
  world.clock.advance(ms)
}

const toClockResponse = ({ clock }: World): object => ({
  now: new Date(clock.now()).toISOString(),
  frozen: clock.frozen,
  offset_ms: clock.offsetMs,
})
