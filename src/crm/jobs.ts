import type { Work } from '../world/jobs.ts'
import { workOfAuditLogExport } from './audit-log/job.ts'
import { scoringKind, workOfScoring } from './automation/scores.ts'
import { workOfBackup } from './bulk/backup.ts'
import { workOfBulkRead } from './bulk/read-job.ts'
import { workOfBulkWrite } from './bulk/write-job.ts'
import { massConvert, workOfMassConvert } from './conversion/mass.ts'
import { deletionKind, replacementKind, workOfDeletion, workOfReplacement } from './global-pick-lists/jobs.ts'
import { workOfMassChangeOwner } from './mass/change-owner.ts'
import { workOfMassDelete } from './mass/delete.ts'
import { workOfMassUpdate } from './mass/update.ts'
import { mergeKind, workOfMerge } from './merge/job.ts'
import { workOfInvitations } from './portals/invite.ts'
import { runKind, workOfRun } from './sharing/run-rules.ts'
import { workOfTagDeletion } from './tags/mass-delete.ts'
import { workOfAssigning, workOfRemoving } from './territories/assign.ts'
import { workOfTransfer } from './users/transfer.ts'

/** What the jobs of each kind do at their end. */
export const jobWorks: Readonly<Record<string, Work>> = {
  mass_update: workOfMassUpdate,
  mass_delete: workOfMassDelete,
  [deletionKind]: workOfDeletion,
  [runKind]: workOfRun,
  [scoringKind]: workOfScoring,
  [replacementKind]: workOfReplacement,
  audit_log_export: workOfAuditLogExport,
  [massConvert]: workOfMassConvert,
  [mergeKind]: workOfMerge,
  mass_delete_tags: workOfTagDeletion,
  mass_change_owner: workOfMassChangeOwner,
  assign_territories: workOfAssigning,
  remove_territories: workOfRemoving,
  backup: workOfBackup,
  bulk_read: workOfBulkRead,
  bulk_write: workOfBulkWrite,
  portal_invite: workOfInvitations,
  user_transfer: workOfTransfer,
  user_transfer_and_delete: workOfTransfer,
}
