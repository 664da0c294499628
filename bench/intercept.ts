/** What it costs to serve unchanged programs: `exec` until its command begins, against `start` until it is ready. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { timeToReady } from './processes.ts'
import { median, type Row } from './table.ts'

const rounds = 15

export async function compareExec(script: string, options: readonly string[]): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'zoho-emulator-bench-'))
  const before = process.env.XDG_DATA_HOME
  process.env.XDG_DATA_HOME = folder
  const ours: number[] = []
  const theirs: number[] = []
  try {
    for (let round = 0; round <= rounds; round++) {
      const executed = await timeToReady(script, ['exec', ...options, '--', 'echo', 'ready http://nowhere'])
      const started = await timeToReady(script, options)
      // the first makes the authority
      if (round === 0) continue
      ours.push(executed)
      theirs.push(started)
    }
  } finally {
    if (before === undefined) delete process.env.XDG_DATA_HOME
    else process.env.XDG_DATA_HOME = before
    await rm(folder, { recursive: true })
  }
  return {
    what: 'exec to its command',
    against: 'start to ready',
    ours: `${median(ours).toFixed(0)} ms`,
    theirs: `${median(theirs).toFixed(0)} ms`,
    ratio: median(ours.map((time, round) => time / theirs[round]!)),
    goal: { atMost: 1.5 },
  }
}
