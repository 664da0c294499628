import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { EmulatorOptions } from '../../src/index.ts'
import { FileProblem } from '../../src/world/fixtures.ts'
import { fillDisk, imageOf, listenToStderr, newStateFile, protectFolder } from '../support/disk.ts'
import { callback, control, type Harness, start } from '../support/emulator.ts'

const leadsPath = '/www.zohoapis.com/crm/v8/Leads'

interface Kept extends Harness {
  readonly token: string
  create(name: string): Promise<string>
  leads(): Promise<string[]>
}

/** An emulator with a state file and a token for Acme. */
async function keep(data: string, options: EmulatorOptions = {}, token?: string): Promise<Kept> {
  const harness = await start({ data, ...options })
  onTestFinished(() => harness.zoho.close())
  const access = token ?? (await harness.tokens({ org: 'Acme' })).access_token
  return {
    ...harness,
    token: access,
    async create(name) {
      const body = { data: [{ Last_Name: name, Company: 'Acme' }] }
      return (await harness.send('POST', leadsPath, { token: access, body })).json.data[0].details.id
    },
    async leads() {
      const path = `${leadsPath}?fields=Last_Name&sort_order=asc`
      const { status, json } = await harness.send('GET', path, { token: access })
      return status === 204 ? [] : json.data.map(({ Last_Name }: { Last_Name: string }) => Last_Name)
    },
  }
}

const empty = { fixture: 'empty' }
const lines = (file: string) => readFileSync(`${file}.journal`, 'utf8').split('\n').slice(0, -1)
const stateOf = async ({ send }: Harness) => (await send('GET', '/_emulator/snapshot')).text
const problem = async (data: string, options: EmulatorOptions = {}): Promise<string> => {
  const error = await start({ data, ...options }).then(
    () => 'started',
    each => each,
  )
  expect(error).toBeInstanceOf(FileProblem)
  return error.message.replaceAll(data, 'FILE')
}

/** Everything that lies in the folder of a file. */
const contents = (file: string) =>
  readdirSync(dirname(file))
    .sort()
    .map(name => [name, readFileSync(`${dirname(file)}/${name}`, 'latin1')])

