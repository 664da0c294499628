/** ZIP archives, written and read in pieces: what lies in one is never unpacked beyond what is asked for. */

import { zipLibrary } from './libraries.ts'

export interface ZipEntry {
  readonly name: string
  /** Its text in pieces, one after the other. */
  readonly pieces: Iterable<string>
}

/** Text that is compressed at a time. */
const pieceSize = 256 * 1024

/** @param at dates the entries */
export function makeZip(entries: Iterable<ZipEntry>, at: number): Uint8Array {
  const { Zip, ZipDeflate } = zipLibrary()
  const chunks: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    chunks.push(chunk)
  })
  for (const { name, pieces } of entries) {
    const file = new ZipDeflate(name, { level: 1 })
    file.mtime = datable(at)
    zip.add(file)
    let text = ''
    for (const piece of pieces) {
      text += piece
      if (text.length < pieceSize) continue
      file.push(Buffer.from(text))
      text = ''
    }
    file.push(Buffer.from(text), true)
  }
  zip.end()
  return Buffer.concat(chunks)
}

/** The format knows no other years. */
const datable = (at: number): number => Math.min(Math.max(at, Date.UTC(1980, 0, 2)), Date.UTC(2099, 11, 30))

export const isZip = (bytes: Uint8Array): boolean =>
  bytes.length > 4 && bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)

/** Thrown for an archive that is broken, or that holds more than anybody may send. */
export class ZipProblem extends Error {
  readonly kind: 'broken' | 'too large'

  constructor(kind: ZipProblem['kind'], message: string) {
    super(message)
    this.kind = kind
  }
}

/** How much is taken of an archive at a time. */
const inputSize = 64 * 1024
const mostEntries = 1000

interface Unpacked {
  readonly names: readonly string[]
  /** The bytes of the entries that were wanted. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

/**
 * Reads an archive from front to back.
 * @param wanted which entries are unpacked; the others are only named
 * @param limit of all that is unpacked, in bytes
 * @throws ZipProblem
 */
export function openZip(bytes: Uint8Array, wanted: (name: string) => boolean, limit: number): Unpacked {
  const { Unzip, UnzipInflate } = zipLibrary()
  const names: string[] = []
  const files = new Map<string, Uint8Array>()
  let size = 0
  let open = 0
  const unzip = new Unzip(file => {
    if (names.length >= mostEntries) throw new ZipProblem('too large', `more than ${mostEntries} entries`)
    if (file.name.endsWith('/')) return
    names.push(file.name)
    if (!wanted(file.name) || files.has(file.name)) return
    const chunks: Uint8Array[] = []
    open++
    file.ondata = (error, chunk, isLast) => {
      if (error) throw error instanceof ZipProblem ? error : new ZipProblem('broken', error.message)
      size += chunk.length
      if (size > limit) throw new ZipProblem('too large', `more than ${limit} bytes when unpacked`)
      chunks.push(chunk)
      if (!isLast) return
      open--
      files.set(file.name, Buffer.concat(chunks))
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  try {
    for (let at = 0; at < bytes.length; at += inputSize) {
      unzip.push(bytes.subarray(at, at + inputSize), at + inputSize >= bytes.length)
    }
  } catch (error) {
    throw error instanceof ZipProblem ? error : new ZipProblem('broken', (error as Error).message)
  }
  if (open > 0) throw new ZipProblem('broken', 'an entry ends too early')
  return { names, files }
}
