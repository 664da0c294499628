import type { Work } from '../world/jobs.ts'
import { workOfMassDelete } from './mass/delete.ts'
import { workOfMassUpdate } from './mass/update.ts'
import { workOfInvitations } from './portals/invite.ts'
import { workOfTransfer } from './users/transfer.ts'

/** What the jobs of each kind do at their end. */
export const jobWorks: Readonly<Record<string, Work>> = {
  mass_update: workOfMassUpdate,
  mass_delete: workOfMassDelete,
  portal_invite: workOfInvitations,
  user_transfer: workOfTransfer,
  user_transfer_and_delete: workOfTransfer,
}
