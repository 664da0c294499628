import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openAuthority } from '../intercept/authority.ts'
import { clientEnvironment } from '../intercept/client-environment.ts'
import { dataFolder } from '../intercept/data-folder.ts'
import { writeTrust } from '../intercept/trust.ts'

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
  const { folder, rootFile } = await openAuthority(join(dataFolder(environment), 'ca'))
  return clientEnvironment({
    proxy: new URL(url),
    trust: writeTrust(folder, rootFile, environment),
    preload: preloadFile(),
    before: environment,
    ...options,
  })
}

/** Beside the file of the command, where that is the one that ships. */
function preloadFile(): string | null {
  const file = fileURLToPath(new URL('./preload.cjs', import.meta.url))
  return existsSync(file) ? file : null
}
