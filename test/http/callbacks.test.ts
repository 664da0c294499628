/** How callbacks leave: to whom, how often, and what the journal says of each try. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { CallbackSender } from '../../src/http/callbacks/sender.ts'
import { CallbackRefused, targetOf } from '../../src/http/callbacks/target.ts'
import { Journal } from '../../src/http/journal/journal.ts'
import { type RequestRow, Showing } from '../../src/http/journal/show.ts'
import { createEmulator, type EmulatorOptions } from '../../src/index.ts'
import { addCallback } from '../../src/world/callbacks.ts'
import { addJob, settleJobs } from '../../src/world/jobs.ts'
import { createWorld } from '../../src/world/world.ts'
import { everything, listen, start } from '../support/emulator.ts'
import { listener } from '../support/listener.ts'

const scope = `${everything},ZohoCRM.notifications.ALL`
const api = '/sandbox.zohoapis.com/crm/v8'

/** A sender of its own, which pauses for no longer than a test may. */
async function sending({ allowed = [] as string[], timeoutMs = 5000, waiting = 1000, atATime = 10 } = {}) {
  const world = await createWorld({ fixture: 'empty' })
  const journal = new Journal(world.clock)
  const sender = new CallbackSender(world, journal, allowed, { pausesMs: [5, 10], timeoutMs, atATime, waiting })
  onTestFinished(() => sender.close())
  const [org] = world.orgs.all()
  const data = world.orgData(org!)
  let wake = () => {}
  journal.listen(
    () => wake(),
    () => {},
  )
  const rows = (): RequestRow[] => {
    const showing = new Showing(world, journal)
    return Array.from(journal.entries(), exchange => showing.row(exchange)).reverse()
  }
  return {
    world,
    sender,
    rows,
    detail: () => new Showing(world, journal).detail([...journal.entries()][0]!),
    send(...urls: string[]) {
      for (const url of urls) addCallback(data, { url, body: { hello: 'world' }, about: 'test' })
      sender.take()
    },
    /** Waits for so many tries. */
    async tries(count: number) {
      while (rows().length < count) await new Promise<void>(resolve => (wake = resolve))
      return rows()
    },
  }
}

