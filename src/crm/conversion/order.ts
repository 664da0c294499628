/** What a conversion of a lead is asked to do. */

import type { ConvertTarget } from '../../protocol/modules/convert-mapping.ts'

export interface ConversionOrder {
  /** Records that the lead is to become part of; null where they are to be found or made. */
  readonly contactId: string | null
  readonly accountId: string | null
  /** Whether records that match the lead are taken instead of new ones. */
  readonly addToExisting: boolean
  /** Whether the contact, or the account that is named, takes over the lead's company. */
  readonly overwrite: boolean
  readonly notifyLeadOwner: boolean
  readonly notifyNewOwners: boolean
  /** A user's id; new records belong to the lead's owner without one. */
  readonly assignTo: string | null
  readonly attachmentsTo: ConvertTarget | null
  /** Names of the tags that go along, or all that the lead has. */
  readonly tags: Readonly<Partial<Record<ConvertTarget, readonly string[] | 'all'>>>
  /** What a new deal is to say, as it was sent; null for none. */
  readonly deal: Readonly<Record<string, unknown>> | null
  readonly contactRole: string | null
  /** Modules of activities that get the new owner too. */
  readonly ownersOf: readonly string[]
}

/** An order in which nothing is said. */
export const plainOrder: ConversionOrder = {
  contactId: null,
  accountId: null,
  addToExisting: true,
  overwrite: false,
  notifyLeadOwner: false,
  notifyNewOwners: false,
  assignTo: null,
  attachmentsTo: null,
  tags: {},
  deal: null,
  contactRole: null,
  ownersOf: [],
}
