import type { OrgData } from '../../world/org-data.ts'
import { bytesOf, type OrgFile } from '../../world/org-files.ts'

/** A ZIP that waits for a bulk write. */
export interface BulkUpload {
  /** What clients call it: digits, where other files have hexadecimal ids. */
  readonly id: string
  /** The id of the file itself. */
  readonly file: string
  readonly userId: string
}

export const uploadsOf = (data: OrgData) => data.table<BulkUpload>('bulk-uploads')

/** Whoever uploaded a file may use it; that nobody else may is inferred. */
export function findUpload(data: OrgData, userId: string, id: string): OrgFile | undefined {
  const upload = uploadsOf(data).get(id)
  return upload?.userId === userId ? data.files.get(upload.file) : undefined
}

export const bytesOfUpload = (data: OrgData, file: OrgFile): Uint8Array => bytesOf(data.fileBytes, file)
