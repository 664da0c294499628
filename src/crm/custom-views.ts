/** Views as the resources use them: which of them a user may see, which records one lets through and in what order. */

import { comparisonOf } from '../protocol/comparison.ts'
import { crmError } from '../protocol/crm-errors/index.ts'
import { CriteriaProblem, isJsonGroup, type JsonCriteria } from '../protocol/json-criteria.ts'
import { type CustomView, customViewsOf, maySeeView } from '../world/custom-views.ts'
import type { ModuleMeta } from '../world/metadata.ts'
import type { OrgData, OrgUser } from '../world/org-data.ts'
import type { Matches } from './criteria/compile.ts'
import { type CriteriaContext, compileJsonCriteria } from './criteria/json.ts'
import { valueColumn } from './records/columns.ts'
import { compareOperands, operandOf } from './records/compare.ts'
import type { RowOrder } from './records/list.ts'
import { lookupNamer } from './records/lookup-name.ts'

/** The views of a module that a user may see, Zoho's own first. */
export const visibleViews = (data: OrgData, user: OrgUser, module: ModuleMeta): readonly CustomView[] =>
  customViewsOf(data, module).filter(view => maySeeView(view, user))

/** The view that a module opens with, among those that a user may see. */
export const defaultView = (views: readonly CustomView[]): CustomView =>
  views.find(({ opensFirst }) => opensFirst) ?? views[0]!

/** @returns undefined for a view that isn't there, is of another module, or is none of the user's */
export const findView = (data: OrgData, user: OrgUser, module: ModuleMeta, cvid: string): CustomView | undefined =>
  visibleViews(data, user, module).find(({ id }) => id === cvid)

/**
 * Which records a view lets through. That views of leads leave the converted ones out, unless their criteria speak of
 * conversion, is inferred from the lists on Zoho's pages.
 * @throws CrmError for a view of the fixture whose criteria name what the org hasn't got
 */
export function viewMatches(view: CustomView, context: CriteriaContext): Matches {
  const { data, module } = context
  const meets = view.criteria === null ? () => true : compileCriteria(view, view.criteria, context)
  const leavesOutConverted =
    module.fieldsByName.has(convertedField) && !(view.criteria !== null && speaksOf(view.criteria, convertedField))
  if (!leavesOutConverted) return meets
  const converted = valueColumn(data.records(module), convertedField)
  return (row, at) => converted.read(row, at) !== true && meets(row, at)
}

const convertedField = 'Converted__s'

const speaksOf = (criteria: JsonCriteria, field: string): boolean =>
  isJsonGroup(criteria) ? criteria.group.some(part => speaksOf(part, field)) : criteria.field.api_name === field

function compileCriteria(view: CustomView, criteria: JsonCriteria, context: CriteriaContext): Matches {
  try {
    return compileJsonCriteria(criteria, context)
  } catch (error) {
    if (error instanceof CriteriaProblem) throw unusable(view, `criteria.${error.path.join('.')}: ${error.message}`)
    throw error
  }
}

/** @returns null where the view has no order of its own @throws CrmError as `viewMatches` */
export function viewOrder(view: CustomView, { data, module }: CriteriaContext): RowOrder | null {
  if (view.sortBy === null) return null
  const field = module.fieldsByName.get(view.sortBy)
  if (!field) throw unusable(view, `sort_by: there is no field ${view.sortBy}`)
  const comparison = comparisonOf(field)
  if (comparison === 'id' && field.dataType !== 'bigint') {
    const nameOf = lookupNamer(field, data)
    return {
      key: row => {
        const id = row[field.apiName]
        const name = typeof id === 'string' ? nameOf(id, row) : null
        return typeof name === 'string' ? name.toLowerCase() : null
      },
      compare: compareTexts,
    }
  }
  return {
    key: row => {
      const value = operandOf(field, row)
      return typeof value === 'object' ? null : value
    },
    compare: comparison === 'id' ? compareOperands : compareTexts,
  }
}

const compareTexts: RowOrder['compare'] = (a, b) => (a < b ? -1 : a > b ? 1 : 0)

const unusable = (view: CustomView, problem: string) =>
  crmError('invalidParam', { param_name: 'cvid' }, { reason: `the fixture's view ${view.name}: ${problem}` })
