/** Uploaded files of an org. A row says what a file is called; its bytes lie apart, so that tables hold no more than text. */

import type { FileBytes } from './file-bytes.ts'
import type { OrgData } from './org-data.ts'
import type { StoreState } from './store.ts'

export interface OrgFile {
  /** What clients call it: opaque, hexadecimal. */
  readonly id: string
  readonly name: string
  /** Media type, as the client said or as the name suggests. */
  readonly type: string
  /** In bytes. */
  readonly size: number
  /** Under which its bytes are found. */
  readonly key: string
  readonly createdAt: number
  /** A user's id. */
  readonly createdBy: string
  /** What has it, e.g. `Leads:ID`; without it, it was uploaded to be used once. */
  readonly usedBy?: string
}

export interface NewFile {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
  readonly userId: string
  readonly usedBy?: string
}

export const isFilesTable = (name: string): boolean => /^org\/[^/]+\/files$/.test(name)

/** The files that a state has rows of. */
export function* filesIn(state: StoreState): Iterable<OrgFile> {
  for (const [name, delta] of state) {
    if (isFilesTable(name)) for (const [, row] of delta) if (row) yield row as OrgFile
  }
}

/** The keys of their bytes, each once. */
export const keysIn = (state: StoreState): ReadonlySet<string> => new Set(Array.from(filesIn(state), ({ key }) => key))

/** @throws FilesFull */
export function addFile(data: OrgData, { name, type, bytes, userId, usedBy }: NewFile): OrgFile {
  const key = data.fileBytes.put(bytes)
  return data.files.insert({
    id: data.nextFileId(),
    name,
    type,
    size: bytes.byteLength,
    key,
    createdAt: data.clock.now(),
    createdBy: userId,
    ...(usedBy !== undefined && { usedBy }),
  })
}

/** All of them or none. @throws FilesFull */
export function addFiles(data: OrgData, files: readonly NewFile[]): OrgFile[] {
  const added: OrgFile[] = []
  try {
    for (const file of files) added.push(addFile(data, file))
  } catch (error) {
    for (const { id } of added) data.files.delete(id)
    throw error
  }
  return added
}

/** The same bytes under an id of their own. */
export const copyFile = (data: OrgData, file: OrgFile, usedBy: string): OrgFile =>
  data.files.insert({ ...file, id: data.nextFileId(), usedBy })

/** What has a file: a record. */
export const recordOwner = (module: string, id: string): string => `${module}:${id}`

/** Lets go all files that something has. */
export function forgetFiles(data: OrgData, owner: string): void {
  for (const { id } of data.files.find('usedBy', owner)) data.files.delete(id)
}

/** @throws where they are gone, which the start of an emulator rules out */
export function bytesOf(fileBytes: FileBytes, { name, key }: OrgFile): Uint8Array {
  const bytes = fileBytes.get(key)
  if (!bytes) throw new Error(`the bytes of ${name} are gone`)
  return bytes
}
