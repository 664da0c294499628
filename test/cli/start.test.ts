import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { VERSION } from '../../src/version.ts'
import { defaultWorld, fixtureFile, fixtureWith } from '../support/fixture-file.ts'

interface Run {
  readonly child: ChildProcess
  readonly exit: Promise<number | null>
  out: string
  err: string
}

function run(args: string[], env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/index.ts', ...args], {
    env: { ...process.env, ...env },
  })
  const state: Run = { child, out: '', err: '', exit: new Promise(resolve => child.on('close', resolve)) }
  child.stdout.on('data', chunk => {
    state.out += chunk
  })
  child.stderr.on('data', chunk => {
    state.err += chunk
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return state
}

async function untilReady(state: Run): Promise<string> {
  while (!state.out.includes('ready ')) {
    await Promise.race([
      new Promise(resolve => state.child.stdout!.once('data', resolve)),
      state.exit.then(code => {
        throw new Error(`exit ${code}: ${state.err}`)
      }),
    ])
  }
  return /ready (\S+)/.exec(state.out)![1]!
}

describe('start', () => {
  it('says what a person needs, ends with the ready line, and stops cleanly on SIGTERM', async () => {
    const started = run(['start', '--port', '0'])

    const url = await untilReady(started)
    const health = await (await fetch(`${url}/_emulator/health`)).json()
    started.child.kill('SIGTERM')

    expect(health).toMatchObject({ status: 'ready' })
    expect(started.out).toMatch(/admin@acme\.example .*password/)
    expect(started.out).toMatch(/1000\.[A-Z0-9]{30}/)
    expect(started.out).toContain('org-specific')
    expect(started.out.trimEnd().split('\n').at(-1)).toBe(`ready ${url}`)
    expect(url).toMatch(/^http:\/\/localhost:\d+$/)
    expect(await started.exit).toBe(0)
  })

  it('lets a request that is under way end before it stops', async () => {
    const started = run(['--port', '0', '--quiet'])
    const url = await untilReady(started)
    const idle = await fetch(`${url}/_emulator/health`)

    started.child.kill('SIGINT')

    expect(idle.status).toBe(200)
    expect(await started.exit).toBe(0)
  })

  it('takes its options from the environment too', async () => {
    const started = run([], {
      ZOHO_EMULATOR_PORT: '0',
      ZOHO_EMULATOR_SCENARIO: 'legacy',
      ZOHO_EMULATOR_QUIET: '1',
      ZOHO_EMULATOR_PUBLIC_HOST: 'zoho,crm.local',
    })

    const url = await untilReady(started)
    const { scenario } = (await (await fetch(`${url}/_emulator/health`)).json()) as { scenario: string }

    expect(scenario).toBe('legacy')
    expect(started.out).toBe(`ready ${url}\n`)
  })

  it('counts an empty variable as none', async () => {
    const empty = {
      ZOHO_EMULATOR_HOST: '',
      ZOHO_EMULATOR_FIXTURE: '',
      ZOHO_EMULATOR_TOKEN: '',
      ZOHO_EMULATOR_LOCATION: '',
      ZOHO_EMULATOR_QUIET: '',
    }
    const started = run(['--port', '0'], empty)

    const url = await untilReady(started)

    expect((await fetch(`${url}/_emulator/directory`)).status).toBe(200)
    expect(started.out).toContain('admin@acme.example')
  })

  it('loads a fixture from a file', async () => {
    const world = defaultWorld()
    world.portals[0]!.name = 'Umbrella'
    const started = run(['--port', '0', '--fixture', fixtureFile(world)])

    const url = await untilReady(started)
    const { portals } = (await (await fetch(`${url}/_emulator/directory`)).json()) as { portals: { name: string }[] }

    expect(portals[0]!.name).toBe('Umbrella')
  })
})

describe('a mistake', () => {
  const worldWithMemberOfNothing = () => {
    const world = defaultWorld()
    world.users[1]!.orgs[1]!.zgid = '99999999'
    return fixtureFile(world)
  }

  it.each<[string, () => string[], RegExp]>([
    ['an unknown option', () => ['--nonsense'], /nonsense/],
    ['an unknown command', () => ['dance'], /no command dance/],
    ['a port that is none', () => ['--port', '70000'], /--port 70000: expected a number/],
    ['an empty address', () => ['--host', ''], /--host: expected some text/],
    ['an unknown data center', () => ['--location', 'de'], /--location de: expected one of us, eu/],
    ['an unknown fixture', () => ['--port', '0', '--fixture', 'nonsense'], /nonsense: no fixture of that name/],
    ['a missing fixture file', () => ['--port', '0', '--fixture', './nonsense.json'], /nonsense\.json: no such file/],
    ['a fixture that is no JSON', () => ['--port', '0', '--fixture', fixtureFile('{')], /world\.json: no valid JSON/],
    [
      'an unknown key',
      () => ['--port', '0', '--fixture', fixtureFile({ title: 'x', nonsense: 1 })],
      /world\.json at nonsense: unknown key/,
    ],
    [
      'a reference to an org that is not there',
      () => ['--port', '0', '--fixture', worldWithMemberOfNothing()],
      /world\.json at users\.1\.orgs\.1\.zgid: no org 99999999/,
    ],
    [
      'two production orgs in a portal',
      () => ['--port', '0', '--fixture', fixtureWith({ environment: 'production' })],
      /world\.json at portals\.0\.orgs: expected exactly one production org/,
    ],
    [
      'an environment that is none',
      () => ['--port', '0', '--fixture', fixtureWith({ environment: 'test' })],
      /world\.json at portals\.0\.orgs\.1\.environment: /,
    ],
    [
      'an unknown scenario',
      () => ['--port', '0', '--scenario', 'nonsense'],
      /nonsense: no scenario of that name; there are/,
    ],
    [
      'a scenario with an unknown toggle',
      () => ['--port', '0', '--scenario', fixtureFile({ toggles: { nonsense: 1 } })],
      /world\.json at toggles\.nonsense: no toggle/,
    ],
    [
      'a scenario with a wrong flow',
      () => ['--port', '0', '--scenario', fixtureFile({ flow: 'new' })],
      /world\.json at flow: expected one of/,
    ],
  ])('is one clear line on stderr and exit 2: %s', async (_, args, line) => {
    const started = run(args())

    const code = await started.exit

    expect(code).toBe(2)
    expect(started.err).toMatch(line)
    expect(started.err.trimEnd().split('\n')).toHaveLength(1)
    expect(started.out).toBe('')
  })

  it('is a TLS port that is taken', async () => {
    const other = createServer()
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    const { port } = other.address() as { port: number }

    const started = run(['--port', '0', '--tls-port', String(port)])

    expect(await started.exit).toBe(2)
    expect(started.err).toMatch(new RegExp(`^zoho-emulator: port ${port} is taken; .*--tls-port 0.*\n$`))
  })

  it('is a TLS port where no certificate authority can be kept', async () => {
    const started = run(['--port', '0', '--tls-port', '0'], { XDG_DATA_HOME: '/dev/null' })

    expect(await started.exit).toBe(2)
    expect(started.err).toMatch(/^zoho-emulator: \/dev\/null\/.* cannot hold the certificate authority: .*\n$/)
  })

  it('is a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await new Promise(resolve => other.once('listening', resolve))
    const { port } = other.address() as { port: number }

    const started = run(['--port', String(port)])

    expect(await started.exit).toBe(2)
    expect(started.err).toMatch(new RegExp(`^zoho-emulator: port ${port} is taken; .*--port 0.*\n$`))
  })
})

it('prints help and version', async () => {
  const [help, version] = [run(['--help']), run(['--version'])]

  expect(await help.exit).toBe(0)
  expect(help.out).toContain('--public-host')
  expect(await version.exit).toBe(0)
  expect(version.out).toBe(`${VERSION}\n`)
  expect(VERSION).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version)
})
