/** What a fixture file may say of an org's own modules, fields and layouts. */

import { z } from 'zod'
import { customDataTypes, isApiName, longestValue } from '../protocol/modules/custom-fields.ts'
import type { Problem, Readable } from './problems.ts'

const apiName = z
  .string()
  .refine(isApiName, 'expected letters, digits and single underscores, a letter first, at most 50 of them')
const label = z.string().min(1).max(50)

const autoNumber = z.strictObject({
  prefix: z.string().max(20).optional(),
  suffix: z.string().max(20).optional(),
  start_number: z.number().int().min(0).optional(),
})

const field = z.strictObject({
  field_label: label,
  api_name: apiName.optional(),
  data_type: z.enum(customDataTypes),
  length: z.number().int().min(1).optional(),
  decimal_place: z.number().int().min(0).max(9).optional(),
  pick_list_values: z.array(z.string().min(1).max(120)).min(1).optional(),
  lookup: z.strictObject({ module: z.string(), display_label: label.optional() }).optional(),
  auto_number: autoNumber.optional(),
  formula: z
    .strictObject({
      return_type: z.enum(['currency', 'double', 'text', 'boolean', 'date', 'datetime']),
      expression: z.string().min(1),
    })
    .optional(),
  unique: z.union([z.boolean(), z.strictObject({ case_sensitive: z.boolean() })]).optional(),
  external: z.enum(['user', 'org']).optional(),
  mandatory: z.boolean().optional(),
  tooltip: z.string().max(255).optional(),
})

/** Which types of field cannot be without a part. */
const neededBy = {
  pick_list_values: ['picklist', 'multiselectpicklist'],
  lookup: ['lookup', 'multiselectlookup'],
  formula: ['formula'],
} satisfies Record<string, readonly string[]>

/** What is wrong with a field of itself. @param isRefused whether a key was there and could not be read */
export function fieldProblems(one: Readable<FieldInput>, isRefused: (key: string) => boolean): Problem[] {
  const { data_type: type } = one
  if (type === undefined) return []
  const problems: Problem[] = []
  const longest = longestValue(type)
  if (one.length !== undefined && (longest === undefined || one.length > longest)) {
    const message = longest === undefined ? `${type} fields have no length` : `expected at most ${longest}`
    problems.push({ path: ['length'], message })
  }
  for (const [part, types] of Object.entries(neededBy)) {
    if (types.includes(type) && one[part as keyof typeof neededBy] === undefined && !isRefused(part)) {
      problems.push({ path: [part], message: `a ${type} field needs it` })
    }
  }
  return problems
}

const module = z.strictObject({
  api_name: apiName,
  singular_label: label,
  plural_label: label,
  display_field: z.strictObject({ field_label: label, auto_number: autoNumber.optional() }).optional(),
  records: z.number().int().min(0).max(100_000).optional(),
  fields: z.array(field).optional(),
})

const layout = z.strictObject({
  name: label,
  active: z.boolean().optional(),
  sections: z.array(z.strictObject({ name: label, fields: z.array(z.string()) })).min(1),
})

/** Keys of an org in a fixture. */
export const customizationShape = {
  modules: z.array(module).optional().describe('Modules of the org’s own.'),
  fields: z.record(z.string(), z.array(field)).optional().describe('Fields that it adds to modules, by API name.'),
  layouts: z.record(z.string(), z.array(layout)).optional().describe('Layouts beside the standard one, by API name.'),
}

export type ModuleInput = z.input<typeof module>
export type FieldInput = z.input<typeof field>
export type LayoutInput = z.input<typeof layout>
