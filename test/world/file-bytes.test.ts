/** The bytes of uploaded files: in memory, beside a state file, in snapshots, and how they are let go. */

import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { EmulatorOptions } from '../../src/index.ts'
import { FileBytes, FilesFull, InMemory } from '../../src/world/file-bytes.ts'
import { FileProblem } from '../../src/world/fixtures.ts'
import { Store } from '../../src/world/store.ts'
import { bytes, form } from '../crm/uploads.ts'
import { fillDisk, imageOf, newStateFile, protectFolder } from '../support/disk.ts'
import { control, everything, type Harness, start } from '../support/emulator.ts'

const scope = `${everything},ZohoCRM.files.ALL`
const keyOf = (content: string) => createHash('sha256').update(content).digest('hex')
const folderOf = (file: string) => (existsSync(`${file}.files`) ? readdirSync(`${file}.files`).sort() : [])

interface Files extends Harness {
  readonly token: string
  /** @returns the file's id */
  upload(content: string, org?: { host: string; token: string }): Promise<string>
  download(id: string): Promise<string>
}

async function emulator(options: EmulatorOptions = {}, token?: string): Promise<Files> {
  const harness = await start({ fixture: 'empty', ...options })
  onTestFinished(() => harness.zoho.close())
  const own = token ?? (await harness.tokens({ org: 'Acme', scope })).access_token
  const path = '/www.zohoapis.com/crm/v8/files'
  return {
    ...harness,
    token: own,
    async upload(content) {
      const { json, text } = await harness.send('POST', path, { token: own, body: form(['a.txt', bytes(content)]) })
      if (json.data === undefined) throw new Error(text)
      return json.data[0].details.id
    },
    download: async id => (await harness.send('GET', `${path}?id=${id}`, { token: own })).text,
  }
}

const problem = async (data: string): Promise<string> => {
  const error = await start({ data }).then(
    () => 'started',
    each => each,
  )
  expect(error).toBeInstanceOf(FileProblem)
  return error.message.replaceAll(data, 'FILE')
}

