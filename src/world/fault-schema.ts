/** What may be said of a fault, in a scenario file and to the control API. Schemas are made when needed, as zod is loaded then. */

import type { z as Zod } from 'zod'
import { findHost } from '../protocol/data-centers.ts'
import { type ErrorFamily, errorNames } from '../protocol/error-names.ts'

const token = /^[!#$%&'*+.^_`|~\w-]+$/

const notSent = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive', 'upgrade'])

/** As long as anybody may want to wait. */
const longestDelayMs = 60 * 60 * 1000

export const makeFaultSchema = (z: typeof Zod) =>
  z
    .strictObject({
      id: z
        .string()
        .regex(/^[\w.-]{1,60}$/, 'expected up to 60 letters, digits, points, dashes and underscores')
        .optional()
        .describe('A name by which the fault is seen and removed; given if left out.'),
      match: makeMatchSchema(z).optional().describe('Which requests it meets; what is left out is not asked for.'),
      answer: makeAnswerSchema(z)
        .optional()
        .describe('What it answers in place of the service; without it the fault only delays.'),
      delay_ms: z
        .number()
        .int()
        .min(0)
        .max(longestDelayMs)
        .optional()
        .describe('Milliseconds of real time before the answer.'),
      times: z.number().int().min(1).optional().describe('How many requests it meets; all if left out.'),
    })
    .superRefine(({ match, answer }, context) => {
      if (match?.host === undefined || answer?.error === undefined) return
      const service = findHost(match.host)?.service
      const family: ErrorFamily = service === 'accounts' ? 'accounts' : 'crm'
      if (service !== 'console' && errorNames(family).has(answer.error)) return
      const message = `${match.host} answers no ${answer.error}`
      context.addIssue({ code: 'custom', path: ['answer', 'error'], message })
    })

const makeMatchSchema = (z: typeof Zod) =>
  z.strictObject({
    host: z
      .string()
      .refine(name => findHost(name) !== undefined, 'expected a Zoho host such as www.zohoapis.com')
      .optional()
      .describe('A Zoho host, e.g. www.zohoapis.com or accounts.zoho.eu.'),
    method: z.string().regex(token, 'expected an HTTP method').optional().describe('GET, POST, …'),
    path: z
      .string()
      .regex(/^[/*]/, 'expected a path that begins with / or *')
      .optional()
      .describe('Zoho’s path, exact or with * for any part of it, e.g. /crm/*/Leads.'),
    client_id: z
      .string()
      .optional()
      .describe('The client of a call to accounts, or the one to which a CRM call’s token was given.'),
    grant_type: z.string().optional().describe('Of a call of the token endpoint, e.g. refresh_token.'),
  })

const makeAnswerSchema = (z: typeof Zod) =>
  z
    .strictObject({
      error: z
        .enum([...errorNames('crm'), ...errorNames('accounts')] as [string, ...string[]], {
          error: 'expected an error of the catalogues, e.g. INTERNAL_ERROR, INVALID_TOKEN or invalid_code',
        })
        .optional()
        .describe('An error of CRM by its code, or of the token endpoint by its word; answered as the service does.'),
      status: z.number().int().min(200).max(599).optional(),
      headers: z
        .record(
          z
            .string()
            .regex(token, 'expected the name of a header')
            .refine(name => !notSent.has(name.toLowerCase()), 'this header is the server’s own'),
          z.string().regex(/^[\x20-\x7e]*$/, 'expected visible ASCII'),
        )
        .optional(),
      body: z.json().optional().describe('Text is answered as it is, anything else as JSON.'),
    })
    .superRefine(({ error, status, body }, context) => {
      if (error !== undefined && status !== undefined) {
        const message = 'an error brings its own status; expected one of the two'
        context.addIssue({ code: 'custom', path: ['status'], message })
      }
      if ((status === 204 || status === 205 || status === 304) && (body ?? null) !== null) {
        const message = `an answer with status ${status} has no body`
        context.addIssue({ code: 'custom', path: ['body'], message })
      }
    })

/** A fault as it stands in a file. */
export type FaultEntry = Zod.output<ReturnType<typeof makeFaultSchema>>