describe('an emulator with a state file', () => {
  it('goes on where it stopped', async () => {
    const file = newStateFile()
    const first = await keep(file, empty)
    const gone = await first.create('Gone')
    await first.create('Kept')
    await first.send('DELETE', `${leadsPath}/${gone}`, { token: first.token })
    await control(first.send, '/_emulator/clock', { set: '2031-05-07T00:00:00Z' })
    await control(first.send, '/_emulator/clock', { freeze: true })
    const { access_token: token, refresh_token: refreshToken } = await first.tokens({ org: 'Acme' })
    const revoked = await first.tokens({ org: 'Acme' })
    await first.send('POST', `/accounts.zoho.com/oauth/v2/token/revoke?token=${revoked.refresh_token}`)
    await control(first.send, '/_emulator/toggles', { refreshes_per_window: 3 }, 'PATCH')
    const before = await stateOf(first)
    await first.zoho.close()

    const second = await keep(file, empty, token)

    expect(await stateOf(second)).toBe(before)
    expect(await second.leads()).toEqual(['Kept'])
    const deleted = await second.send('GET', `${leadsPath}/deleted?type=all`, { token })
    expect(deleted.json.data.map(({ id }: { id: string }) => id)).toEqual([gone])
    expect((await second.send('GET', leadsPath, { token: revoked.access_token })).status).toBe(401)
    expect((await second.send('GET', '/_emulator/clock')).json).toMatchObject({
      frozen: true,
      now: expect.stringMatching(/^2031-05-07/),
    })
    const { client_id, client_secret } = second.client('server')
    const refreshes = []
    for (let each = 0; each < 4; each++) {
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken!, client_id, client_secret }
      refreshes.push((await second.exchange(form)).status)
    }
    expect(refreshes).toEqual([200, 200, 200, 400])
  })

  it('gives out no id and no token twice', async () => {
    const file = newStateFile()
    const first = await keep(file, empty)
    const ids = [await first.create('A'), await first.create('B')]
    await first.zoho.close()

    const second = await keep(file, {})
    ids.push(await second.create('C'))

    expect(new Set(ids).size).toBe(3)
    expect(second.token).not.toBe(first.token)
  })

  it('finishes jobs and redeems codes that were on their way', async () => {
    const file = newStateFile()
    const first = await keep(file, empty)
    await first.create('A')
    await control(first.send, '/_emulator/clock', { freeze: true })
    const { access_token: token } = await first.tokens({ org: 'Acme', scope: 'ZohoCRM.mass_delete.ALL' })
    const all = await first.send('GET', '/www.zohoapis.com/crm/v8/settings/custom_views?module=Leads', first)
    const view = all.json.custom_views.find((each: { system_name: string }) => each.system_name === 'ALLVIEWS')
    const path = `${leadsPath}/actions/mass_delete`
    const { json } = await first.send('POST', path, { token, body: { cvid: view.id } })
    const code = await first.code({ org: '60021001', redirect_uri: callback })
    await first.zoho.close()

    const second = await keep(file, {}, first.token)
    await second.zoho.advanceClock('5s')
    const job = await second.send('GET', `${path}?job_id=${json.data[0].details.job_id}`, { token })
    const { client_id, client_secret } = second.client('server')
    const form = { grant_type: 'authorization_code', code, client_id, client_secret, redirect_uri: callback }

    expect(job.json.data[0].Status).toBe('COMPLETED')
    expect(await second.leads()).toEqual([])
    expect((await second.exchange(form)).json).toHaveProperty('refresh_token')
  })

  it('has what a request changed in the journal, in one line, before it answers', async () => {
    const file = newStateFile()
    const emulator = await keep(file, empty)
    const before = lines(file).length
    const body = { data: ['A', 'B', 'C'].map(name => ({ Last_Name: name, Company: 'Acme' })) }

    const { json } = await emulator.send('POST', leadsPath, { token: emulator.token, body })

    const added = lines(file).slice(before)
    expect(added).toHaveLength(1)
    const { rows } = JSON.parse(added[0]!)
    expect(rows['org/60021001/records/Leads'].map(({ id }: { id: string }) => id)).toEqual(
      json.data.map(({ details }: { details: { id: string } }) => details.id),
    )
  })

  it('writes nothing for what only reads', async () => {
    const file = newStateFile()
    const emulator = await keep(file, {})
    const before = lines(file)

    await emulator.leads()
    await emulator.send('GET', '/_emulator/directory')
    await emulator.send('GET', leadsPath, { token: 'nonsense' })

    expect(lines(file)).toEqual(before)
  })

  it('loses nothing that was answered when it ends without a word', async () => {
    const file = newStateFile()
    const emulator = await keep(file, empty)
    const images: [string, string[]][] = []
    for (const name of ['A', 'B', 'C', 'D']) {
      await emulator.create(name)
      images.push([imageOf(file), await emulator.leads()])
    }

    for (const [image, leads] of images) {
      expect(await (await keep(image, {}, emulator.token)).leads()).toEqual(leads)
    }
    expect(images.map(([, leads]) => leads.length)).toEqual([1, 2, 3, 4])
  })

  it('keeps clock and scenario', async () => {
    const file = newStateFile()
    const emulator = await keep(file, empty)
    await emulator.zoho.useScenario('legacy')
    await emulator.zoho.advanceClock('400d')

    const other = await keep(imageOf(file), {}, emulator.token)

    expect(other.zoho.now() - Date.now()).toBeGreaterThan(399 * 24 * 3600 * 1000)
    expect((await other.send('GET', '/_emulator/health')).json.scenario).toBe('legacy')
  })

  it('keeps resets and snapshots that were brought back', async () => {
    const file = newStateFile()
    const emulator = await keep(file, empty)
    await emulator.create('Before')
    await emulator.send('PUT', '/_emulator/snapshots/here')
    await emulator.create('After')
    await emulator.send('POST', '/_emulator/snapshots/here')
    const restored = imageOf(file)
    await emulator.send('POST', '/_emulator/reset')
    const reset = imageOf(file)

    const fresh = await start(empty)

    expect(await (await keep(restored, {}, emulator.token)).leads()).toEqual(['Before'])
    expect(await stateOf(await keep(reset, {}, 'none'))).toBe(await stateOf(fresh))
  })

  it('writes the file when things are quiet, and at the end, and the journal is empty then', async () => {
    const file = newStateFile()
    const emulator = await keep(file, empty)
    await emulator.create('Quiet')

    await vi.waitFor(() => expect(lines(file)).toEqual([]), { timeout: 10_000 })
    const quiet = readFileSync(file, 'utf8')
    await emulator.create('End')
    await emulator.zoho.close()

    expect(quiet).toContain('"Last_Name": "Quiet"')
    expect(readFileSync(file, 'utf8')).toContain('"Last_Name": "End"')
    expect(readdirSync(dirname(file)).sort()).toEqual(['state.json', 'state.json.journal'])
    expect(lines(file)).toEqual([])
  })

  it('writes the file when the journal has grown, and loses nothing meanwhile', async () => {
    const file = newStateFile()
    const emulator = await keep(file, empty)
    const before = statSync(file).ino
    const body = { data: Array.from({ length: 100 }, (_, at) => ({ Last_Name: `L${at}`, Company: 'x'.repeat(200) })) }
    let created = 0
    const writer = async () => {
      while (statSync(file).ino === before) {
        await emulator.send('POST', leadsPath, { token: emulator.token, body })
        created += 100
        // without a socket nothing else makes way for what is written meanwhile
        await new Promise(resolve => setImmediate(resolve))
      }
    }

    await Promise.all([writer(), writer(), writer()])

    const image = await keep(imageOf(file), {}, emulator.token)
    expect(JSON.parse(await stateOf(image)).tables['org/60021001/records/Leads']).toHaveLength(created)
    expect(created).toBeGreaterThan(1000)
  })

  it('holds in the file what a person can read and change', async () => {
    const file = newStateFile()
    const emulator = await keep(file, empty)
    await emulator.create('Mistyped')
    await emulator.zoho.close()
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('"Last_Name": "Mistyped"', '"Last_Name": "Right"'))

    const edited = await keep(file, {}, emulator.token)

    expect(JSON.parse(text)).toMatchObject({ format: 1, seed: 'zoho-emulator', fixture: 'empty', generator: 1 })
    expect(Object.keys(JSON.parse(text).tables)).toContain('org/60021001/records/Leads')
    expect(await edited.leads()).toEqual(['Right'])
  })

  it('starts with the seed, fixture and scenario of the file, unless another scenario is named', async () => {
    const file = newStateFile()
    const first = await keep(file, { fixture: 'empty', seed: 'spring', scenario: 'legacy' }, 'none')
    const before = await stateOf(first)
    await first.zoho.close()

    const same = await keep(file, {}, 'none')
    const [sameState, sameHealth] = [await stateOf(same), (await same.send('GET', '/_emulator/health')).json]
    await same.zoho.close()
    const other = await keep(file, { scenario: 'unlimited' }, 'none')
    const otherHealth = (await other.send('GET', '/_emulator/health')).json

    expect(sameState).toBe(before)
    expect(sameHealth.scenario).toBe('legacy')
    expect(otherHealth.scenario).toBe('unlimited')
    await other.send('POST', '/_emulator/reset')
    expect((await other.send('GET', '/_emulator/health')).json.scenario).toBe('unlimited')
    expect(JSON.parse(readFileSync(file, 'utf8')).scenario).toBe('unlimited')
  })

  it('skips lines that are in the file already, as when it is killed before the journal is emptied', async () => {
    const file = newStateFile()
    const emulator = await keep(file, empty)
    const id = await emulator.create('A')
    await emulator.send('PUT', `${leadsPath}/${id}`, { token: emulator.token, body: { data: [{ Last_Name: 'B' }] } })
    const journal = readFileSync(`${file}.journal`)
    await emulator.zoho.close()
    const text = readFileSync(file, 'utf8').replace('"Last_Name": "B"', '"Last_Name": "Edited"')
    writeFileSync(file, text)
    writeFileSync(`${file}.journal`, journal)

    const again = await keep(file, {}, emulator.token)

    expect(await again.leads()).toEqual(['Edited'])
    await again.create('C')
    expect(await (await keep(imageOf(file), {}, emulator.token)).leads()).toEqual(['Edited', 'C'])
  })
})