describe('with a state file, the bytes of files', () => {
  it('lie beside it, once where they are equal, and are there after a restart', async () => {
    const file = newStateFile()
    const first = await emulator({ data: file })
    const ids = [await first.upload('one'), await first.upload('two'), await first.upload('one')]
    await first.zoho.close()

    const second = await emulator({ data: file }, first.token)

    expect(await Promise.all(ids.map(second.download))).toEqual(['one', 'two', 'one'])
    expect(folderOf(file)).toEqual([keyOf('one'), keyOf('two')].sort())
    expect(readFileSync(file, 'utf8')).not.toContain('"files": {')
  })

  it('are there when the process is killed', async () => {
    const file = newStateFile()
    const killed = await emulator({ data: file })
    const id = await killed.upload('one')
    const image = imageOf(file)

    const next = await emulator({ data: image }, killed.token)

    expect(await next.download(id)).toBe('one')
  })

  it.each([
    ['missing', (path: string) => rmSync(path), 'is missing, which holds a.txt'],
    ['cut short', (path: string) => writeFileSync(path, 'o'), 'has 1 bytes, but a.txt 3'],
    ['too long', (path: string) => appendFileSync(path, '!'), 'has 4 bytes, but a.txt 3'],
  ])('are refused at the start when one is %s', async (_, damage, message) => {
    const file = newStateFile()
    const first = await emulator({ data: file })
    await first.upload('one')
    await first.zoho.close()
    const before = readFileSync(file, 'utf8')
    damage(`${file}.files/${keyOf('one')}`)

    expect(await problem(file)).toBe(`FILE.files/${keyOf('one')}: ${message}`)
    expect(readFileSync(file, 'utf8')).toBe(before)
    expect(existsSync(`${file}.lock`)).toBe(false)
  })

  it('are swept at the start where nobody needs them, and nothing else is', async () => {
    const file = newStateFile()
    mkdirSync(`${file}.files`)
    for (const name of [keyOf('nobody'), `${keyOf('half')}.tmp`, 'notes.txt'])
      writeFileSync(`${file}.files/${name}`, 'x')

    await emulator({ data: file })

    expect(folderOf(file)).toEqual(['notes.txt'])
  })

  it('are kept for a named snapshot over a reset, and gone when it is forgotten', async () => {
    const file = newStateFile()
    const { upload, download, send, zoho } = await emulator({ data: file })
    const id = await upload('one')
    await send('PUT', '/_emulator/snapshots/before')
    await zoho.reset()

    await send('POST', '/_emulator/snapshots/before')
    const restored = await download(id)
    await zoho.reset()
    await send('DELETE', '/_emulator/snapshots/before')
    await zoho.close()

    expect(restored).toBe('one')
    expect(folderOf(file)).toEqual([])
  })

  it('of a tenant are gone with it', async () => {
    const file = newStateFile()
    const { zoho, send, upload } = await emulator({ data: file })
    await upload('stays')
    const tenant = await zoho.createTenant()
    const { access_token: token } = await zoho.issueTokens({
      client: tenant.clients[0]!,
      org: tenant.portals[0]!.orgs[0]!,
      scope,
    })
    const body = form(['a.txt', bytes('goes')])
    expect((await send('POST', '/www.zohoapis.com/crm/v8/files', { token, body })).status).toBe(200)

    await zoho.removeTenant(tenant)
    await zoho.close()

    expect(folderOf(file)).toEqual([keyOf('stays')])
  })

  it('are there as long as it is not certain that they are not needed', async () => {
    const file = newStateFile()
    const { upload, download, send } = await emulator({ data: file })
    const id = await upload('one')
    const end = fillDisk()

    const reset = await send('POST', '/_emulator/reset')
    end()

    expect(reset.status).toBe(503)
    expect(await download(id)).toBe('one')
  })

  it('of a record that is gone for good are gone, with those of its notes', async () => {
    const file = newStateFile()
    const { send, token, zoho } = await emulator({ data: file })
    const crm = '/www.zohoapis.com/crm/v8'
    const add = async (path: string, body: object): Promise<string> =>
      (await send('POST', `${crm}/${path}`, { token, body })).json.data[0].details.id
    const lead = await add('Leads', { data: [{ Last_Name: 'Roe', Company: 'C' }] })
    const note = await add(`Leads/${lead}/Notes`, { data: [{ Note_Content: 'C' }] })
    await add(`Leads/${lead}/Attachments`, form(['a.txt', bytes('of the lead')]))
    await add(`Notes/${note}/Attachments`, form(['a.txt', bytes('of the note')]))
    await send('DELETE', `${crm}/Leads/${lead}`, { token })
    const inBin = folderOf(file)

    await send('DELETE', `${crm}/settings/recycle_bin/${lead}`, { token })
    await zoho.close()

    expect(inBin).toHaveLength(2)
    expect(folderOf(file)).toEqual([])
  })

  it('that cannot be written refuse the upload, and the next that can is taken', async () => {
    const file = newStateFile()
    const { upload, download, send, token, org } = await emulator({ data: file })
    await upload('one')
    const end = protectFolder(file)

    const body = form(['a', bytes('one')], ['b', bytes('two')])
    const refused = await send('POST', '/www.zohoapis.com/crm/v8/files', { token, body })
    const { tables } = JSON.parse((await send('GET', '/_emulator/snapshot')).text)
    end()
    const id = await upload('three')

    expect([refused.status, refused.json.code]).toEqual([400, 'STORAGE_SPACE_EXCEEDED'])
    expect(tables[`org/${org('Acme').zgid}/files`].filter((row: object) => 'key' in row)).toHaveLength(1)
    expect(refused.headers.get('x-zoho-emulator-reason')).toContain('EROFS')
    expect(await download(id)).toBe('three')
    expect(folderOf(file)).toEqual([keyOf('one'), keyOf('three')].sort())
  })
})

