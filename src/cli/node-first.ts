import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { preloadOption } from '../intercept/client-environment.ts'

/** What the preload reads, and the certificate that Node trusts besides its own. */
const kept = /^(?:ZOHO_EMULATOR_\w+|NODE_EXTRA_CA_CERTS)$/

/**
 * Puts a `node` before all others that sees to it that the preload is loaded: scripts often give NODE_OPTIONS or a whole
 * environment of their own to what they start, and that would then go to the real Zoho unnoticed.
 * @param folder for the files; has to outlast the programs
 * @returns the search path with it, or the one that was there where it cannot be done
 */
export function withNodeFirst(folder: string, preload: string, variables: Readonly<Record<string, string>>): string {
  const { PATH = '' } = variables
  const node = PATH.split(delimiter)
    .map(each => join(each, 'node'))
    .find(existsSync)
  if (!node || process.platform === 'win32') return PATH
  const option = quote(preloadOption(preload))
  const lines = Object.entries(variables)
    .filter(([name]) => kept.test(name))
    .map(([name, value]) => `[ -n "$${name}" ] || export ${name}=${quote(value)}`)
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'node'),
    `#!/bin/sh
case "$NODE_OPTIONS" in
  *${option}*) ;;
  *) export NODE_OPTIONS="\${NODE_OPTIONS:+$NODE_OPTIONS }"${option} ;;
esac
${lines.join('\n')}
exec ${quote(node)} "$@"
`,
  )
  chmodSync(join(folder, 'node'), 0o755)
  return `${folder}${delimiter}${PATH}`
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
