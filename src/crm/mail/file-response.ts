import { VERSION } from '../../version.ts'
import type { OrgFile } from '../../world/org-files.ts'
import type { CrmContext } from '../answer.ts'

/** A file as a download. */
export const answerFile = (
  _c: CrmContext,
  { name, type }: Pick<OrgFile, 'name' | 'type'>,
  bytes: Uint8Array,
): Response =>
  new Response(Uint8Array.from(bytes), {
    headers: {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'x-zoho-emulator': VERSION,
    },
  })
