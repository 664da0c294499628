/** Kills a real process again and again while several clients write, and looks whether anything that was answered is missing. */

import { type ChildProcess, spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { bundle } from '../../scripts/bundle.ts'

const lives = 20
const leadsTable = 'org/60021001/records/Leads'
const batch = 100

/** The command, built, in a folder of its own with what it needs. */
async function buildCommand(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kill-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await bundle(join(folder, 'dist'))
  for (const name of ['fixtures', 'scenarios', 'node_modules', 'package.json']) {
    await symlink(resolve(name), join(folder, name))
  }
  return join(folder, 'dist/cli.js')
}

interface Life {
  readonly url: string
  kill(signal?: 'SIGKILL' | 'SIGTERM'): void
  readonly dead: Promise<unknown>
}

async function startLife(script: string, args: string[]): Promise<Life> {
  const child: ChildProcess = spawn(process.execPath, [script, '--port', '0', '--quiet', ...args])
  const dead = new Promise(done => child.once('close', done))
  onTestFinished(() => void child.kill('SIGKILL'))
  let [out, err] = ['', '']
  child.stderr!.on('data', chunk => {
    err += chunk
  })
  const url = await new Promise<string>((found, failed) => {
    child.stdout!.on('data', chunk => {
      out += chunk
      const ready = /ready (\S+)\n/.exec(out)
      if (ready) found(ready[1]!)
    })
    child.once('close', code => failed(new Error(`exit ${code}: ${err}`)))
  })
  return { url, kill: (signal = 'SIGKILL') => void child.kill(signal), dead }
}

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

it(`loses nothing that was answered, and keeps nothing by halves, when it is killed ${lives} times under four writers`, async () => {
  const script = await buildCommand()
  const folder = await mkdtemp(join(tmpdir(), 'state-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const args = ['--data', join(folder, 'state.json'), '--fixture', 'empty', '--scenario', 'unlimited']
  const answered = new Set<string>()
  const tokens: string[] = []
  let filesBeingWritten = 0

  async function checkAll({ url }: Life): Promise<void> {
    const { tables } = (await (await fetch(`${url}/_emulator/snapshot`)).json()) as {
      tables: Record<string, { id: string; Company: string }[]>
    }
    const leads = tables[leadsTable] ?? []
    const there = new Set([...leads, ...(tables['access-tokens'] ?? [])].map(({ id }) => id))
    const missing = [...answered, ...tokens].filter(id => !there.has(id))
    const sizes = new Map<string, number>()
    for (const { Company } of leads) sizes.set(Company, (sizes.get(Company) ?? 0) + 1)

    expect(missing).toEqual([])
    expect([...sizes].filter(([company, size]) => size !== (company.startsWith('batch') ? batch : 1))).toEqual([])
    expect(there.size).toBeGreaterThanOrEqual(answered.size)
  }

  /** @param killAfter how many answers; without it, as soon as the file is being written anew */
  async function live(number: number, killAfter?: number): Promise<void> {
    const life = await startLife(script, args)
    await checkAll(life)
    const client = { client_id: '1000.AB9GT9GWELBVJ03FFZTGBSWZL21BLV', user: 'admin@acme.example', org: '60021001' }
    const issue = async () => {
      const scope = 'ZohoCRM.modules.ALL'
      const answer = (await (await fetch(`${life.url}/_emulator/tokens`, json({ ...client, scope }))).json()) as {
        access_token: string
      }
      tokens.push(answer.access_token)
      return answer.access_token
    }
    const token = await issue()
    let answers = 0
    const watcher =
      killAfter === undefined &&
      watch(folder, (_, name) => {
        if (name !== 'state.json.tmp') return
        filesBeingWritten++
        life.kill()
      })

    async function write(writer: number): Promise<void> {
      for (let round = 0; ; round++) {
        const size = writer === 0 ? 1 : batch
        const company = `${size === 1 ? 'single' : 'batch'} ${number}.${writer}.${round}`
        const data = Array.from({ length: size }, () => ({ Last_Name: 'Lead', Company: company }))
        const response = await fetch(`${life.url}/www.zohoapis.com/crm/v8/Leads`, {
          ...json({ data }),
          headers: { Authorization: `Zoho-oauthtoken ${token}` },
        })
        const rows = ((await response.json()) as { data: { details: { id: string } }[] }).data
        for (const { details } of rows) answered.add(details.id)
        if (writer === 0) await issue()
        if (++answers === killAfter) life.kill()
      }
    }
    // each ends with the connection
    await Promise.allSettled([0, 1, 2, 3].map(write))
    await life.dead
    if (watcher) watcher.close()
  }

  for (let number = 0; number < lives; number++) {
    const isLong = number % 7 === 3
    await live(number, isLong ? undefined : 1 + number)
  }
  const last = await startLife(script, args)
  await checkAll(last)
  last.kill('SIGTERM')
  await last.dead

  expect(answered.size).toBeGreaterThan(1000)
  expect(filesBeingWritten).toBeGreaterThanOrEqual(3)
  expect((await readdir(folder)).sort()).toEqual(['state.json', 'state.json.journal'])
}, 120_000)
