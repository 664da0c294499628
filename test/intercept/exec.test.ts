import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { atExec } from './at-exec.ts'

const { run, data, command } = atExec()
const node = (script: string) => [process.execPath, '--input-type=module', '-e', script]

describe('exec', () => {
  it.each([0, 7])('ends with the status of its command: %i', async status => {
    const { code, err } = await run(['exec', '--', 'sh', '-c', `exit ${status}`])

    expect({ code, err }).toEqual({ code: status, err: 'zoho-emulator: 0 connections to Zoho hosts, 0 others\n' })
  })

  it('ends as a shell does where a signal ended its command', async () => {
    expect((await run(['exec', '--', 'sh', '-c', 'kill -TERM $$'])).code).toBe(143)
  })

  it('hands signals on, and waits for what the command makes of them', async () => {
    const script = `process.on('SIGTERM', () => { console.log('told'); process.exit(9) })
      setInterval(() => {}, 1000); process.kill(process.ppid, 'SIGTERM')`

    const { code, out } = await run(['exec', '--', ...node(script)])

    expect({ code, out }).toEqual({ code: 9, out: 'told\n' })
  })

  it('leaves standard input, output and what stands behind -- to the command', async () => {
    const { out } = await run(['exec', '--', 'sh', '-c', 'cat; echo "$@"', 'sh', '--port', '-h'], { input: 'in ' })

    expect(out).toBe('in --port -h\n')
  })

  it.each([
    [['exec'], 'expected -- and a command, see exec --help'],
    [['exec', '--'], 'expected -- and a command, see exec --help'],
    [['exec', '--nonsense', '--', 'true'], "Unknown option '--nonsense'"],
    [['exec', '--port', 'x', '--', 'true'], '--port x: expected a number from 0 to 65535'],
    [['exec', '--fixture', '/nowhere.json', '--', 'true'], '/nowhere.json'],
    [['exec', '--', 'no-such-command-here'], 'no-such-command-here: no such command'],
  ])('%j is a mistake', async (args, message) => {
    const { code, err, out } = await run(args)

    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(`zoho-emulator: ${message}`)
  })

  it('says where its authority cannot be kept', async () => {
    const { code, err } = await run(['exec', '--', 'true'], { environment: { XDG_DATA_HOME: '/dev/null' } })

    expect(code).toBe(2)
    expect(err).toMatch(/^zoho-emulator: \/dev\/null\/zoho-emulator\/ca cannot hold the certificate authority: .*\n$/)
  })

  it('takes the options of start', async () => {
    const script = `const at = process.env.ZOHO_EMULATOR_URL + '/_emulator/scenario'
      console.log((await (await fetch(at)).json()).name)`

    expect((await run(['exec', '--scenario', 'legacy', '--', ...node(script)])).out).toBe('legacy\n')
  })
})

it.each([
  ["443, 'www.zohoapis.com'", 'by port and host'],
  ["443, { host: 'www.zohoapis.com' }", 'by port and options'],
  ["443, 'www.zohoapis.com', { ALPNProtocols: ['http/1.1'] }", 'by all three'],
  ["{ host: 'WWW.ZohoAPIs.com.', port: 443, servername: 'www.zohoapis.com' }", 'by a name with a dot at its end'],
])('tls.connect(%s) ends in the emulator', async parameters => {
  const script = `import tls from 'node:tls'
    const socket = tls.connect(${parameters}, () => socket.end('GET /crm/v8/org HTTP/1.0\\r\\nHost: www.zohoapis.com\\r\\n\\r\\n'))
    socket.once('data', part => console.log(String(part).split('\\r')[0]))`

  expect(await run(['exec', '--', ...node(script)])).toEqual({
    code: 0,
    out: 'HTTP/1.1 401 Unauthorized\n',
    err: 'zoho-emulator: 1 connections to Zoho hosts, 0 others\n',
  })
})

