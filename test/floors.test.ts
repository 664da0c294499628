/** Reads the import lines of the source and compares them with the floors: imports point down, or stay in their room. */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'

const floors = [
  ['version', 'protocol'],
  ['world'],
  ['views', 'http'],
  ['accounts', 'console', 'crm', 'control', 'intercept'],
  ['app'],
  ['server', 'emulator'],
  ['index'],
  ['cli', 'vitest'],
]

const roomOf = (file: string): string =>
  relative('src', file)
    .split('/')[0]!
    .replace(/\.tsx?$/, '')
const floorOf = (room: string): number => floors.findIndex(rooms => rooms.includes(room))

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter(file => /\.tsx?$/.test(file))
  .map(file => join('src', file))

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)].map(([, target]) =>
    join(dirname(file), target!),
  )

it.each(files)('%s imports from its own room or a lower floor', file => {
  const room = roomOf(file)
  expect(floorOf(room), `${room} stands on no floor`).toBeGreaterThanOrEqual(0)

  const wrong = importsOf(file).filter(target => {
    const other = roomOf(target)
    // http may use views for the style sheet it serves; views knows nobody
    const sameFloor = floorOf(other) === floorOf(room) && !(room === 'http' && other === 'views') && other !== 'version'
    return other !== room && (floorOf(other) > floorOf(room) || sameFloor)
  })

  expect(wrong).toEqual([])
})

it('finds imports at all', () => {
  expect(importsOf('src/app.ts')).toContain(join('src', 'accounts/index.ts'))
})
