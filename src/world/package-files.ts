import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

let root: string | undefined

/** The path of a file that ships with the package, whether run from source or built. */
export function packageFile(...segments: string[]): string {
  if (!root) {
    root = dirname(fileURLToPath(import.meta.url))
    while (!existsSync(join(root, 'package.json'))) root = dirname(root)
  }
  return join(root, ...segments)
}
