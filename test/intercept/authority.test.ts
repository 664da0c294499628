import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { openAuthority } from '../../src/intercept/authority.ts'
import { makeLeaf } from '../../src/intercept/certificates.ts'
import { keyStoreOf, writeTrust } from '../../src/intercept/trust.ts'
import { isThere } from '../support/run-program.ts'

const scratch = mkdtempSync(join(tmpdir(), 'authority-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
let count = 0
const newFolder = () => join(scratch, String(count++), 'ca')
const day = 24 * 60 * 60 * 1000
const hasOpenssl = await isThere('openssl', 'version')
const hasKeytool = await isThere('keytool', '-help')

describe('the local authority', () => {
  it('is made once, and is for its user alone', async () => {
    const folder = newFolder()
    const first = await openAuthority(folder)
    const root = readFileSync(first.rootFile, 'utf8')
    const second = await openAuthority(folder)

    expect(readFileSync(second.rootFile, 'utf8')).toBe(root)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600)
  })

  it('keeps one key, which is not that of the root', async () => {
    const folder = newFolder()
    await openAuthority(folder)

    const keys = readdirSync(folder).filter(name => readFileSync(join(folder, name), 'utf8').includes('PRIVATE KEY'))

    expect(keys).toEqual(['authority.key'])
    const { createPrivateKey, X509Certificate } = await import('node:crypto')
    const key = createPrivateKey(readFileSync(join(folder, 'authority.key')))
    const isOf = (name: string) => new X509Certificate(readFileSync(join(folder, name))).checkPrivateKey(key)
    expect([isOf('root.pem'), isOf('authority.pem')]).toEqual([false, true])
  })

  it('is the same for two that begin together', async () => {
    const folder = newFolder()
    const both = await Promise.all([openAuthority(folder), openAuthority(folder)])

    const certificates = await Promise.all(both.map(each => each.certificateFor('www.zohoapis.com')))
    const issuers = certificates.map(({ cert }) => cert.split('-----END CERTIFICATE-----')[1])
    expect(issuers[0]).toBe(issuers[1])
    expect(readdirSync(join(folder, '..'))).toEqual(['ca'])
  })

  it('is made anew before it ends', async () => {
    const folder = newFolder()
    const { rootFile } = await openAuthority(folder)
    const before = readFileSync(rootFile, 'utf8')

    await openAuthority(folder, () => Date.now() + 300 * day)
    const meanwhile = readFileSync(rootFile, 'utf8')
    await openAuthority(folder, () => Date.now() + 390 * day)

    expect(meanwhile).toBe(before)
    expect(readFileSync(rootFile, 'utf8')).not.toBe(before)
  })

  it.each(['root.pem', 'authority.pem', 'authority.key'])('is made anew where its %s is damaged', async name => {
    const folder = newFolder()
    const other = newFolder()
    await openAuthority(folder)
    await openAuthority(other)
    const strange = readFileSync(join(other, name), 'utf8')
    writeFileSync(join(folder, name), name === 'authority.pem' ? 'nothing' : strange)

    const { certificateFor } = await openAuthority(folder)

    expect((await certificateFor('www.zohoapis.com')).cert).toContain('BEGIN CERTIFICATE')
    expect(readFileSync(join(folder, name), 'utf8')).not.toBe(strange)
  })

  it.skipIf(!hasOpenssl).each([
    ['www.zohoapis.com', true],
    ['sandbox.zohoapis.com.au', true],
    ['accounts.zohocloud.ca', true],
    ['localhost', true],
    ['127.0.0.1', true],
    ['example.com', false],
    ['zohoapis.com.example.com', false],
    ['notzoho.com', false],
    ['10.0.0.1', false],
  ])('vouches for %s: %s', async (name, isRight) => {
    const folder = newFolder()
    await openAuthority(folder)
    const read = (file: string) => readFileSync(join(folder, file), 'utf8')
    const files = { root: read('root.pem'), authority: read('authority.pem'), key: read('authority.key') }
    const leaf = join(folder, 'leaf.pem')
    writeFileSync(leaf, (await makeLeaf(files, name, Date.now())).certificate)
    const chain = ['-CAfile', join(folder, 'root.pem'), '-untrusted', join(folder, 'authority.pem')]

    const verified = promisify(execFile)('openssl', ['verify', ...chain, leaf]).then(
      () => 'OK',
      error => String(error.stderr),
    )

    expect(await verified).toMatch(isRight ? /^OK$/ : /permitted subtree violation/)
  })
})

describe('what programs are told to trust', () => {
  it('is the system’s roots and ours, in a file for each kind of program', async () => {
    const { folder, rootFile } = await openAuthority(newFolder())
    const system = join(folder, 'system.pem')
    const other = readFileSync((await openAuthority(newFolder())).rootFile, 'utf8').trim()
    writeFileSync(system, `# a root\n${other}\n`)
    const root = readFileSync(rootFile, 'utf8').trim()

    const { bundle, extra } = writeTrust(join(folder), rootFile, { NODE_EXTRA_CA_CERTS: '/nowhere' })
    const named = join(scratch, 'named.pem')
    writeFileSync(named, other)
    const withNamed = writeTrust(folder, rootFile, { SSL_CERT_FILE: named, NODE_EXTRA_CA_CERTS: named })

    expect(readFileSync(withNamed.bundle, 'utf8')).toBe(`${other}\n${root}\n`)
    expect(readFileSync(withNamed.extra, 'utf8')).toBe(`${other}\n${root}\n`)
    writeTrust(folder, rootFile, {})
    expect(readFileSync(extra, 'utf8')).toBe(`${root}\n`)
    expect(readFileSync(bundle, 'utf8').match(/BEGIN CERTIFICATE/g)!.length).toBeGreaterThan(20)
  })

  it.skipIf(!hasKeytool)(
    'is a key store that Java reads',
    async () => {
      const { rootFile } = await openAuthority(newFolder())
      const file = join(scratch, 'store.jks')
      writeFileSync(file, keyStoreOf([readFileSync(rootFile, 'utf8')], 'changeit'))

      const { stdout } = await promisify(execFile)('keytool', [
        '-list',
        '-v',
        '-keystore',
        file,
        '-storepass',
        'changeit',
      ])

      expect(stdout).toContain('CN=zoho-emulator root')
      expect(stdout).toMatch(/1 entry/)
    },
    30_000,
  )
})
