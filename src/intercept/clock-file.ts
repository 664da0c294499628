import { renameSync, writeFileSync } from 'node:fs'
import type { Clock } from '../world/clock.ts'

/**
 * Keeps in a file how the world's clock differs from the real one, for programs of which the emulator is not a part.
 * @returns looks whether that has changed
 */
export function keepClockFile(file: string, clock: Clock): () => void {
  let written = ''
  const look = () => {
    const { offsetMs, frozenAt } = clock.state
    const text = JSON.stringify({ offsetMs, frozenAt })
    if (text === written) return
    // moved into its place, so that nobody reads half of it
    writeFileSync(`${file}.tmp`, text)
    renameSync(`${file}.tmp`, file)
    written = text
  }
  look()
  return look
}
