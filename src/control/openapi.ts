/** Turns the descriptions of the control calls into an OpenAPI document. Loaded when it is asked for, as it needs zod. */

import { z } from 'zod'
import type { SchemaMaker } from '../http/validate.ts'
import { VERSION } from '../version.ts'
import type { Call, CallDescription, MediaAnswer } from './describe.ts'

type Json = Record<string, unknown>

/** Source of the form: https://spec.openapis.org/oas/v3.1.1.html */
export function toOpenApi(
  descriptions: ReadonlyMap<Call, CallDescription>,
  { origin, needsToken }: { readonly origin: string; readonly needsToken: boolean },
): object {
  const paths: Record<string, Json> = {}
  for (const [call, description] of descriptions) {
    const [method, route] = call.split(' ') as [string, string]
    const path = route.replace(/:(\w+)(?:\{[^}]*\})?/g, '{$1}')
    paths[path] = { ...paths[path], [method.toLowerCase()]: toOperation(method, path, description) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Control API of zoho-emulator',
      version: VERSION,
      description:
        'What a test or a person does to the emulator itself. Unknown keys are refused; bodies are application/json of at most 64 MiB.',
    },
    servers: [{ url: origin }],
    security: needsToken ? [{ token: [] }] : [],
    paths,
    components: {
      schemas: { Refusal: schemaOf(refusal, 'output') },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'The text given with --token.' } },
    },
  }
}

const refusal: SchemaMaker<unknown> = zod =>
  zod.strictObject({ error: zod.strictObject({ code: zod.string(), message: zod.string(), path: zod.string() }) })

function toOperation(method: string, path: string, { summary, input, answers, open, ...rest }: CallDescription): Json {
  const parameters = [
    ...Object.entries(rest.path ?? {}).map(([name, text]) => toParameter('path', name, text)),
    ...Object.entries(rest.query ?? {}).map(([name, text]) => toParameter('query', name, text)),
  ]
  return {
    operationId: operationId(method, path),
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(input && { requestBody: { content: jsonContent(schemaOf(input, 'input')) } }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, toResponse(answer)])),
      default: { description: 'Refused.', content: jsonContent({ $ref: '#/components/schemas/Refusal' }) },
    },
    ...(open && { security: [] }),
  }
}

const toParameter = (place: 'path' | 'query', name: string, description: string): Json => ({
  name,
  in: place,
  required: place === 'path',
  description,
  schema: { type: 'string' },
})

function toResponse(answer: SchemaMaker<unknown> | MediaAnswer): Json {
  if (typeof answer === 'function') return { description: 'Done.', content: jsonContent(schemaOf(answer, 'output')) }
  return { description: answer.description, content: { [answer.mediaType]: {} } }
}

const jsonContent = (schema: unknown): Json => ({ 'application/json': { schema } })

function schemaOf(make: SchemaMaker<unknown>, io: 'input' | 'output'): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(make(z), { io })
  return schema
}

/** E.g. `deleteTenantsPortalId`. */
const operationId = (method: string, path: string): string =>
  method.toLowerCase() +
  path
    .slice('/_emulator'.length)
    .split(/[^A-Za-z0-9]+/)
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
