/** Programs that know Zoho's own addresses alone, each in a process of its own. */

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { isThere } from '../support/run-program.ts'
import { atExec, canBeAlone } from './at-exec.ts'

const { run } = atExec()
const here = (name: string) => resolve('test/intercept/clients', name)
const withoutNames = { NODE_OPTIONS: `--import=${here('no-look-ups.mjs')}` }

const server = {
  client_id: '1000.AB9GT9GWELBVJ03FFZTGBSWZL21BLV',
  client_secret: '8fa75fc49ed09af5250947c822834d11ce37cfdb0b',
  redirect_uri: 'http://localhost:3000/oauth/callback',
}
const sandbox = { zgid: '60021002', name: 'Acme QA', user: 'admin@acme.example' }

/** Runs a program with what it has to know put on its standard input and, for those that read none, behind its arguments. */
async function runClient(command: readonly string[], how: 'input' | 'arguments') {
  const told = {
    accounts: 'https://accounts.zoho.com',
    api: 'https://sandbox.zohoapis.com',
    other: 'https://www.zohoapis.com',
  }
  const wrapper = [process.execPath, here('with-code.mjs'), how, JSON.stringify({ server, sandbox, told }), ...command]
  const ended = await run(['exec', '--fail-on-leak', '--', ...wrapper], { environment: withoutNames, isAlone: true })
  return { ...ended, outcome: ended.out ? JSON.parse(ended.out) : null }
}

/** Programs that a machine may lack; their tests are then skipped. */
const has = {
  curl: await isThere('curl', '--version'),
  urllib: await isThere('python3', '-c', 'import urllib'),
  requests: await isThere('python3', '-c', 'import requests'),
  jdk: await isThere('javac', '-version'),
}

const asExpected = { apiDomain: 'https://sandbox.zohoapis.com', org: sandbox.name, refused: 'INVALID_TOKEN' }

describe('exec serves Zoho’s own addresses to', () => {
  it.skipIf(!canBeAlone)('programs that have no network at all', async () => {
    const script = `require('dns').resolve('www.zohoapis.com', error => console.log(error.code))`
    const { out } = await run(['exec', '--', process.execPath, '-e', script], { isAlone: true })

    expect(out).toMatch(/^E[A-Z]+\n$/)
  })

  it.each(['fetch', 'https', 'axios', 'got'])('Node with %s', async library => {
    const { code, outcome, err } = await runClient([process.execPath, here('node-client.mjs'), library], 'input')

    expect({ outcome, code }, err).toEqual({ outcome: asExpected, code: 0 })
    expect(err).toMatch(/zoho-emulator: [1-9]\d* connections to Zoho hosts, 0 others\n$/)
  })

  it.skipIf(!has.curl)('curl', async () => {
    const { code, outcome, err } = await runClient([here('curl-client.sh')], 'arguments')

    expect({ outcome, code }, err).toEqual({ outcome: asExpected, code: 0 })
  })

  it.for(['urllib', 'requests'] as const)('Python with %s', async (library, context) => {
    if (!has[library]) context.skip(`no python3 with ${library} on this machine`)
    const { code, outcome, err } = await runClient(['python3', here('client.py'), library], 'input')

    expect({ outcome, code }, err).toEqual({ outcome: asExpected, code: 0 })
  })

  it.skipIf(!has.jdk)(
    'Java with HttpClient',
    async () => {
      const classes = mkdtempSync(join(tmpdir(), 'java-'))
      await promisify(execFile)('javac', ['-d', classes, here('Client.java')])
      const { code, outcome, err } = await runClient(['java', '-cp', classes, 'Client'], 'arguments')
      rmSync(classes, { recursive: true })

      expect({ outcome, code }, err).toEqual({ outcome: asExpected, code: 0 })
    },
    60_000,
  )
})

describe.each(['@zohocrm/typescript-sdk-8.0', '@zohocrm/nodejs-sdk-8.0'])('exec serves %s', sdk => {
  it.each([
    ['USDataCenter', 'PRODUCTION', '60021001', 'admin@acme.example', 'Acme'],
    ['EUDataCenter', 'SANDBOX', '20041002', 'admin@initech.example', 'Initech Sandbox'],
  ])('in %s.%s()', async (dataCenter, environment, zgid, user, name) => {
    const location = dataCenter.slice(0, 2).toLowerCase()
    const told = { sdk, dataCenter, environment, location }
    const input = JSON.stringify({ server, sandbox: { zgid, user }, told })
    const command = [process.execPath, here('with-code.mjs'), 'input', input, process.execPath, here('sdk-client.mjs')]

    const { code, out, err } = await run(['exec', '--fail-on-leak', '--', ...command], {
      environment: withoutNames,
      isAlone: true,
    })

    expect({ code, outcome: out && JSON.parse(out) }, err).toEqual({
      code: 0,
      outcome: { org: name, status: 200, refused: 'INVALID_TOKEN' },
    })
  })
})
