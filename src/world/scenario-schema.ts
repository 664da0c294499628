/** What a scenario file may contain, checked when a person's own is loaded; the shipped ones are checked by a test. */

import type { z as Zod } from 'zod'
import { parseDuration } from '../protocol/duration.ts'
import { makeFaultSchema } from './fault-schema.ts'
import { mostOfALimit, type ToggleName, toggleDeclarations, toggleProblem } from './toggles.ts'

const flows = ['legacy', 'org-specific', 'phased'] as const

export const makeScenarioSchema = (z: typeof Zod) =>
  z
    .strictObject({
      $schema: z.string().optional(),
      title: z.string().optional().describe('A few words.'),
      description: z.string().optional().describe('What it teaches, and what a correct client does.'),
      flow: z
        .enum(flows, `expected one of ${flows.join(', ')}`)
        .optional()
        .describe('Which flow a sign-in meets: org-specific (default), legacy, or by portal and moment (phased).'),
      phased: z
        .strictObject({
          portals: z.array(z.string()).describe('Ids of portals whose users meet the new flow.'),
          since: makeMomentSchema(z).describe('From which moment of the emulator’s clock on.'),
        })
        .optional()
        .describe('Goes with the flow phased.'),
      fixture: z
        .string()
        .min(1)
        .optional()
        .describe('The starting world, by name or file; counts when the emulator starts with the scenario.'),
      toggles: makeTogglesSchema(z).optional().describe('Behaviour that differs from the default.'),
      faults: z
        .array(makeFaultSchema(z))
        .optional()
        .describe('Which requests fail, and how. The first that matches counts.'),
      functions: z
        .record(
          z.string().regex(/^\w{1,100}$/, 'expected the API name of a function'),
          z.strictObject({ output: z.json() }),
        )
        .optional()
        .describe('What CRM functions answer, by name.'),
      clock: makeClockSchema(z).optional().describe('The emulator’s time; real time if left out.'),
    })
    .superRefine(({ flow, phased, faults = [] }, context) => {
      const add = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
      if (flow === 'phased' && !phased) add(['phased'], 'expected an object with portals and since')
      if (flow !== 'phased' && phased) add(['phased'], 'goes with flow "phased" only')
      for (const [at, { id }] of faults.entries()) {
        const isTwice = id !== undefined && faults.findIndex(other => other.id === id) < at
        if (isTwice) add(['faults', at, 'id'], `${id} stands twice`)
      }
    })

const makeMomentSchema = (z: typeof Zod) =>
  z.iso.datetime({ offset: true, error: 'expected a moment such as 2020-05-07T00:00:00Z' })

const makeClockSchema = (z: typeof Zod) =>
  z.strictObject({
    set: makeMomentSchema(z).optional().describe('Goes to this moment and runs on from there.'),
    advance: z
      .string()
      .superRefine((text, context) => {
        try {
          parseDuration(text)
        } catch (error) {
          context.addIssue({ code: 'custom', message: (error as Error).message })
        }
      })
      .optional()
      .describe('Then goes forward, e.g. 90s, 61m, 1h30m or 7d.'),
    freeze: z.boolean().optional().describe('Then stands still.'),
  })

const makeTogglesSchema = (z: typeof Zod) =>
  z.strictObject(
    Object.fromEntries(Object.keys(toggleDeclarations).map(name => [name, makeToggleSchema(z, name as ToggleName)])),
    { error: ({ code }) => (code === 'unrecognized_keys' ? 'no toggle of that name' : undefined) },
  )

function makeToggleSchema(z: typeof Zod, name: ToggleName): Zod.ZodType {
  const { meaning, choices, limit, default: byDefault } = { choices: null, limit: false, ...toggleDeclarations[name] }
  const expected = toggleProblem(name, undefined)!
  const whole = z.int(expected).min(0, expected).max(mostOfALimit, expected)
  const value = choices ? z.literal([...(choices as readonly string[])], expected) : limit ? whole.nullable() : whole
  return value.optional().describe(`${meaning} Default: ${JSON.stringify(byDefault)}.`)
}

/** As it stands in a file. */
export type ScenarioFile = Zod.output<ReturnType<typeof makeScenarioSchema>>