describe('a last line without its end', () => {
  it('is dropped, wherever it was torn', async () => {
    const file = newStateFile()
    const emulator = await keep(file, empty)
    await emulator.create('Answered')
    const before = readFileSync(`${file}.journal`)
    await emulator.create('Torn')
    const after = readFileSync(`${file}.journal`)

    for (const length of [before.length + 1, before.length + 9, after.length - 20, after.length - 1]) {
      const image = imageOf(file)
      writeFileSync(`${image}.journal`, after.subarray(0, length))
      const torn = await keep(image, {}, emulator.token)
      expect(await torn.leads()).toEqual(['Answered'])

      await torn.create('Later')
      expect(await (await keep(imageOf(image), {}, emulator.token)).leads()).toEqual(['Answered', 'Later'])
    }
  })
})

describe('what cannot be used is refused, with file and line, and left as it was', () => {
  /** File and journal after some requests: three lines, and the file without them. */
  async function made(): Promise<string> {
    const file = newStateFile()
    const emulator = await keep(file, empty)
    await emulator.create('A')
    await emulator.create('B')
    return imageOf(file)
  }
  const edit = (file: string, change: (text: string) => string) =>
    writeFileSync(file, change(readFileSync(file, 'utf8')))

  it.each<[string, (file: string) => void, RegExp]>([
    [
      'a broken line amid the journal',
      file => edit(`${file}.journal`, text => text.replace('{"n":2', '{"n')),
      /^FILE\.journal line 2: is damaged: its check sum is another$/,
    ],
    [
      'another letter in a value',
      file => edit(`${file}.journal`, text => text.replace('"Last_Name":"A"', '"Last_Name":"X"')),
      /^FILE\.journal line 2: is damaged: its check sum is another$/,
    ],
    [
      'a line cut short amid the journal',
      file => edit(`${file}.journal`, text => text.replace(/("crc":"\w{8}")\}\n/, '\n')),
      /^FILE\.journal line 1: is no line of a journal, or not all of one$/,
    ],
    [
      'a line too many',
      file => appendFileSync(`${file}.journal`, 'nonsense\n'),
      /^FILE\.journal line 4: is no line of a journal, or not all of one$/,
    ],
    [
      'a missing line',
      file => edit(`${file}.journal`, text => text.replace(/\n.*\n/, '\n')),
      /^FILE\.journal line 2 at n: expected change 2, found 3: changes are missing before it$/,
    ],
    [
      'a journal without its beginning',
      file => edit(`${file}.journal`, text => text.replace(/^.*\n/, '')),
      /^FILE\.journal line 1 at n: expected change 1, found 2: changes are missing before it$/,
    ],
    [
      'a comma missing in the file',
      file => edit(file, text => text.replace('"generator": 1,', '"generator": 1')),
      /^FILE line 5: no valid JSON: expected a comma or \}$/,
    ],
    [
      'a file that was cut off',
      file => edit(file, text => text.slice(0, text.indexOf('"scenario": {') + 20)),
      /^FILE line 14: no valid JSON: ends too early, expected a key in double quotes$/,
    ],
    ['an empty file', file => writeFileSync(file, ''), /^FILE line 1: expected an object$/],
    ['a file of zeros', file => writeFileSync(file, Buffer.alloc(4096)), /^FILE line 1: expected an object$/],
    [
      'bytes that are no text',
      file => writeFileSync(file, Buffer.concat([Buffer.from('{\n"seed": "'), Buffer.from([0xff, 0xfe])])),
      /^FILE line 2: no valid JSON: expected text in UTF-8$/,
    ],
    [
      'a wrong value',
      file => edit(file, text => text.replace('"flow": "org-specific"', '"flow": "sideways"')),
      /^FILE line 11 at tables\.behaviour\.0\.scenario\.flow: expected one of/,
    ],
    [
      'a newer format',
      file => edit(file, text => text.replace('"format": 1', '"format": 2')),
      /^FILE line 2 at format: .*newer/,
    ],
    [
      'another generator',
      file => edit(file, text => text.replace('"generator": 1', '"generator": 7')),
      /^FILE line 4 at generator: .*generator 7/,
    ],
    ['nothing but a journal', file => writeFileSync(`${file}2.journal`, readFileSync(`${file}.journal`)), /^started$/],
  ])('%s', async (name, damage, message) => {
    let file = await made()
    damage(file)
    if (name === 'nothing but a journal') {
      file += '2'
      message = /^FILE: is missing, but FILE\.journal is there$/
    }
    const before = contents(file)

    const said = await problem(file)

    expect(said).toMatch(message)
    expect(contents(file)).toEqual(before)
  })

  it.each<[EmulatorOptions, RegExp]>([
    [{ fixture: 'default' }, /^FILE at fixture: is of fixture empty, but the emulator was started with default$/],
    [{ seed: 'other' }, /^FILE at seed: is of seed zoho-emulator, but the emulator was started with other$/],
  ])('started with %j', async (options, message) => {
    const file = await made()
    const before = contents(file)

    expect(await problem(file, options)).toMatch(message)
    expect(contents(file)).toEqual(before)
  })

  it('a folder that is not there, and a folder in place of the file', async () => {
    const file = newStateFile()
    mkdirSync(file)

    expect(await problem(`${dirname(file)}/nonsense/state.json`)).toBe('FILE: no such folder')
    expect(await problem(file)).toBe('FILE: is a folder, expected a file')
  })
})

