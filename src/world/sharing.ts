/**
 * With whom an org shares the records of a module, whatever the users' profiles permit: with nobody but the owner and
 * those above (`private`), with everybody for reading, for reading and writing, or for deleting too (`public`).
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/data-sharing-rules.html
 */
export const shareTypes = ['private', 'public_read_only', 'public_read_write', 'public'] as const

export type ShareType = (typeof shareTypes)[number]

/** `id` is the module's API name. */
export interface ModuleSharing {
  readonly id: string
  readonly shareType: ShareType
}
