/** `POST /_emulator/clients`: a client without the API console. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { jsonResponse } from '../http/respond.ts'
import { ControlError, type SchemaMaker, validate } from '../http/validate.ts'
import { type Location, locations } from '../protocol/data-centers.ts'
import { registerClient } from '../world/clients.ts'
import { findUserByEmail } from '../world/people.ts'
import type { ClientType } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { describe } from './describe.ts'
import { clientAnswerSchema, toClientResponse } from './directory.ts'

interface ClientInput {
  readonly type: ClientType
  readonly name: string
  readonly owner: string
  readonly redirect_uris?: string[] | undefined
  readonly javascript_domains?: string[] | undefined
  readonly homepage_url?: string | undefined
  readonly locations?: Location[] | undefined
}

const clientSchema: SchemaMaker<ClientInput> = z => {
  const address = z
    .string()
    .regex(/^(?:https?:\/\/|\{emulator\})[\x21-\x7e]*$/, 'expected an address that begins with http:// or https://')
  return z.strictObject({
    type: z.enum(['server', 'javascript', 'mobile', 'device', 'self']),
    name: z.string().min(1).max(120),
    owner: z.string(),
    redirect_uris: z.array(address).max(100).optional(),
    javascript_domains: z.array(address).max(100).optional(),
    homepage_url: address.optional(),
    locations: z.array(z.enum(locations)).min(1).optional(),
  })
}

export function clientRoutes(app: Hono<EmulatorEnv>, world: World): void {
  describe(app, 'POST /_emulator/clients', {
    summary: 'Registers a client, as in the API console.',
    input: clientSchema,
    answers: { 201: clientAnswerSchema },
  })
  app.post('/_emulator/clients', async c => {
    const input = await validate(c, clientSchema)
    const owner = findUserByEmail(world, input.owner)
    if (!owner) throw new ControlError(400, 'INVALID_INPUT', 'no user of that e-mail address', 'owner')
    const client = registerClient(world, {
      type: input.type,
      name: input.name,
      homepageUrl: input.homepage_url ?? null,
      redirectUris: input.redirect_uris ?? [],
      javascriptDomains: input.javascript_domains ?? [],
      ownerZuid: owner.id,
      ...(input.locations && { locations: [...new Set(input.locations)] }),
    })
    return jsonResponse(201, toClientResponse(world, client, c.env.located))
  })
}
