import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseDockerfile } from '../../scripts/dockerfile.ts'

it('reads comments, continued lines and flags', () => {
  const instructions = parseDockerfile('# base\nFROM x AS y\nENV A=1 \\\n    B=2\n\nCOPY --from=y --chown=z /a ./\n')

  expect(instructions).toEqual([
    { name: 'FROM', flags: {}, text: 'x AS y' },
    { name: 'ENV', flags: {}, text: 'A=1  B=2' },
    { name: 'COPY', flags: { from: 'y', chown: 'z' }, text: '/a ./' },
  ])
})

it('refuses a line that is no instruction', () => {
  expect(() => parseDockerfile('nonsense')).toThrow('no instruction: nonsense')
})

it('finds in our own an ordinary user, an address for all, and a health check', () => {
  const instructions = parseDockerfile(readFileSync('Dockerfile', 'utf8'))
  const last = (name: string) => instructions.findLast(each => each.name === name)!

  expect(last('USER').text).toBe('node')
  expect(last('ENV').text).toContain('ZOHO_EMULATOR_HOST=0.0.0.0')
  expect(last('HEALTHCHECK').text).toContain('/_emulator/health')
  expect(JSON.parse(last('ENTRYPOINT').text)).toEqual(['node', 'dist/cli.js'])
})
