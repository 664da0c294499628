/** Which operators the type of a field has, as data. */

const equality = ['equals', 'not_equal'] as const
const ranges = ['greater_equal', 'greater_than', 'less_equal', 'less_than', 'between'] as const

export const operators = [...equality, ...ranges, 'starts_with', 'in'] as const

export type Operator = (typeof operators)[number]

const ofNumbersAndTimes: readonly Operator[] = [...equality, ...ranges, 'in']
const ofTexts: readonly Operator[] = [...equality, 'starts_with', 'in']
const ofReferences: readonly Operator[] = [...equality, 'in']

/** Types that are not named here cannot be searched. */
const operatorsOfTypes: Readonly<Record<string, readonly Operator[]>> = {
  date: ofNumbersAndTimes,
  datetime: ofNumbersAndTimes,
  integer: ofNumbersAndTimes,
  currency: ofNumbersAndTimes,
  double: ofNumbersAndTimes,
  bigint: ofNumbersAndTimes,
  percent: ofNumbersAndTimes,
  boolean: equality,
  textarea: [...equality, 'starts_with'],
  lookup: ofReferences,
  ownerlookup: ofReferences,
  userlookup: ofReferences,
  multi_module_lookup: ofReferences,
  picklist: ofReferences,
  autonumber: ofReferences,
  text: ofTexts,
  email: ofTexts,
  phone: ofTexts,
  website: ofTexts,
  multiselectpicklist: ofTexts,
}

/**
 * @returns undefined for a type that cannot be searched
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v7/search-records.html
 */
export const operatorsOf = (dataType: string): readonly Operator[] | undefined =>
  Object.hasOwn(operatorsOfTypes, dataType) ? operatorsOfTypes[dataType] : undefined

/**
 * Types whose `equals` finds a text that contains the value. That an address or a number is compared as a whole is inferred.
 */
export const containsTypes: ReadonlySet<string> = new Set(['text', 'textarea', 'website'])