describe('a Node program', () => {
  const ask = `fetch('https://www.zohoapis.com/crm/v8/org').then(({ status }) => console.log(status), () => console.log('lost'))`

  it.each([
    ['of a script with NODE_OPTIONS of its own', `NODE_OPTIONS=--no-warnings node -e "$ASK"`],
    ['of a script without an environment', `env -i PATH="$PATH" node -e "$ASK"`],
    ['by a line that names env', `NODE_OPTIONS= "$PROGRAM"`],
  ])('%s is served too', async (_, script) => {
    const folder = mkdtempSync(join(tmpdir(), "a script's "))
    afterAll(() => rmSync(folder, { recursive: true, force: true }))
    const program = join(folder, 'program')
    writeFileSync(program, `#!/usr/bin/env node\n${ask}\n`, { mode: 0o755 })
    const environment = { ASK: ask, PROGRAM: program }

    expect(await run(['exec', '--', 'sh', '-c', script], { environment })).toEqual({
      code: 0,
      out: '401\n',
      err: 'zoho-emulator: 1 connections to Zoho hosts, 0 others\n',
    })
  })

  const starts = {
    spawn: `spawn(process.execPath, ['-e', ask], { env, stdio: 'inherit' })`,
    spawnSync: `spawnSync(process.execPath, ['-e', ask], { env, stdio: 'inherit' })`,
    execFileSync: `execFileSync(process.execPath, ['-e', ask], { env, stdio: 'inherit' })`,
    fork: `fork(file, { env, execArgv: [] })`,
    Worker: `new Worker(ask, { eval: true, env })`,
  }
  const environments = ['{}', `{ ...process.env, NODE_OPTIONS: '--no-warnings' }`]

  it.each(Object.entries(starts).flatMap(([name, start]) => environments.map(env => [name, env, start])))(
    'that another starts by %s with the environment %s is served too',
    async (_, env, start) => {
      const folder = mkdtempSync(join(tmpdir(), 'fork-'))
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
      const file = join(folder, 'asks.mjs')
      writeFileSync(file, ask)
      const script = `import { execFileSync, fork, spawn, spawnSync } from 'node:child_process'
        import { Worker } from 'node:worker_threads'
        const [ask, env, file] = [${JSON.stringify(ask)}, ${env}, ${JSON.stringify(file)}]
        ${start}`

      expect(await run(['exec', '--', ...node(script)])).toMatchObject({ code: 0, out: '401\n' })
    },
  )

  it('gets its arguments, its input and its options as they are', async () => {
    const script = `NODE_OPTIONS="--title=mine" node -e 'process.stdin.on("data", part => console.log(process.title, process.argv.slice(1), String(part)))' "a b" '*' "c'd"`

    const { out, code } = await run(['exec', '--', 'sh', '-c', script], { input: 'in' })

    expect({ out, code }).toEqual({ out: `mine [ 'a b', '*', "c'd" ] in\n`, code: 0 })
  })
})

describe('the leak alarm', () => {
  const reach = `import net from 'node:net'
    import https from 'node:https'
    const failed = await fetch('https://example.com/').catch(error => error.cause.message)
    const code = await new Promise(done => https.get('https://example.com/', done).on('error', error => done(error.code)))
    const raw = await new Promise(done => net.connect(25, '192.0.2.1').on('error', error => done(error.code)))
    console.log(failed.includes('zoho-emulator'), code, raw)`

  it('names what was wanted, and turns it into a failure where that is asked for', async () => {
    const usual = await run(['exec', '--', ...node(reach)])
    const strict = await run(['exec', '--fail-on-leak', '--', ...node(reach)])

    const line = 'zoho-emulator: 0 connections to Zoho hosts, 3 others: example.com:443 ×2, 192.0.2.1:25 ×1\n'
    expect(usual).toEqual({ code: 0, out: 'true ECONNREFUSED ECONNREFUSED\n', err: line })
    expect(strict).toEqual({ ...usual, code: 3 })
  })

  it('counts an allowed host, and fails for the others alone', async () => {
    const wanted = (...hosts: string[]) =>
      node(hosts.map(host => `await fetch('http://${host}').catch(() => {})`).join('\n'))
    const strict = ['exec', '--fail-on-leak', '--allow', 'allowed.invalid', '--']

    const { code, err } = await run([...strict, ...wanted('allowed.invalid')])

    expect({ code, err }).toEqual({
      code: 0,
      err: 'zoho-emulator: 0 connections to Zoho hosts, 1 others: allowed.invalid:80 ×1\n',
    })
    expect((await run([...strict, ...wanted('allowed.invalid', 'other.invalid')])).code).toBe(3)
  })

  it('hears of programs that end at once, of those that they start, and of their workers', async () => {
    const child = `require('net').connect(80, 'child.example'); process.exit(0)`
    const worker = `fetch('http://worker.example').catch(() => {})`
    const script = `const { spawnSync } = await import('node:child_process')
      const { Worker } = await import('node:worker_threads')
      spawnSync(process.execPath, ['-e', ${JSON.stringify(child)}])
      new Worker(${JSON.stringify(worker)}, { eval: true })`

    const { err } = await run(['exec', '--', ...node(script)])

    expect(err).toContain('2 others: child.example:80 ×1, worker.example:80 ×1')
  })

  it('says nothing of this machine', async () => {
    const script = `import { createServer } from 'node:http'
      const server = createServer((_, answer) => answer.end('here')).listen(0, '0.0.0.0', async () => {
        const { port } = server.address()
        for (const host of ['localhost', '127.0.0.1', '0.0.0.0']) console.log(await (await fetch('http://' + host + ':' + port)).text())
        process.exit(0)
      })`

    const { out, err } = await run(['exec', '--', ...node(script)])

    expect(out).toBe('here\nhere\nhere\n')
    expect(err).toContain('0 others')
  })
})

