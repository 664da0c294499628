/** Whether bytes are an image of a kind that Zoho takes for a photo, and how many pixels it has. */

interface Kind {
  readonly type: string
  readonly begins: string
  /** @returns null where the image does not go that far */
  size(image: DataView): { readonly width: number; readonly height: number } | null
}

/** In Latin-1. */
const kinds: readonly Kind[] = [
  {
    type: 'image/png',
    begins: '\x89PNG\r\n\x1a\n',
    size: image => sides(image, 24, at => image.getUint32(at), 16, 20),
  },
  { type: 'image/gif', begins: 'GIF8', size: image => sides(image, 10, at => image.getUint16(at, true), 6, 8) },
  {
    type: 'image/bmp',
    begins: 'BM',
    size: image => sides(image, 26, at => Math.abs(image.getInt32(at, true)), 18, 22),
  },
  { type: 'image/jpeg', begins: '\xff\xd8\xff', size: jpegSize },
]

/** @returns null for what is no image */
export function imageOf(bytes: Uint8Array): { readonly type: string; readonly pixels: number | null } | null {
  const begin = Buffer.from(bytes.subarray(0, 8)).toString('latin1')
  const kind = kinds.find(({ begins }) => begin.startsWith(begins))
  if (!kind) return null
  const size = kind.size(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  return { type: kind.type, pixels: size && size.width * size.height }
}

function sides(image: DataView, length: number, read: (at: number) => number, width: number, height: number) {
  return image.byteLength < length ? null : { width: read(width), height: read(height) }
}

/** The sides stand in the frame header, behind segments that each say how long they are. */
function jpegSize(image: DataView) {
  for (let at = 2; at + 9 <= image.byteLength; ) {
    const marker = image.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (image.getUint8(at) !== 0xff) return null
    if (isFrame) return { height: image.getUint16(at + 5), width: image.getUint16(at + 7) }
    at += 2 + Math.max(2, image.getUint16(at + 2))
  }
  return null
}
