/** Writes the JSON Schemas by which editors check and complete fixture and scenario files. Run by `npm run schemas`. */

import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import { fixtureSchema } from '../src/world/fixture-schema.ts'
import { makeScenarioSchema } from '../src/world/scenario-schema.ts'

// editors know this draft best
const toSchema = (schema: z.ZodType, title: string): object => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input', unrepresentable: 'any' })
  return { $schema, title, ...rest }
}

/** The text of each file. */
export const schemaFiles = (): Readonly<Record<string, string>> => {
  const schemas = {
    'schemas/fixture.schema.json': toSchema(fixtureSchema, 'A starting world of zoho-emulator'),
    'schemas/scenario.schema.json': toSchema(makeScenarioSchema(z), 'A scenario of zoho-emulator'),
  }
  return Object.fromEntries(
    Object.entries(schemas).map(([file, schema]) => [file, `${JSON.stringify(schema, null, 2)}\n`]),
  )
}

if (process.argv[1]?.endsWith('schemas.ts')) {
  for (const [file, text] of Object.entries(schemaFiles())) writeFileSync(file, text)
}
