/**
 * What a fixture may say of an org's own views. Names of fields and modules that Zoho doesn't ship may be the org's own, so
 * those are looked up when a view is used.
 */

import { z } from 'zod'
import { isSortable } from '../protocol/comparison.ts'
import { CriteriaProblem, type JsonCriteria, readCriteriaTree } from '../protocol/json-criteria.ts'
import type { FieldDefinition } from '../protocol/modules/define.ts'
import { standardModule } from '../protocol/modules/index.ts'

const apiName = z.string().regex(/^\w{1,100}$/, 'expected an API name')

export const viewSchema = z
  .strictObject({
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
  .superRefine((view, context) => {
    for (const problem of viewProblems(view)) context.addIssue({ code: 'custom', ...problem })
  })

type View = z.infer<typeof viewSchema>

interface Problem {
  readonly path: (string | number)[]
  readonly message: string
}

function viewProblems(view: View): Problem[] {
  const problems: Problem[] = []
  const fields = standardModule(view.module)?.fields ?? []
  const fieldOf = (name: string) => fields.find(field => field.apiName === name) ?? null
  const criteria = (view.criteria ?? null) === null ? null : criteriaProblem(view.criteria, fieldOf)
  if (criteria) problems.push({ path: ['criteria', ...criteria.path], message: criteria.message })
  const sorting = view.sort_by === undefined ? null : fieldOf(view.sort_by)
  if (sorting && !isSortable(sorting.dataType)) {
    problems.push({ path: ['sort_by'], message: `records are not sorted by ${sorting.dataType} fields` })
  }
  if (view.sort_order !== undefined && view.sort_by === undefined) {
    problems.push({ path: ['sort_order'], message: 'expected a sort_by too' })
  }
  if ((view.access_type === 'shared') !== (view.shared_to !== undefined)) {
    problems.push({
      path: ['shared_to'],
      message: 'expected the users with whom a view of access_type shared is shared',
    })
  }
  return problems
}

function criteriaProblem(
  criteria: unknown,
  fieldOf: (apiName: string) => FieldDefinition | null,
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
export function viewListProblems(views: readonly View[]): Problem[] {
  const problems: Problem[] = []
  const names = new Set<string>()
  const defaults = new Set<string>()
  for (const [index, { module, name, default: isDefault }] of views.entries()) {
    const key = `${module}|${name}`.toLowerCase()
    if (names.has(key)) problems.push({ path: [index, 'name'], message: `${module} has two views ${name}` })
    names.add(key)
    if (!isDefault) continue
    const of = module.toLowerCase()
    if (defaults.has(of)) problems.push({ path: [index, 'default'], message: `${module} has two default views` })
    defaults.add(of)
  }
  return problems
}

/** Makers and sharers who are no members of the org. @param members their e-mail addresses */
export function viewUserProblems(views: readonly View[], members: ReadonlySet<string>): Problem[] {
  return views.flatMap(({ created_by: maker, shared_to: sharers = [] }, index) => {
    const strangers = sharers.flatMap((email, at) =>
      members.has(email) ? [] : [{ path: [index, 'shared_to', at], message: `no member ${email}` }],
    )
    if (maker === undefined || members.has(maker)) return strangers
    return [{ path: [index, 'created_by'], message: `no member ${maker}` }, ...strangers]
  })
}
