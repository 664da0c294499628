/** The files that an app would copy. No engine is at hand to run them: their syntax is checked, and that what they name is there. */

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { transform } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { helpText } from '../src/cli/options.ts'

const folder = 'examples'
const files = readdirSync(folder).filter(file => /\.(?:ya?ml|ts)$/.test(file))
const read = (file: string): string => readFileSync(`${folder}/${file}`, 'utf8')

// biome-ignore lint/suspicious/noExplicitAny: YAML of several shapes
function readYaml(file: string): any {
  const [document, ...others] = parseAllDocuments(read(file), { strict: true, uniqueKeys: true })
  expect(others).toEqual([])
  expect([...document!.errors, ...document!.warnings]).toEqual([])
  return document!.toJS()
}

it.each(files)('%s says that it was not run', file => {
  expect(read(file)).toMatch(/Only its syntax is checked in this project/)
  expect(read('README.md')).toContain(`(${file})`)
})

it.each(files)('%s sets variables that the command reads', file => {
  const variables = [...read(file).matchAll(/ZOHO_EMULATOR_([A-Z_]+)/g)].map(([, name]) => name!)

  const options = variables.map(name => `--${name.toLowerCase().replaceAll('_', '-')} `)

  for (const option of options) expect(helpText).toContain(option)
})

describe('the GitHub Actions job', () => {
  it('runs on a machine, step by step', () => {
    const { jobs } = readYaml('github-actions.yml')

    expect(Object.values<{ steps: object[] }>(jobs).map(({ steps }) => steps.length)).toEqual([6])
    expect(jobs.test['runs-on']).toBe('ubuntu-latest')
    for (const step of jobs.test.steps) expect('uses' in step).not.toBe('run' in step)
  })

  it('runs scripts that a shell can read', () => {
    const scripts = readYaml('github-actions.yml')
      .jobs.test.steps.map(({ run }: { run?: string }) => run)
      .filter(Boolean)

    for (const script of scripts) execFileSync('bash', ['-n'], { input: script })
  })
})

describe('the compose file', () => {
  it('lets the app wait until the emulator is healthy, and reach it by the name that it was given', () => {
    const { services } = readYaml('compose.yaml')

    expect(Object.keys(services)).toEqual(['zoho', 'app'])
    expect(services.app.depends_on.zoho.condition).toBe('service_healthy')
    expect(readFileSync('Dockerfile', 'utf8')).toContain('\nHEALTHCHECK ')
    expect(services.zoho.environment.ZOHO_EMULATOR_PUBLIC_HOST).toBe(
      new URL(services.app.environment.ZOHO_ACCOUNTS_URL).hostname,
    )
  })
})

describe('the Kubernetes job', () => {
  it('asks for the emulator’s health under a name that is its own', () => {
    const { apiVersion, kind, spec } = readYaml('kubernetes-job.yaml')
    const { initContainers, containers, restartPolicy } = spec.template.spec

    expect([apiVersion, kind, restartPolicy]).toEqual(['batch/v1', 'Job', 'Never'])
    expect(initContainers[0]).toMatchObject({ restartPolicy: 'Always' })
    expect(initContainers[0].startupProbe.httpGet.httpHeaders).toEqual([{ name: 'Host', value: 'localhost' }])
    expect(containers).toHaveLength(1)
  })
})

describe('the Testcontainers test', () => {
  it('is TypeScript, and names what the default world has', async () => {
    const source = read('testcontainers.test.ts')
    const world = readFileSync('fixtures/default.json', 'utf8')

    const { warnings } = await transform(source, { loader: 'ts', format: 'esm' })

    expect(warnings).toEqual([])
    for (const [id] of source.matchAll(/1000\.[A-Z0-9]{30}|\b\d{8}\b|\S+@acme\.example/g)) {
      expect(world).toContain(id.replaceAll("'", ''))
    }
  })
})
