/** What follows from a change of a record, whatever made it: its history, and those who are told. */

import type { Actor } from '../../http/authenticate.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { runWorkflows } from '../automation/run.ts'
import { scoreChange } from '../automation/scores.ts'
import { notifyWatchers } from '../notifications/notify.ts'
import { forgetShares } from '../sharing/shares.ts'
import { followTerritoryRules } from '../territories/rules.ts'
import type { ChangeSource } from '../timeline/entries.ts'
import { followTimeline } from '../timeline/follow.ts'
import { followLockRules } from './lock-rules.ts'

export interface RecordChange {
  readonly operation: 'insert' | 'update' | 'delete'
  readonly module: ModuleMeta
  /** Null for a new one. */
  readonly before: RecordRow | null
  /** Null for one that is gone. */
  readonly after: RecordRow | null
  readonly caller: Actor
  readonly at: number
  /** What it comes from; a call that writes records, unless told otherwise. */
  readonly source?: ChangeSource | undefined
  /** Whether it is the work of something that stands in the timeline by itself. */
  readonly isToldApart?: boolean
}

type Follower = (change: RecordChange) => void

const followers: readonly Follower[] = [
  followTimeline,
  forgetShares,
  followLockRules,
  followTerritoryRules,
  notifyWatchers,
  runWorkflows,
  scoreChange,
]

/** Called after each change, in the same breath as it, so that a request is kept with all of it or not at all. */
export function followChange(change: RecordChange): void {
  for (const follow of followers) follow(change)
}
