/** Bodies of uploads, and images of a few bytes. */

export const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** A body whose parts are all called `file`. */
export function form(...files: readonly (readonly [name: string, content: Uint8Array, type?: string])[]): FormData {
  const data = new FormData()
  for (const [name, content, type = ''] of files) {
    data.append('file', new Blob([content as Uint8Array<ArrayBuffer>], { type }), name)
  }
  return data
}

/** One of other parts. */
export function fields(texts: Readonly<Record<string, string>>): FormData {
  const data = new FormData()
  for (const [name, text] of Object.entries(texts)) data.set(name, text)
  return data
}

/** As far as its size. */
export function png(width = 1, height = 1): Uint8Array {
  const image = Buffer.alloc(40)
  image.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')
  image.writeUInt32BE(width, 16)
  image.writeUInt32BE(height, 20)
  return image
}

export const refusal = (code: string, message: string, details: object = {}) => ({
  code,
  details,
  message,
  status: 'error',
})