describe('a callback', () => {
  it('goes as JSON, and stands in the journal', async () => {
    const ear = await listener()
    const { send, tries, detail, world } = await sending()

    send(`${ear.url}/a/b?c=d`)
    const [row] = await tries(1)

    expect(ear.received).toMatchObject([{ method: 'POST', path: '/a/b?c=d', body: { hello: 'world' } }])
    expect(ear.received[0]!.headers['content-type']).toMatch(/^application\/json/)
    expect(row).toMatchObject({
      host: new URL(ear.url).host,
      service: 'callback',
      location: null,
      method: 'POST',
      path: '/a/b',
      status: 200,
      reason: null,
      org: world.orgs.all()[0]!.id,
    })
    expect(detail()).toMatchObject({
      request: { url: `${ear.url}/a/b?c=d`, body: '{"hello":"world"}' },
      response: { status: 200, body: 'noted' },
    })
    expect(detail().checks.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'address passed',
      'connection passed',
      'answer passed',
    ])
    expect(world.callbacks.size).toBe(0)
  })

  it('is tried again after a failure, until it is taken', async () => {
    const ear = await listener([500, 302, 204], { Location: '/elsewhere' })
    const { send, tries } = await sending()

    send(ear.url)
    const rows = await tries(3)

    expect(rows.map(({ status, reason }) => [status, reason])).toEqual([
      [500, 'try 1 of 3: the listener answered 500'],
      [302, 'try 2 of 3: the listener answered 302'],
      [204, null],
    ])
    expect(ear.received.map(({ path }) => path)).toEqual(['/', '/', '/'])
  })

  it('is given up after the third try', async () => {
    const ear = await listener([500])
    const { send, tries, detail } = await sending()

    send(ear.url)
    const rows = await tries(3)
    // a name with two addresses, perhaps
    send('http://localhost:1/')
    const more = await tries(6)

    expect(rows[2]!.reason).toBe('try 3 of 3: the listener answered 500; given up')
    expect(ear.received).toHaveLength(3)
    expect(more[5]).toMatchObject({ status: null, reason: expect.stringMatching(/^try 3 of 3: .*REFUSED.*given up$/) })
    expect(detail().checks.map(({ outcome }) => outcome)).toEqual(['passed', 'failed', 'not_reached'])
  })

  it('does not wait for ever', async () => {
    const ear = await listener([null])
    const { send, tries } = await sending({ timeoutMs: 20 })

    send(ear.url)

    expect((await tries(3))[0]!.reason).toBe('try 1 of 3: no answer within 20 ms')
  })

  it.each(['http://192.0.2.1/', 'http://10.0.0.1:8080/x', 'http://[2001:db8::1]/', 'http://0.0.0.0/', 'http://[::]/'])(
    'does not go to %s, and is not tried again',
    async url => {
      const { send, tries, detail } = await sending()

      send(url)
      const [row, ...others] = await tries(1)

      expect(others).toEqual([])
      expect(row).toMatchObject({ status: null, reason: expect.stringMatching(/not this machine.*--allow-callbacks/) })
      expect(detail().checks[0]).toMatchObject({ name: 'address', outcome: 'failed' })
    },
  )

  it('does not go to a name that is another machine', () => {
    const { lookup } = targetOf('http://hooks.example/', new Set())
    const answered = new Promise(resolve =>
      lookup!('hooks.example', { all: true }, (error, found) => resolve(error ?? found)),
    )

    return expect(answered).resolves.toBeInstanceOf(Error)
  })

  it('goes to any name of this machine', async () => {
    const ear = await listener()
    const { port } = new URL(ear.url)
    const { send } = await sending()

    send(`http://127.0.0.1:${port}/`, `http://hooks.app.localhost:${port}/`, `http://LOCALHOST.:${port}/`)

    expect(await ear.until(3)).toHaveLength(3)
  })

  it('goes elsewhere where that is allowed', () => {
    const allowed = new Set(['hooks.example', '192.0.2.1'])

    expect(targetOf('http://hooks.example:81/', allowed).lookup).toBeUndefined()
    expect(targetOf('https://192.0.2.1/', allowed).lookup).toBeUndefined()
    expect(() => targetOf('http://192.0.2.2/', allowed)).toThrow(CallbackRefused)
    expect(() => targetOf('file:///etc/passwd', allowed)).toThrow(CallbackRefused)
    expect(() => targetOf('nonsense', allowed)).toThrow(CallbackRefused)
  })

  it('waits for its turn, as far as there is room', async () => {
    const ear = await listener()
    const { send, tries } = await sending({ atATime: 1, waiting: 2 })

    send(`${ear.url}/1`, `${ear.url}/2`, `${ear.url}/3`)
    const rows = await tries(3)

    expect(rows.map(({ path, status }) => [path, status])).toEqual([
      ['/3', null],
      ['/1', 200],
      ['/2', 200],
    ])
    expect(rows[0]!.reason).toBe('not sent: 2 callbacks wait already')
  })

  it('is dropped by a reset and at the end', async () => {
    const ear = await listener([500])
    const { send, tries, sender, world, rows } = await sending()

    send(ear.url)
    await tries(1)
    world.reset()
    send(ear.url)
    await tries(2)
    sender.close()
    send(ear.url)
    await new Promise(resolve => setTimeout(resolve, 40))

    expect(rows().length).toBeLessThan(4)
    expect(ear.received.length).toBeLessThan(4)
  })
})

