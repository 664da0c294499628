// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how templates name fields
import { describe, expect, it } from 'vitest'
import { accepted, found, refused, startApp, written } from './usual-answers.ts'

/** What each official SDK does with mails. */
export const describeSdkMails = (name: string, sdk: string) =>
  describe(`mails and the ${name}`, { timeout: 60_000 }, () => {
    it('are sent from a record, at once or later, and read below it', async () => {
      const { harness, app, options } = await startApp(sdk)

      const { outcome } = await app.run('mails', options)

      expect(outcome.failed).toBeUndefined()
      expect(outcome.addresses).toEqual(
        found(
          { email: 'admin@acme.example', type: 'primary' },
          { email: expect.stringMatching(/^support@org\d+\.example$/), type: 'org_email' },
        ),
      )
      const folder = 'Public Email Templates'
      const template = { id: expect.any(String), name: 'Welcome', module: 'Leads', folder, isDated: true }
      expect(outcome.templates).toEqual(found(template))
      expect(outcome.one).toEqual(found('Welcome, ${!Leads.First_Name}'))

      const [sentId, laterId] = [outcome.sent, outcome.later].map(({ content }) => content[0].details.message_id)
      expect(outcome.sent).toEqual(written(200, accepted('Mail sent successfully', { message_id: sentId })))
      expect(outcome.later).toEqual(written(200, accepted('Mail sent successfully', { message_id: laterId })))
      const where = { api_name: 'email', json_path: '$.data[0].to[0].email' }
      expect(outcome.refused).toEqual(written(400, refused('INVALID_DATA', 'invalid email', where)))

      const mail = (more: object) => ({
        content: null,
        from: 'admin@acme.example',
        to: ['jo@client.example'],
        owner: 'Ada Marlow',
        sent: true,
        isDated: true,
        ...more,
      })
      const list = (...emails: object[]) => ({
        status: 200,
        type: 'ResponseWrapper',
        content: { emails, count: emails.length, more: false, next: null },
      })
      const sent = mail({ id: sentId, subject: 'Welcome, Jo', status: ['sent'] })
      expect(outcome.listed).toEqual(list(sent))
      expect(outcome.scheduled).toEqual(list(mail({ id: laterId, subject: 'Later', status: ['scheduled'] })))
      expect(outcome.whole).toEqual(found({ ...sent, content: expect.stringContaining('Hello Jo Roe,') }))
      const { mails } = (await harness.send('GET', '/_emulator/outbox')).json
      expect(mails).toMatchObject([{ subject: 'Welcome, Jo', from: { user_name: 'Ada' } }])
    })
  })