describe('a second emulator on the file', () => {
  it('is refused, until the first has ended', async () => {
    const file = newStateFile()
    const first = await keep(file, empty)

    const said = await problem(file)
    await first.create('Still there')
    await first.zoho.close()

    expect(said).toBe(`FILE: in use by another emulator, process ${process.pid}`)
    expect(await (await keep(file, {}, first.token)).leads()).toEqual(['Still there'])
  })

  it.each<[string, string]>([
    ['a process that ended', JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), began: null })],
    [
      'an earlier process of the same number',
      JSON.stringify({ pid: process.pid, host: hostname(), began: 'long ago' }),
    ],
    ['nobody', 'nonsense'],
  ])('takes over the lock of %s', async (_, lock) => {
    const file = newStateFile()
    writeFileSync(`${file}.lock`, lock)

    const emulator = await keep(file, empty)
    await emulator.zoho.close()

    expect(existsSync(`${file}.lock`)).toBe(false)
  })

  it('on another machine cannot know, and says what to do', async () => {
    const file = newStateFile()
    writeFileSync(`${file}.lock`, JSON.stringify({ pid: 1, host: 'elsewhere', began: null }))

    expect(await problem(file)).toBe(
      'FILE: in use by another emulator, process 1 on elsewhere; if it is gone, delete FILE.lock',
    )
  })

  it('may start when the first could not', async () => {
    const file = newStateFile()
    writeFileSync(file, 'nonsense')
    await problem(file)

    expect(existsSync(`${file}.lock`)).toBe(false)
  })
})

