import type { Work } from '../world/jobs.ts'
import { workOfAuditLogExport } from './audit-log/job.ts'
import { workOfBackup } from './bulk/backup.ts'
import { workOfBulkRead } from './bulk/read-job.ts'
import { workOfBulkWrite } from './bulk/write-job.ts'
import { workOfMassDelete } from './mass/delete.ts'
import { workOfMassUpdate } from './mass/update.ts'

/** What the jobs of each kind do at their end. */
export const jobWorks: Readonly<Record<string, Work>> = {
  mass_update: workOfMassUpdate,
  mass_delete: workOfMassDelete,
  audit_log_export: workOfAuditLogExport,
  backup: workOfBackup,
  bulk_read: workOfBulkRead,
  bulk_write: workOfBulkWrite,
}