describe('the client’s clock', () => {
  const script = `const url = process.env.ZOHO_EMULATOR_URL + '/_emulator/clock'
    const post = body => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    const real = performance.timeOrigin + performance.now()
    await post({ advance: '2h' })
    const ahead = Math.round((Date.now() - real) / 3_600_000)
    await post({ set: '2030-01-01T00:00:00Z' })
    await post({ freeze: true })
    const year = new Date().getUTCFullYear()
    const given = new Date(0).toISOString()
    await post({ resume: true })
    console.log(ahead, year, given, new Date() instanceof Date, Math.abs(Date.now() - real) < 60_000)`

  it('goes with the emulator’s where that is asked for', async () => {
    const { out } = await run(['exec', '--clock', '--', ...node(script)])

    expect(out).toBe('2 2030 1970-01-01T00:00:00.000Z true true\n')
  })

  it('leaves Date what it was: for its own objects, for tests that replace its parts, for contexts of their own', async () => {
    const script = `import vm from 'node:vm'
      const url = process.env.ZOHO_EMULATOR_URL + '/_emulator/clock'
      const headers = { 'content-type': 'application/json' }
      await fetch(url, { method: 'POST', headers, body: JSON.stringify({ set: '2030-01-01T00:00:00Z' }) })
      const before = Date.now
      Date.now = () => 42
      const replaced = Date.now()
      Date.now = before
      class Other extends Date {}
      const inContext = vm.runInContext('new Date().getUTCFullYear()', vm.createContext({}))
      const kept = vm.runInContext('Date', vm.createContext({ Date: 7 }))
      console.log(replaced, new Date(Date.now()).getUTCFullYear(), new Date().constructor === Date,
        new Other().getUTCFullYear(), new Other() instanceof Other, inContext, kept)`

    const { out } = await run(['exec', '--clock', '--', ...node(script)])

    expect(out).toBe('42 2030 true 2030 true 2030 7\n')
  })

  it('is the real one otherwise', async () => {
    const { out } = await run(['exec', '--', ...node(script)])

    expect(out).toBe(`0 ${new Date().getUTCFullYear()} 1970-01-01T00:00:00.000Z true true\n`)
  })
})

describe('ca', () => {
  it('says where the certificate is, and never what the key is', async () => {
    const { code, out } = await run(['ca'])
    const [file] = out.split('\n')
    const key = readFileSync(join(data, 'zoho-emulator/ca/authority.key'), 'utf8')

    expect(code).toBe(0)
    expect(readFileSync(file!, 'utf8')).toContain('BEGIN CERTIFICATE')
    expect(out).toContain('update-ca-certificates')
    expect(out).not.toContain(key.split('\n')[1])
    expect(JSON.parse((await run(['ca', '--json'])).out)).toEqual({ root: file })
  })

  it('is made by nobody who has no use for it', async () => {
    const other = mkdtempSync(join(tmpdir(), 'no-ca-'))
    afterAll(() => rmSync(other, { recursive: true, force: true }))

    await run(['check', 'fixtures/default.json'], { environment: { XDG_DATA_HOME: other } })

    expect(readdirSync(other)).toEqual([])
  })
})

it('tells each kind of program where to go and whom to trust', async () => {
  const files = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'GIT_SSL_CAINFO']
  const proxies = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy']
  const script = `const { env } = process
    console.log(JSON.stringify({ env, bundles: ${JSON.stringify(files)}.map(name => require('fs').readFileSync(env[name], 'utf8').split('BEGIN').length - 1) }))`
  const before = { JAVA_TOOL_OPTIONS: '-Dmine=1', NODE_OPTIONS: '--no-warnings' }

  const { out } = await run(['exec', '--', process.execPath, '-e', script], { environment: before })

  const { env, bundles } = JSON.parse(out)
  for (const name of proxies) expect(env[name], name).toBe(env.ZOHO_EMULATOR_URL.replace('localhost', '127.0.0.1'))
  expect(env.NO_PROXY).toBe(env.no_proxy)
  expect(env.NO_PROXY.split(',')).toEqual(expect.arrayContaining(['localhost', '127.0.0.1', '::1']))
  expect(env.JAVA_TOOL_OPTIONS).toMatch(/^-Dmine=1 .*-Dhttps\.proxyPort=\d+.*-Djavax\.net\.ssl\.trustStore=\S+\.jks/)
  expect(env.NODE_OPTIONS).toMatch(/^--no-warnings --require=/)
  // what replaces the system's roots holds them too; Node adds
  const [added, ...replacing] = bundles
  expect(added).toBe(1)
  for (const count of replacing) expect(count).toBeGreaterThan(20)
})

describe('env', () => {
  it('prints the same for a shell to evaluate', async () => {
    const script = `eval "$("${process.execPath}" "$CLI" env --url "$ZOHO_EMULATOR_URL")"; echo "$HTTPS_PROXY"; echo "$SSL_CERT_FILE"`
    const addresses = `"${process.execPath}" "$CLI" env --only addresses --url "$ZOHO_EMULATOR_URL" | grep -c PROXY`
    const environment = { CLI: command }

    const { out } = await run(['exec', '--', 'sh', '-c', `${script}; ${addresses}`], { environment })

    const [proxy, bundle, count] = out.split('\n')
    expect(proxy).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(existsSync(bundle!)).toBe(true)
    expect(count).toBe('0')
  })
})
