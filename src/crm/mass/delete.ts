/**
 * Mass delete: many records into the recycle bin.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/mass-delete.html
 */

import { crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { Job, Work } from '../../world/jobs.ts'
import { type ResultRow, success } from '../answer.ts'
import { findVisible } from '../records/sharing.ts'
import { deleteRecord, type WriteContext } from '../records/write.ts'
import type { MassJob } from './job.ts'
import { runMassJob } from './run.ts'

export function massDeleteRecord(id: string, context: WriteContext): ResultRow {
  const { caller, module } = context
  if (!findVisible(caller, module, id)) return crmErrorBody('recordNotFound', { id })
  const result = deleteRecord(id, { ...context, source: 'mass_delete_via_crm_api' })
  return result.status === 'success' ? success('record is deleted', { id }) : result
}

export const workOfMassDelete: Work = (world, data, job) =>
  runMassJob(world, data, job as Job<MassJob>, (id, _todo, context) => massDeleteRecord(id, context))
