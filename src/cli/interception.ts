import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Authority, openAuthority } from '../intercept/authority.ts'
import { clientEnvironment } from '../intercept/client-environment.ts'
import { dataFolder } from '../intercept/data-folder.ts'
import { writeTrust } from '../intercept/trust.ts'
import { UsageError } from './options.ts'

export interface InterceptionOptions {
  readonly environment: NodeJS.ProcessEnv
  readonly allow: readonly string[]
  readonly clockFile?: string | undefined
  readonly refusedFile?: string | undefined
}

/** Variables by which programs take an emulator for Zoho. */
export async function interceptionVariables(
  { url }: { readonly url: string },
  { environment, ...options }: InterceptionOptions,
): Promise<Record<string, string>> {
  const { folder, rootFile } = await authorityOf(environment)
  return clientEnvironment({
    proxy: new URL(url),
    trust: inFolder(folder, () => writeTrust(folder, rootFile, environment)),
    preload: preloadFile(),
    before: environment,
    ...options,
  })
}

/** The local authority of the person who typed the command. @throws UsageError where it can be neither read nor made */
export async function authorityOf(environment: NodeJS.ProcessEnv): Promise<Authority> {
  const folder = join(dataFolder(environment), 'ca')
  try {
    return await openAuthority(folder)
  } catch (error) {
    throw unfit(folder, error)
  }
}

/** @throws UsageError */
function inFolder<T>(folder: string, write: () => T): T {
  try {
    return write()
  } catch (error) {
    throw unfit(folder, error)
  }
}

const unfit = (folder: string, error: unknown): UsageError =>
  new UsageError(`${folder} cannot hold the certificate authority: ${(error as Error).message}`)

/** Beside the file of the command, where that is the one that ships. */
export function preloadFile(): string | null {
  const file = fileURLToPath(new URL('./preload.cjs', import.meta.url))
  return existsSync(file) ? file : null
}
