/** A job at whose end somebody is called ends though nobody asks, and the state file has what it did. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createApp } from '../../src/app.ts'
import { addCallback } from '../../src/world/callbacks.ts'
import { addJob } from '../../src/world/jobs.ts'
import { StateFile } from '../../src/world/state-file/index.ts'
import { createWorld } from '../../src/world/world.ts'
import { listener } from '../support/listener.ts'

async function open(data: string) {
  const stateFile = await StateFile.open(data)
  const world = await createWorld(stateFile.worldOptions({ fixture: 'empty' }))
  await stateFile.attach(world)
  const app = createApp(world, { stateFile })
  const org = world.orgs.all().find(({ name }) => name === 'Acme QA')!
  return {
    world,
    app,
    data: world.orgData(org),
    control: (path: string, body: object, method = 'POST') =>
      app.fetch(
        new Request(`http://localhost/_emulator/${path}`, {
          method,
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        }),
      ),
    async close() {
      app.close()
      await stateFile.close()
    },
  }
}

it.each(['by the clock', 'when the clock is moved'])('ends %s', async how => {
  const folder = mkdtempSync(join(tmpdir(), 'zoho-jobs-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'state.json')
  const ear = await listener()
  const first = await open(file)
  await first.control('toggles', { job_step_ms: how === 'by the clock' ? 10 : 60_000 }, 'PATCH')
  const { data, world } = first
  const [user] = data.users()
  const leads = data.module('Leads')!
  const id = data.nextRecordId()
  data.records(leads).insert({ id, Last_Name: 'A', Owner: user!.id } as never)
  const watch = { channelId: '1', module: 'Leads', events: ['delete'], expiresAt: world.clock.now() + 3_600_000 }
  data.table('watches', { indexes: { module: (row: { id: string }) => (row as never as typeof watch).module } }).put({
    id: 'w',
    userId: user!.id,
    notifyUrl: ear.url,
    token: null,
    returnsValues: false,
    onRelatedAction: true,
    condition: null,
    base: '',
    version: 'v8',
    ...watch,
  } as never)
  const todo = { ids: [id], version: 'v8' }
  const details = { module: 'Leads', cvid: null, total: 1, succeeded: 0, failed: 0, todo, callback: { url: ear.url } }
  const job = addJob(world, data, { kind: 'mass_delete', userId: user!.id, details })

  await first.control('clock', { advance: how === 'by the clock' ? '0ms' : '3m' })
  const [told] = await ear.until(1)
  await expect.poll(() => data.jobs.get(job.id)?.outcome).toBe('done')
  await first.close()
  const second = await open(file)
  onTestFinished(second.close)

  expect(told!.body).toMatchObject({ operation: 'delete', ids: [id] })
  expect(second.data.jobs.get(job.id)).toMatchObject({ outcome: 'done', details: { succeeded: 1 } })
  expect(second.data.records(second.data.module('Leads')!).has(id)).toBe(false)
  expect(second.world.awaitedJobs.size).toBe(0)
})

it('what waits for an org that is gone is forgotten', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zoho-jobs-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { world, control, close, data } = await open(join(folder, 'state.json'))
  onTestFinished(close)
  addCallback(data, { url: 'nonsense', body: {}, about: 'test' })
  world.awaitedJobs.put({ id: '1', zgid: 'nobody', endsAt: 0 })

  await control('clock', { freeze: true })

  expect([world.awaitedJobs.size, world.callbacks.size]).toEqual([0, 0])
})
