import type { Work } from '../world/jobs.ts'
import { massConvert, workOfMassConvert } from './conversion/mass.ts'
import { workOfMassDelete } from './mass/delete.ts'
import { workOfMassUpdate } from './mass/update.ts'
import { mergeKind, workOfMerge } from './merge/job.ts'

/** What the jobs of each kind do at their end. */
export const jobWorks: Readonly<Record<string, Work>> = {
  mass_update: workOfMassUpdate,
  mass_delete: workOfMassDelete,
  [massConvert]: workOfMassConvert,
  [mergeKind]: workOfMerge,
}
