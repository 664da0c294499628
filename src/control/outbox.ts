/** `/_emulator/outbox`: the mails that the service would have sent; none leaves the machine. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { jsonResponse } from '../http/respond.ts'
import { nothing, type SchemaMaker, validate } from '../http/validate.ts'
import { emptyOutbox, sentMails } from '../world/outbox.ts'
import type { MailAddress, SentMail } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { describe } from './describe.ts'

const outboxSchema: SchemaMaker<unknown> = z => {
  const address = z.strictObject({ user_name: z.string().nullable(), email: z.string() })
  const mail = z.strictObject({
    id: z.string(),
    at: z.iso.datetime(),
    org: z.string(),
    from: address,
    to: z.array(address),
    cc: z.array(address),
    bcc: z.array(address),
    subject: z.string(),
    content: z.string(),
    mail_format: z.enum(['html', 'text']),
    module: z.string().nullable(),
    record_id: z.string().nullable(),
  })
  return z.strictObject({ mails: z.array(mail) })
}

export function outboxRoutes(app: Hono<EmulatorEnv>, world: World): void {
  describe(app, 'GET /_emulator/outbox', {
    summary: 'The mails that were "sent", the first one first.',
    answers: { 200: outboxSchema },
  })
  app.get('/_emulator/outbox', () => jsonResponse(200, { mails: sentMails(world).map(toMailResponse) }))

  describe(app, 'DELETE /_emulator/outbox', { summary: 'Empties the outbox.', answers: { 200: nothing } })
  app.delete('/_emulator/outbox', async c => {
    await validate(c, nothing)
    emptyOutbox(world)
    return jsonResponse(200, {})
  })
}

const toMailResponse = ({ at, mailFormat, recordId, from, to, cc, bcc, ...mail }: SentMail): object => ({
  id: mail.id,
  at: new Date(at).toISOString(),
  org: mail.org,
  from: toAddress(from),
  to: to.map(toAddress),
  cc: cc.map(toAddress),
  bcc: bcc.map(toAddress),
  subject: mail.subject,
  content: mail.content,
  mail_format: mailFormat,
  module: mail.module,
  record_id: recordId,
})

const toAddress = ({ userName, email }: MailAddress): object => ({ user_name: userName, email })