describe('a full disk', () => {
  it.each([0, 30])(
    'refuses what would change something, reads on, and loses nothing (room for %i bytes)',
    async room => {
      const file = newStateFile()
      const emulator = await keep(file, empty)
      const { send, token } = emulator
      const id = await emulator.create('Kept')
      const before = await stateOf(emulator)
      const said = listenToStderr()

      const end = fillDisk({ room })
      const body = { data: [{ Last_Name: 'Lost', Company: 'C' }] }
      const created = await send('POST', leadsPath, { token, body })
      const changed = await send('PUT', `${leadsPath}/${id}`, { token, body })
      const toggled = await control(send, '/_emulator/toggles', { refreshes_per_window: 3 }, 'PATCH')
      const reset = await send('POST', '/_emulator/reset')
      const revoked = await send('POST', `/accounts.zoho.com/oauth/v2/token/revoke?token=${token}`)
      const page = await send('GET', '/accounts.zoho.com/signin', { headers: { Accept: 'text/html' } })
      const read = await emulator.leads()
      const state = await stateOf(emulator)
      end()
      await emulator.create('Later')

      expect([created.status, created.json]).toEqual([
        503,
        {
          code: 'INTERNAL_ERROR',
          details: {},
          message: `${file} cannot be written: ENOSPC: no space left on device, write`,
          status: 'error',
        },
      ])
      expect(created.headers.get('x-zoho-emulator-reason')).toMatch(/^not kept and so undone: .*ENOSPC/)
      expect(changed.status).toBe(503)
      expect([toggled.status, toggled.json.error.code]).toEqual([503, 'NOT_KEPT'])
      expect(reset.status).toBe(503)
      expect([revoked.status, revoked.json.error]).toEqual([503, 'server_error'])
      expect(page.status).toBe(200)
      expect(read).toEqual(['Kept'])
      expect(state).toBe(before)
      expect(said).toEqual([
        expect.stringMatching(/^zoho-emulator: .*state\.json cannot be written: ENOSPC.*refused until it can\n$/),
        expect.stringMatching(/^zoho-emulator: .*state\.json is written again\n$/),
      ])
      expect(await (await keep(imageOf(file), {}, token)).leads()).toEqual(['Kept', 'Later'])
    },
  )

  it('tells callers of the library too', async () => {
    const file = newStateFile()
    const emulator = await keep(file, empty)
    listenToStderr()
    fillDisk()

    await expect(emulator.zoho.advanceClock('1d')).rejects.toThrow(/ENOSPC/)
    expect(emulator.zoho.now() - Date.now()).toBeLessThan(60_000)
  })

  it('that has room for the journal but not for the file goes on', async () => {
    const file = newStateFile()
    const emulator = await keep(file, empty)
    await emulator.create('A')
    const said = listenToStderr()
    const end = protectFolder(file, 'ENOSPC')
    await emulator.zoho.close()
    end()

    const again = await keep(file, {}, emulator.token)

    expect(said.join('')).toMatch(/state\.json cannot be written: ENOSPC.*; its journal has everything and goes on\n$/)
    expect(await again.leads()).toEqual(['A'])
  })
})

