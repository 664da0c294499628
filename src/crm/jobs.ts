import type { Work } from '../world/jobs.ts'
import { scoringKind, workOfScoring } from './automation/scores.ts'
import { deletionKind, replacementKind, workOfDeletion, workOfReplacement } from './global-pick-lists/jobs.ts'
import { workOfMassDelete } from './mass/delete.ts'
import { workOfMassUpdate } from './mass/update.ts'
import { runKind, workOfRun } from './sharing/jobs.ts'

/** What the jobs of each kind do at their end. */
export const jobWorks: Readonly<Record<string, Work>> = {
  mass_update: workOfMassUpdate,
  mass_delete: workOfMassDelete,
  [deletionKind]: workOfDeletion,
  [runKind]: workOfRun,
  [scoringKind]: workOfScoring,
  [replacementKind]: workOfReplacement,
}
