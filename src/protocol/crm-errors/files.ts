/** Refusals of uploads and downloads. */

import { entry } from './entry.ts'

export const fileErrors = {
  // inferred: of this code no more is known than that it exists
  filesFull: entry(400, 'STORAGE_SPACE_EXCEEDED', 'storage space exceeded'),
} as const
