import { crmError } from '../protocol/crm-errors/index.ts'
import type { CrmContext } from './answer.ts'
import { imageOf } from './image-size.ts'
import { readMultipart } from './multipart-form.ts'

const mebi = 1024 * 1024
const mostLength = 10 * mebi
const mostPixels = 10_000_000

export interface Photo {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

const tooLong = () => crmError('photoTooLarge', { size: mostLength })

/**
 * The image that a request brings: PNG, JPEG, GIF or BMP, as its bytes say.
 *
 * Source of the limits: https://www.zoho.com/crm/developer/docs/api/v8/upload-image.html
 * @throws CrmError
 */
export async function readPhoto(c: CrmContext): Promise<Photo> {
  const { files } = await readMultipart(c, { limit: mostLength + mebi, tooLong })
  const file = files.find(({ field }) => field === 'file')
  if (!file || file.bytes.byteLength === 0) throw crmError('noFile')
  const { name, bytes } = file
  if (bytes.byteLength > mostLength) throw tooLong()
  const image = imageOf(bytes)
  if (!image) throw crmError('noImage')
  if (image.pixels !== null && image.pixels > mostPixels) {
    throw crmError('photoTooDetailed', { resolution: image.pixels })
  }
  return { name: name || 'photo', type: image.type, bytes }
}