describe('a snapshot', () => {
  it('carries the bytes of files to another emulator', async () => {
    const first = await emulator()
    const id = await first.upload('one')
    const { text } = await first.send('GET', '/_emulator/snapshot')
    const second = await emulator({ data: newStateFile() })

    const put = await control(second.send, '/_emulator/snapshot', text, 'PUT')

    expect([put.status, put.text]).toEqual([200, '{}'])
    expect(JSON.parse(text).files).toEqual({ [keyOf('one')]: Buffer.from('one').toString('base64') })
    const { text: read } = await second.send('GET', `/www.zohoapis.com/crm/v8/files?id=${id}`, { token: first.token })
    expect(read).toBe('one')
    expect((await second.send('GET', '/_emulator/snapshot')).text).toBe(text)
  })

  it('is refused without bytes that it needs, or with others than it says', async () => {
    const first = await emulator()
    await first.upload('one')
    const { files, ...state } = JSON.parse((await first.send('GET', '/_emulator/snapshot')).text)
    const { send } = await emulator()
    const put = async (snapshot: object) => (await control(send, '/_emulator/snapshot', snapshot, 'PUT')).json.error
    const [table] = Object.keys(state.tables).filter(name => name.endsWith('/files'))
    const withRow = (changes: object) => ({
      ...state,
      files,
      tables: { ...state.tables, [table!]: [{ ...state.tables[table!][0], ...changes }] },
    })

    expect(await put(state)).toMatchObject({ code: 'INVALID_SNAPSHOT', path: `files.${keyOf('one')}` })
    expect(await put({ ...state, files: { [keyOf('one')]: 'eA==' } })).toMatchObject({ path: `files.${keyOf('one')}` })
    expect(await put({ ...state, files: { [keyOf('one')]: 7 } })).toMatchObject({ path: `files.${keyOf('one')}` })
    expect(await put({ ...state, files: [] })).toMatchObject({ path: 'files' })
    expect(await put(withRow({ key: '../../etc/passwd' }))).toMatchObject({ path: `tables.${table}.0.key` })
    expect(await put(withRow({ size: 'large' }))).toMatchObject({ path: `tables.${table}.0.size` })
    expect(await put({ ...state, files })).toBeUndefined()
  })

  it('with files is no state file', async () => {
    const first = await emulator()
    await first.upload('one')
    const file = newStateFile()
    writeFileSync(file, (await first.send('GET', '/_emulator/snapshot')).text)

    expect(await problem(file)).toContain('files: is a snapshot with uploaded files: use restore')
  })
})

describe('in memory, the bytes of files', () => {
  const inMemory = (most: number) => {
    const store = new Store()
    const files = new FileBytes(() => store.snapshot(), new InMemory(most))
    const table = store.table<{ id: string; key: string }>('org/1/files')
    const add = (content: string) => table.insert({ id: content, key: files.put(bytes(content)) })
    return { store, files, table, add }
  }

  it('have a limit, and make room of what nobody needs any more', () => {
    const { files, table, add } = inMemory(10)
    add('12345')
    add('67890')

    expect(() => files.put(bytes('x'))).toThrow(FilesFull)
    files.put(bytes('12345'))
    table.delete('67890')
    add('abcde')
    expect(files.has(keyOf('67890'))).toBe(false)
    expect(Buffer.from(files.get(keyOf('12345'))!).toString()).toBe('12345')
  })

  it('stay while a state is held that needs them', () => {
    const { store, files, add } = inMemory(100)
    add('one')
    const letGo = files.hold(store.snapshot())

    store.reset()
    files.release()
    const whileHeld = files.has(keyOf('one'))
    letGo()

    expect([whileHeld, files.has(keyOf('one'))]).toEqual([true, false])
  })

  it('are gone with a reset', async () => {
    const { upload, download, zoho, send } = await emulator()
    const id = await upload('one')

    await zoho.reset()

    expect(await download(id)).not.toBe('one')
    expect(JSON.parse((await send('GET', '/_emulator/snapshot')).text)).not.toHaveProperty('files')
  })
})
