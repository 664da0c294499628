/** What a fixture may say of an org's processes, and what is wrong with what it says. */

import { z } from 'zod'
import type { FieldDefinition } from '../protocol/modules/define.ts'
import { mostBlueprints, mostTransitions, statesOf } from './blueprints.ts'
import { listed, type Problem, type Readable } from './problems.ts'

const apiName = z.string().regex(/^\w{1,100}$/, 'expected an API name')
const state = z.string().min(1).max(120)

const transitionSchema = z.strictObject({
  name: z.string().min(1).max(120),
  from: z.union([state, z.array(state).min(1)]).describe('The state, or the states, from which it leads.'),
  to: state,
  fields: z
    .array(z.union([apiName, z.strictObject({ api_name: apiName, mandatory: z.boolean().optional() })]))
    .max(50)
    .optional()
    .describe('What is asked for on the way; a field that is named alone has to be filled.'),
})

const blueprintSchema = z.strictObject({
  name: z.string().min(1).max(120),
  module: apiName,
  field: apiName.describe('A pick list, whose values are the states.'),
  transitions: z.array(transitionSchema).min(1).max(mostTransitions),
})

export const blueprintsSchema = z.array(blueprintSchema).max(mostBlueprints)

export type BlueprintInput = z.input<typeof blueprintSchema>

/** @param fieldOf undefined for a field that its module doesn't have, null where nobody can know */
export function blueprintProblems(
  { module, field: name, transitions }: Readable<BlueprintInput>,
  fieldOf: (apiName: string) => FieldDefinition | null | undefined,
): Problem[] {
  const problems: Problem[] = []
  const field = name === undefined ? null : fieldOf(name)
  if (field === undefined) problems.push({ path: ['field'], message: `${module} has no field ${name}` })
  else if (field && field.dataType !== 'picklist') {
    problems.push({ path: ['field'], message: `${name} is no pick list` })
  }
  const states = field?.dataType === 'picklist' ? new Set(['-None-', ...(field.values ?? [])]) : null
  for (const [at, transition] of listed(transitions)) {
    const { from, to, fields } = transition
    for (const each of [...statesOf(from as string), to]) {
      if (states && each !== undefined && !states.has(each)) {
        problems.push({
          path: ['transitions', at, each === to ? 'to' : 'from'],
          message: `${name} has no value ${each}`,
        })
      }
    }
    for (const [index, asked] of listed(fields)) {
      const asks = typeof asked === 'string' ? asked : asked.api_name
      if (asks !== undefined && fieldOf(asks) === undefined) {
        problems.push({ path: ['transitions', at, 'fields', index], message: `${module} has no field ${asks}` })
      }
    }
  }
  return problems
}
