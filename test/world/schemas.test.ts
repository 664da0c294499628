import { readdirSync, readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { beforeAll, describe, expect, it } from 'vitest'
import { schemaFiles } from '../../scripts/schemas.ts'
import { toggleDeclarations } from '../../src/world/toggles.ts'

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))

it.each(Object.entries(schemaFiles()))('%s is up to date; else run npm run schemas', (file, text) => {
  expect(readFileSync(file, 'utf8')).toBe(text)
})

describe.each([
  ['fixture', 'fixtures'],
  ['scenario', 'scenarios'],
])('the schema of a %s', (name, folder) => {
  const file = `schemas/${name}.schema.json`
  let validate: ValidateFunction

  beforeAll(() => {
    // moments have a pattern beside their format
    validate = new Ajv({
      strict: true,
      allErrors: true,
      allowUnionTypes: true,
      formats: { 'date-time': true },
    }).compile(read(file))
  })

  it.each(readdirSync(folder))(`accepts ${folder}/%s, which names it`, shipped => {
    const content = read(`${folder}/${shipped}`)

    expect(validate(content), JSON.stringify(validate.errors)).toBe(true)
    expect(content.$schema).toBe(`../${file}`)
  })

  it('refuses what it does not know', () => {
    expect(validate({ title: 'x', nonsense: 1 })).toBe(false)
  })
})

it('the schema of a scenario knows every toggle, what it means and which values it takes', () => {
  const { toggles, faults } = read('schemas/scenario.schema.json').properties

  expect(Object.keys(toggles.properties)).toEqual(Object.keys(toggleDeclarations))
  for (const [name, { meaning }] of Object.entries(toggleDeclarations)) {
    expect(toggles.properties[name].description).toContain(meaning)
  }
  expect(toggles.properties.mixed_rows_status.enum).toEqual([207, 200])
  expect(faults.items.properties.answer.properties.error.enum).toContain('INTERNAL_ERROR')
})

it('the package ships the schemas', () => {
  expect(read('package.json').files).toContain('schemas')
})
