/**
 * Processes that an org puts records through: a pick list says in which state a record is, a transition leads from one state to
 * another. No call makes one here; a fixture declares them.
 */

import { getOrMake } from '../protocol/get-or-make.ts'
import type { BlueprintInput } from './fixture-blueprints.ts'
import { idIn } from './metadata.ts'
import type { Org } from './schema.ts'

/** As the org's row has it. */
export interface BlueprintRow {
  readonly name: string
  /** API names. */
  readonly module: string
  readonly field: string
  readonly transitions: readonly {
    readonly name: string
    /** The states from which it leads. */
    readonly from: readonly string[]
    readonly to: string
    readonly fields: readonly { readonly apiName: string; readonly mandatory: boolean }[]
  }[]
}

export interface Transition {
  readonly id: string
  readonly name: string
  readonly from: readonly string[]
  readonly to: string
  /** What is asked for on the way. */
  readonly fields: readonly { readonly apiName: string; readonly mandatory: boolean }[]
}

export interface Blueprint {
  readonly id: string
  readonly name: string
  readonly module: string
  readonly field: string
  readonly transitions: readonly Transition[]
}

const idsPerBlueprint = 100
export const mostBlueprints = 40
export const mostTransitions = idsPerBlueprint - 1

const kept = new WeakMap<Org, readonly Blueprint[]>()

export const blueprintsOf = (org: Org): readonly Blueprint[] =>
  getOrMake(kept, org, () =>
    (org.blueprints ?? []).map(({ transitions, ...row }, index) => {
      const first = index * idsPerBlueprint
      return {
        ...row,
        id: idIn(org.idPrefix, 'blueprints', first),
        transitions: transitions.map((transition, at) => ({
          ...transition,
          id: idIn(org.idPrefix, 'blueprints', first + at + 1),
        })),
      }
    }),
  )

/** A fixture may name one state or several. */
export const statesOf = (
  from: string | readonly (string | undefined)[] | undefined,
): readonly (string | undefined)[] => (from === undefined ? [] : typeof from === 'string' ? [from] : from)

export const toBlueprintRow = ({ transitions, ...blueprint }: BlueprintInput): BlueprintRow => ({
  ...blueprint,
  transitions: transitions.map(({ name, from, to, fields = [] }) => ({
    name,
    from: statesOf(from) as readonly string[],
    to,
    fields: fields.map(field =>
      typeof field === 'string'
        ? { apiName: field, mandatory: true }
        : { apiName: field.api_name, mandatory: field.mandatory ?? true },
    ),
  })),
})
