/** The package as npm would install it, and the example project that uses it. */

import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEmulator } from '../src/index.ts'
import { VERSION } from '../src/version.ts'

const folder = mkdtempSync(join(tmpdir(), 'package-'))
const project = join(folder, 'lead-desk')
const bare = join(folder, 'bare')
const manifest = readJson('package.json')
const exampleManifest = readJson('examples/lead-desk/package.json')
let packed: string[] = []

beforeAll(async () => {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], process.cwd())
  // what the build prints comes first
  packed = JSON.parse(stdout.slice(stdout.search(/^\[/m)))[0].files.map(({ path }: { path: string }) => path)

  cpSync('examples/lead-desk', project, { recursive: true, filter: source => !source.includes('node_modules') })
  await install(project, { ...exampleManifest.dependencies, ...exampleManifest.devDependencies })
  await install(bare, {})
}, 180_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the package', () => {
  it('holds what it needs to run, and nothing else', () => {
    const tops = new Set(packed.map(path => path.split('/')[0]))

    expect([...tops].sort()).toEqual([
      'LICENSE',
      'README.md',
      'dist',
      'fixtures',
      'package.json',
      'scenarios',
      'schemas',
    ])
    expect(packed).toEqual(
      expect.arrayContaining([
        'dist/cli.js',
        'dist/preload.cjs',
        'dist/index.js',
        'dist/types/index.d.ts',
        'fixtures/default.json',
      ]),
    )
    for (const { types, default: main } of Object.values(manifest.exports).filter(isConditional)) {
      expect(packed).toContain(types.slice(2))
      expect(packed).toContain(main.slice(2))
    }
  })

  it('is a command', async () => {
    const command = join(bare, 'node_modules/zoho-emulator', manifest.bin['zoho-emulator'])

    const { stdout } = await run(process.execPath, [command, '--version'], bare)

    expect(stdout).toBe(`${VERSION}\n`)
    expect(readFileSync(command, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
  })

  it('starts from a program that has no Vitest, and makes its records', async () => {
    const program = `
      import { clientOf, createEmulator, orgOf } from 'zoho-emulator'
      const zoho = await createEmulator()
      const directory = await zoho.directory()
      const { access_token, api_domain } = await zoho.issueTokens({
        client: clientOf(directory, 'server'), org: orgOf(directory, 'production'), scope: 'ZohoCRM.modules.ALL' })
      const answer = await zoho.fetch(api_domain + '/crm/v8/Leads?fields=Last_Name', {
        headers: { Authorization: 'Zoho-oauthtoken ' + access_token } })
      console.log(answer.status, (await answer.json()).data.length > 0)`

    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], bare)

    expect(stdout).toBe('200 true\n')
  })
})

describe('the example project', () => {
  it('agrees with the types of the package', async () => {
    await run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', '.'], project)
  })

  it('passes its tests against the package', async context => {
    // the control call is not there yet
    const tenants = await (await createEmulator()).fetch('/_emulator/tenants', { method: 'POST' })
    if (tenants.status === 404) context.skip('no control call POST /_emulator/tenants')

    const { stdout } = await run(
      process.execPath,
      [join(project, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=json'],
      project,
    )

    const { numPassedTests, numTotalTests } = JSON.parse(stdout.slice(stdout.indexOf('{')))
    expect(numPassedTests).toBeGreaterThan(0)
    expect(numPassedTests).toBe(numTotalTests)
  })
})

/** Lays out `node_modules` as npm would: the package from its tarball, and what it depends on, which is here already. */
async function install(into: string, dependencies: Readonly<Record<string, string>>): Promise<void> {
  const target = join(into, 'node_modules/zoho-emulator')
  mkdirSync(target, { recursive: true })
  await run('tar', ['-xzf', join(folder, `zoho-emulator-${VERSION}.tgz`), '-C', target, '--strip-components=1'], folder)
  for (const name of Object.keys({ ...manifest.dependencies, ...dependencies })) {
    if (name === 'zoho-emulator') continue
    const link = join(into, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(resolve('node_modules', name), link)
  }
}

async function run(command: string, args: readonly string[], cwd: string): Promise<{ stdout: string }> {
  // a Vitest within must not take itself for a worker of this one
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:VITEST|NODE_ENV|TEST$)/.test(name)),
  )
  try {
    return await promisify(execFile)(command, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 })
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    throw new Error(`${command} ${args.join(' ')}: ${(error as Error).message}\n${stdout}\n${stderr}`)
  }
}

interface Manifest {
  readonly bin: { readonly 'zoho-emulator': string }
  readonly exports: Readonly<Record<string, unknown>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

function readJson(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8'))
}

const isConditional = (entry: unknown): entry is { readonly types: string; readonly default: string } =>
  typeof entry === 'object'
