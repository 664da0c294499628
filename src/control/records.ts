/** `POST /_emulator/orgs/ZGID/records`: plausible records, repeatable by seed. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { jsonResponse } from '../http/respond.ts'
import { ControlError, type SchemaMaker, validate } from '../http/validate.ts'
import { generateMore, NothingToPointTo } from '../world/generate-more.ts'
import type { ModuleMeta } from '../world/metadata.ts'
import type { OrgData } from '../world/org-data.ts'
import type { World } from '../world/world.ts'
import { describe } from './describe.ts'

interface RecordsInput {
  readonly module: string
  readonly count: number
}

const recordsSchema: SchemaMaker<RecordsInput> = z =>
  z.strictObject({ module: z.string(), count: z.number().int().min(1).max(100_000) })

export function recordRoutes(app: Hono<EmulatorEnv>, world: World): void {
  describe(app, 'POST /_emulator/orgs/:zgid/records', {
    summary: 'Makes plausible records in a module of an org; the same calls make the same records.',
    path: { zgid: 'Id of the org.' },
    input: recordsSchema,
    answers: { 201: z => z.strictObject({ module: z.string(), ids: z.array(z.string()) }) },
  })
  app.post('/_emulator/orgs/:zgid/records', async c => {
    const { module: name, count } = await validate(c, recordsSchema)
    const org = world.orgs.get(c.req.param('zgid'))
    if (!org) throw new ControlError(404, 'NOT_FOUND', 'no org of that zgid', 'zgid')
    const data = world.orgData(org)
    const module = data.module(name)
    if (!module || module.definition.withoutRecords || module.definition.startsEmpty)
      throw invalidModule(`no module ${name} whose records are generated`)
    return jsonResponse(201, { module: module.apiName, ids: generate(data, module, count) })
  })
}

function generate(data: OrgData, module: ModuleMeta, count: number): string[] {
  try {
    return generateMore(data, module, count)
  } catch (error) {
    if (!(error instanceof NothingToPointTo)) throw error
    throw invalidModule(`each needs a record of one of these modules, and there is none: ${error.modules.join(', ')}`)
  }
}

const invalidModule = (message: string) => new ControlError(400, 'INVALID_INPUT', message, 'module')
