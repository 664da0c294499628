/** What follows from a change of a record, whatever made it: its history, and those who are told. */

import type { Actor } from '../../http/authenticate.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { runWorkflows } from '../automation/run.ts'
import { scoreChange } from '../automation/scores.ts'

export interface RecordChange {
  readonly operation: 'insert' | 'update' | 'delete'
  readonly module: ModuleMeta
  /** Null for a new one. */
  readonly before: RecordRow | null
  /** Null for one that is gone. */
  readonly after: RecordRow | null
  readonly caller: Actor
  readonly at: number
}

type Follower = (change: RecordChange) => void

const followers: readonly Follower[] = [runWorkflows, scoreChange]

/** Called after each change, in the same breath as it, so that a request is kept with all of it or not at all. */
export function followChange(change: RecordChange): void {
  for (const follow of followers) follow(change)
}
