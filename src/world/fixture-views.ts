/** What a fixture may say of an org's own views, and what is wrong with what it says. */

import { z } from 'zod'
import { isSortable } from '../protocol/comparison.ts'
import { CriteriaProblem, type JsonCriteria, readCriteriaTree } from '../protocol/json-criteria.ts'
import type { FieldDefinition } from '../protocol/modules/define.ts'
import { listed, type Problem, type Readable } from './problems.ts'

const apiName = z.string().regex(/^\w{1,100}$/, 'expected an API name')

export const viewSchema = z.strictObject({
  module: apiName,
  name: z.string().min(1).max(120),
  criteria: z.custom<JsonCriteria | null>().optional(),
  fields: z.array(apiName).min(1).max(50).optional(),
  sort_by: apiName.optional(),
  sort_order: z.enum(['asc', 'desc']).optional(),
  access_type: z.enum(['public', 'shared', 'only_to_me']).optional(),
  created_by: z.string().optional(),
  shared_to: z.array(z.string()).min(1).optional(),
  default: z.boolean().optional(),
})

type View = Readable<z.input<typeof viewSchema>>

/**
 * @param fieldOf undefined for a field that its module doesn't have, null where nobody can know
 * @param isRefused whether a key was there and could not be read
 */
export function viewProblems(
  view: View,
  fieldOf: (apiName: string) => FieldDefinition | null | undefined,
  isRefused: (key: string) => boolean,
): Problem[] {
  const problems: Problem[] = []
  const criteria = (view.criteria ?? null) === null ? null : criteriaProblem(view.criteria, fieldOf)
  if (criteria) problems.push({ path: ['criteria', ...criteria.path], message: criteria.message })
  for (const [index, name] of listed(view.fields)) {
    if (fieldOf(name) === undefined)
      problems.push({ path: ['fields', index], message: `${view.module} has no field ${name}` })
  }
  const sorting = view.sort_by === undefined ? null : fieldOf(view.sort_by)
  if (sorting === undefined)
    problems.push({ path: ['sort_by'], message: `${view.module} has no field ${view.sort_by}` })
  if (sorting && !isSortable(sorting.dataType)) {
    problems.push({ path: ['sort_by'], message: `records are not sorted by ${sorting.dataType} fields` })
  }
  if (view.sort_order !== undefined && view.sort_by === undefined && !isRefused('sort_by')) {
    problems.push({ path: ['sort_order'], message: 'expected a sort_by too' })
  }
  const isClear = !isRefused('access_type') && !isRefused('shared_to')
  if (isClear && (view.access_type === 'shared') !== (view.shared_to !== undefined)) {
    problems.push({
      path: ['shared_to'],
      message: 'expected the users with whom a view of access_type shared is shared',
    })
  }
  return problems
}

function criteriaProblem(
  criteria: unknown,
  fieldOf: (apiName: string) => FieldDefinition | null | undefined,
): CriteriaProblem | null {
  try {
    // ids of fields aren't known to those who write a fixture
    readCriteriaTree(criteria, ({ apiName }) => (apiName === undefined ? undefined : fieldOf(apiName)))
    return null
  } catch (error) {
    if (error instanceof CriteriaProblem) return error
    throw error
  }
}

/** What is wrong with the views of an org together. */
export function viewListProblems(views: Readable<readonly View[]> | undefined): Problem[] {
  const problems: Problem[] = []
  const names = new Set<string>()
  const defaults = new Set<string>()
  for (const [index, { module, name, default: isDefault }] of listed(views)) {
    if (module === undefined) continue
    const key = `${module}|${name}`.toLowerCase()
    if (name !== undefined && names.has(key))
      problems.push({ path: [index, 'name'], message: `${module} has two views ${name}` })
    names.add(key)
    if (!isDefault) continue
    const of = module.toLowerCase()
    if (defaults.has(of)) problems.push({ path: [index, 'default'], message: `${module} has two default views` })
    defaults.add(of)
  }
  return problems
}

/** Makers and sharers who are no members of the org. @param members their e-mail addresses */
export function viewUserProblems(
  views: Readable<readonly View[]> | undefined,
  members: ReadonlySet<string>,
): Problem[] {
  return listed(views).flatMap(([index, { created_by: maker, shared_to: sharers }]) => {
    const strangers = listed(sharers).flatMap(([at, email]) =>
      members.has(email) ? [] : [{ path: [index, 'shared_to', at], message: `no member ${email}` }],
    )
    if (maker === undefined || members.has(maker)) return strangers
    return [{ path: [index, 'created_by'], message: `no member ${maker}` }, ...strangers]
  })
}
