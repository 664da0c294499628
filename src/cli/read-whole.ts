import { readFile } from 'node:fs/promises'
import { UsageError } from './options.ts'

/** @throws UsageError */
export async function readWhole(file: string): Promise<Buffer<ArrayBuffer>> {
  try {
    return await readFile(file)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new UsageError(code === 'ENOENT' ? `${file}: no such file` : `${file} cannot be read: ${message}`)
  }
}
