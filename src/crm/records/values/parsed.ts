/** What comes of a value that a client sends, and the words in which the rules of all types say it. */

import type { Actor } from '../../../http/authenticate.ts'
import type { FieldMeta, ModuleMeta } from '../../../world/metadata.ts'
import type { OrgData } from '../../../world/org-data.ts'
import type { InnerRow, StoredValue } from '../../../world/record-row.ts'

/** Keys and positions that lead from a field's value to the part that is meant. */
export type Path = readonly (string | number)[]

/** What is wrong with a value; validate.ts turns it into the row error with its place in the body. */
export type ValueProblem = (
  | { readonly wrong: 'type'; readonly expected: string }
  | { readonly wrong: 'length'; readonly maximum: number }
  | { readonly wrong: 'choice'; readonly supported: readonly string[] }
  | { readonly wrong: 'id' }
  | { readonly wrong: 'module' }
  | { readonly wrong: 'missing' }
) & {
  readonly path?: Path
  /** The key beside the field that is meant instead of it. */
  readonly beside?: string
}

/** What happens to one row of a subform or of a field like it. */
export type RowChange = { readonly kind: 'add' | 'change' | 'remove'; readonly row: InnerRow }

export type Parsed =
  | { readonly value: StoredValue; readonly extra?: Readonly<Record<string, StoredValue>> }
  | { readonly changes: readonly RowChange[] }
  | { readonly problems: readonly ValueProblem[] }
  | ValueProblem

export interface ValueContext {
  readonly caller: Actor
  readonly data: OrgData
  /** Of the record, whichever row inside it the value is of. */
  readonly module: ModuleMeta
  readonly picklistValuesChecked: boolean
  /** The other values of the row, for a lookup that says in another key which module it means. */
  readonly row: Readonly<Record<string, unknown>>
  /** The record as it is, where it is known; a new one has none. */
  readonly current?: Readonly<Record<string, StoredValue | undefined>> | null | undefined
}

/** What a value becomes. `sent` is anything but null or an empty string, which clear a field of any type. */
export type ParseValue = (sent: unknown, field: FieldMeta, context: ValueContext) => Parsed

export const wrongType = (expected: string): ValueProblem => ({ wrong: 'type', expected })

export const isBlank = (sent: unknown): boolean => sent === undefined || sent === null || sent === ''

export const within = (problem: ValueProblem, ...path: Path): ValueProblem => ({
  ...problem,
  path: [...path, ...(problem.path ?? [])],
})
