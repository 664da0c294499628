import { hash } from 'node:crypto'
import { clockScript } from './clock-script.ts'
import { codeScript } from './code-script.ts'
import { copyScript } from './copy-script.ts'
import { liveScript } from './live-script.ts'

/** The scripts of all pages, each a file of its own that is loaded only by the pages that name it. */
export const scripts = { clock: clockScript, code: codeScript, copy: copyScript, live: liveScript }

export type ScriptName = keyof typeof scripts

const files = new Map<ScriptName, string>()

/** Its file name, which changes with what it says. */
export function scriptFile(name: ScriptName): string {
  let file = files.get(name)
  if (!file) {
    file = `${name}-${hash('sha1', scripts[name]).slice(0, 12)}.js`
    files.set(name, file)
  }
  return file
}