describe('the emulator', () => {
  /** Subscribed to leads, with a listener. */
  async function hearing(url: string, options: EmulatorOptions = {}) {
    const harness = await start({ fixture: 'empty', ...options })
    onTestFinished(() => harness.zoho.close())
    const { access_token: token } = await harness.tokens({ org: 'Acme QA', scope })
    const watch = [{ channel_id: '1', events: ['Leads.create'], notify_url: url, token: 'very-secret-word' }]
    await harness.send('POST', `${api}/actions/watch`, { token, body: { watch } })
    const insert = () =>
      harness.send('POST', `${api}/Leads`, { token, body: { data: [{ Last_Name: 'A', Company: 'C' }] } })
    return { ...harness, token, insert }
  }

  it('shows its callbacks in list, detail, HAR, page and stream', async () => {
    const ear = await listener()
    const { insert, send, zoho } = await hearing(`${ear.url}/hook`)

    await insert()
    await ear.until(1)
    await expect.poll(() => zoho.requests({ path: '/hook' })).toHaveLength(1)
    const { host } = new URL(ear.url)
    const [row] = (await send('GET', `/_emulator/requests?host=${host}&status=200`)).json.requests
    const detail = (await send('GET', `/_emulator/requests/${row.id}`)).json
    const har = (await send('GET', `/_emulator/requests.har?host=${host}`)).json
    const page = await send('GET', `/_emulator/journal/${row.id}`)
    const list = await send('GET', '/_emulator/journal')

    expect(row).toMatchObject({ service: 'callback', host, path: '/hook' })
    expect(detail.request.body).toContain('"operation":"insert"')
    expect(detail.request.body).not.toContain('very-secret-word')
    expect(har.log.entries).toMatchObject([{ request: { method: 'POST' }, _zoho: { service: 'callback' } }])
    expect([page.status, list.status]).toEqual([200, 200])
    expect(page.text).toContain('Delivered with 200')
    expect(list.text).toContain(host)
  })

  it('shows one that got no answer', async () => {
    const { insert, send, zoho } = await hearing('http://192.0.2.1/hook')

    await insert()
    await expect.poll(() => zoho.requests({ path: '/hook' })).toHaveLength(1)
    const [row] = await zoho.requests({ path: '/hook' })

    expect(row).toMatchObject({ status: null, host: '192.0.2.1' })
    expect((await send('GET', '/_emulator/requests.har?path=/hook')).json.log.entries[0].response.status).toBe(0)
    expect((await send('GET', `/_emulator/journal/${row!.id}`)).text).toContain('Not delivered')
    expect((await send('GET', '/_emulator/journal?refused=true')).text).toContain('no answer')
  })

  it('takes the hosts that are allowed', async () => {
    const { insert, zoho } = await hearing('http://192.0.2.1:1/hook', { allowCallbacks: ['192.0.2.1'] })

    await insert()
    await zoho.close()

    expect(await zoho.requests({ path: '/hook' })).toEqual([])
  })

  it('ends callbacks under way when it ends', async () => {
    const ear = await listener([null])
    const { zoho, tokens, send } = await listen({ fixture: 'empty' })
    const { access_token: token } = await tokens({ org: 'Acme QA', scope })
    const watch = [{ channel_id: '1', events: ['Leads.create'], notify_url: ear.url }]
    await send('POST', `${api}/actions/watch`, { token, body: { watch } })
    await send('POST', `${api}/Leads`, { token, body: { data: [{ Last_Name: 'A', Company: 'C' }] } })
    await ear.until(1)

    const before = performance.now()
    await zoho.close()

    expect(performance.now() - before).toBeLessThan(2000)
  })

  it('sends after a restart what a state file had waiting', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zoho-callbacks-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const ear = await listener()
    const data = join(folder, 'state.json')
    const first = await createEmulator({ fixture: 'empty', data })
    const state = await (await first.fetch('/_emulator/snapshot')).json()
    const row = { id: 'callback-1', org: '1', url: ear.url, body: { x: 1 }, about: 'test', at: 0 }
    state.tables.callbacks = [row]
    await first.fetch('/_emulator/snapshot', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(state),
    })

    expect((await ear.until(1))[0]!.body).toEqual({ x: 1 })
    await first.close()
    const second = await createEmulator({ data })
    expect((await (await second.fetch('/_emulator/snapshot')).json()).tables.callbacks ?? []).toEqual([])
    await second.close()
  })
})

describe('a job at whose end somebody is called', () => {
  it('is noted, and forgotten when it has ended', async () => {
    const world = await createWorld({ fixture: 'empty', realNow: () => now })
    let now = 1_700_000_000_000
    const data = world.orgData(world.orgs.all()[0]!)
    const callback = { url: 'http://localhost:9/', method: 'post' }

    addJob(world, data, { kind: 'quiet', userId: '1', details: {} })
    const job = addJob(world, data, { kind: 'loud', userId: '1', details: { callback } })

    expect(world.awaitedJobs.all()).toEqual([{ id: job.id, zgid: data.org.id, endsAt: job.endsAt }])
    now += 10_000
    settleJobs(world, data, { quiet: () => ({}), loud: () => ({}) })
    expect(world.awaitedJobs.size).toBe(0)
  })

  it('ends by itself, by the clock or when it is moved', async () => {
    const { JobAlarm } = await import('../../src/http/job-alarm.ts')
    const world = await createWorld({ fixture: 'empty' })
    world.setToggles({ job_step_ms: 10 })
    const data = world.orgData(world.orgs.all()[0]!)
    const ended: string[] = []
    let wake = () => {}
    const alarm = new JobAlarm(world, () => {
      settleJobs(world, data, { loud: (_world, _data, { id }) => ended.push(id) })
      wake()
    })
    onTestFinished(() => alarm.close())
    const details = { callback: { url: 'http://localhost:9/' } }

    const first = addJob(world, data, { kind: 'loud', userId: '1', details })
    const slept = new Promise<void>(resolve => (wake = resolve))
    alarm.look()
    expect(ended).toEqual([])
    await slept
    world.clock.freeze()
    const second = addJob(world, data, { kind: 'loud', userId: '1', details })
    alarm.look()
    world.clock.advance(60_000)
    alarm.look()

    expect(ended).toEqual([first.id, second.id])
  })
})

it('the command takes hosts from arguments or the environment', async () => {
  const { readStartOptions } = await import('../../src/cli/options.ts')

  expect(readStartOptions(['--allow-callbacks', 'a', '--allow-callbacks', 'b'], {})?.allowCallbacks).toEqual(['a', 'b'])
  expect(readStartOptions([], { ZOHO_EMULATOR_ALLOW_CALLBACKS: 'a,b' })?.allowCallbacks).toEqual(['a', 'b'])
  expect(readStartOptions([], {})?.allowCallbacks).toEqual([])
})
