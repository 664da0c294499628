/** The process that a record is in, and the transitions that lead out of its state. */

import { type Blueprint, blueprintsOf, type Transition } from '../world/blueprints.ts'
import type { ModuleMeta } from '../world/metadata.ts'
import type { RecordRow } from '../world/record-row.ts'
import type { Org } from '../world/schema.ts'

/** A pick list that says nothing is in this state. */
const noState = '-None-'

export const stateOf = ({ field }: Blueprint, row: RecordRow): string => (row[field] as string | null) ?? noState

export const transitionsFrom = ({ transitions }: Blueprint, state: string): readonly Transition[] =>
  transitions.filter(({ from }) => from.includes(state))

/** The process that a record is in: one of its module with a way out of its state. That it ends where none is left is inferred. */
export const processOf = (org: Org, { apiName }: ModuleMeta, row: RecordRow): Blueprint | undefined =>
  blueprintsOf(org).find(
    blueprint => blueprint.module === apiName && transitionsFrom(blueprint, stateOf(blueprint, row)).length > 0,
  )