describe('a read-only folder', () => {
  it('with a state file lets it be read', async () => {
    const file = newStateFile()
    const first = await keep(file, empty)
    await first.create('Kept')
    await first.zoho.close()
    const before = contents(file)
    const said = listenToStderr()
    const end = protectFolder(file)

    const second = await keep(file, {}, first.token)
    const leads = await second.leads()
    const refused = await second.send('POST', leadsPath, {
      token: first.token,
      body: { data: [{ Last_Name: 'L', Company: 'C' }] },
    })
    const after = contents(file)
    end()
    await vi.waitFor(() => second.create('Later'), { timeout: 5000 })

    expect(leads).toEqual(['Kept'])
    expect([refused.status, refused.json.message]).toEqual([503, expect.stringContaining('EROFS')])
    expect(after).toEqual(before)
    expect(said).toEqual([expect.stringContaining('EROFS'), expect.stringContaining('written again')])
    await second.zoho.close()
    expect(await (await keep(file, {}, first.token)).leads()).toEqual(['Kept', 'Later'])
  })

  it('without one serves the fixture', async () => {
    const file = newStateFile()
    const said = listenToStderr()
    protectFolder(file, 'EACCES')

    const emulator = await keep(file, {}, 'none')
    const refused = await control(emulator.send, '/_emulator/tokens', {
      client_id: emulator.client('server').client_id,
      user: 'admin@acme.example',
      org: '60021001',
      scope: 'ZohoCRM.modules.ALL',
    })

    expect(emulator.directory.portals).toHaveLength(3)
    expect([refused.status, refused.json.error.code]).toEqual([503, 'NOT_KEPT'])
    expect(said).toHaveLength(1)
  })

  it('whose file somebody else changed meanwhile is not written over', async () => {
    const file = newStateFile()
    const first = await keep(file, empty)
    await first.zoho.close()
    listenToStderr()
    const end = protectFolder(file)
    const reader = await keep(file, {}, first.token)
    end()
    const writer = await keep(file, {}, first.token)
    await writer.create('Of the other')
    await writer.zoho.close()

    const refused = await reader.send('POST', leadsPath, {
      token: first.token,
      body: { data: [{ Last_Name: 'L', Company: 'C' }] },
    })
    await vi.waitFor(async () => {
      const again = await control(reader.send, '/_emulator/clock', { freeze: true })
      expect(again.json.error.message).toMatch(/somebody else changed it meanwhile/)
    })

    expect(refused.status).toBe(503)
    expect(await (await keep(file, {}, first.token)).leads()).toEqual(['Of the other'])
  })
})
