import { describe, expect, it } from 'vitest'
import type { Harness } from '../../support/emulator.ts'
import { accepted, found, id, nothing, startApp, written } from './usual-answers.ts'

/** What each official SDK does with files. */
export const describeSdkFiles = (name: string, sdk: string) =>
  describe(`files and the ${name}`, { timeout: 60_000 }, () => {
    it('are uploaded, listed, downloaded and deleted, on records, as photos and in fields', async () => {
      const { app, options, harness } = await startApp(sdk)
      await addField(harness)

      const { outcome } = await app.run('files', options)

      expect(outcome.failed).toBeUndefined()
      const times = { Created_Time: expect.any(String), Modified_Time: expect.any(String) }
      const added = accepted('attachment uploaded successfully', expect.objectContaining({ id, ...times }))
      expect(outcome.uploaded).toEqual(written(200, added))
      expect(outcome.linked).toEqual(written(200, added))
      const [file, link] = [outcome.uploaded, outcome.linked].map(({ content }) => content[0].details.id)
      const row = { of: 'Roe', owner: 'Ada Marlow', isDated: true }
      expect(outcome.listed.content).toEqual({
        files: [
          { ...row, id: link, name: 'Zoho', size: '0', type: 'Link URL', link: 'www.zoho.com' },
          { ...row, id: file, name: 'naïve notes.txt', size: '4', type: 'File', link: null },
        ],
        count: 2,
      })
      // official SDKs hand out a name as it stands in the header
      expect(outcome.got.content).toEqual({ name: 'na%C3%AFve%20notes.txt', text: 'four' })
      expect(outcome.gotLink).toMatchObject({ status: 400, code: 'DOWNLOAD_NOT_ALLOWED' })
      expect(outcome.removed).toEqual(written(200, accepted('record deleted', { id: file })))
      expect(outcome.removedSeveral).toEqual(written(200, accepted('record deleted', { id: link })))
      expect(outcome.left).toEqual(nothing)

      expect(outcome.photo).toEqual({
        before: nothing,
        uploaded: success('photo uploaded successfully'),
        got: expect.objectContaining({ status: 200, content: 'me.png' }),
        deleted: success('Photo deleted'),
      })
      expect(outcome.orgPhoto).toEqual({
        uploaded: success('Organization photo uploaded successfully'),
        got: expect.objectContaining({ status: 200, content: 'me.png' }),
        deleted: success('Organization photo deleted successfully'),
      })

      const hex = expect.stringMatching(/^[0-9a-f]{64}$/)
      const stored = (name: string) => accepted(`${name} uploaded successfully`, { name, id: hex })
      expect(outcome.stored).toEqual(written(200, stored('a.pdf'), stored('b.txt')))
      expect(outcome.field.before.content).toEqual({ name: 'a.pdf', text: 'one' })
      expect(outcome.field.read).toEqual(found({ name: 'a.pdf', size: '3', owner: 'Ada Marlow' }))
      expect(outcome.field.after).toEqual(nothing)
      expect(outcome.field.downloaded.content).toEqual({ name: 'a.pdf', text: 'one' })
    })
  })

const success = (message: string) => expect.objectContaining({ status: 200, content: { code: 'SUCCESS', message } })

async function addField({ tokens, send }: Harness): Promise<void> {
  const { access_token: token } = await tokens({ org: 'Acme QA' })
  const body = { fields: [{ field_label: 'Papers', data_type: 'fileupload', maximum_files: 2 }] }
  const { status, text } = await send('POST', '/sandbox.zohoapis.com/crm/v8/settings/fields?module=Leads', {
    token,
    body,
  })
  if (status >= 300) throw new Error(text)
}
