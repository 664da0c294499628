/** The files of mails: attached, shown in the text, kept in drafts; and what becomes of mails with their record. */

import { describe, expect, it } from 'vitest'
import { type AtCrm, allScopes, atCrm, idOf, lead } from './at-crm.ts'
import { bytes, form } from './uploads.ts'

const scope = `${allScopes},ZohoCRM.send_mail.all.CREATE,ZohoCRM.files.ALL`
const from = 'admin@acme.example'

const withLead = async () => {
  const crm = await atCrm({ scope })
  const [id] = await crm.insert('Leads', lead('L'))
  const upload = async (name: string, text: string) =>
    (await crm.call('POST', 'files', form([name, bytes(text)]))).json.data[0].details.id as string
  const send = async (more: object) => {
    const data = [{ from: { email: from }, to: [{ email: 'a@client.example' }], subject: 'S', content: 'C', ...more }]
    const sent = await crm.call('POST', `Leads/${id}/actions/send_mail`, { data })
    return sent.json.data[0].details.message_id as string
  }
  return { ...crm, id: id!, upload, mail: send }
}

const read = async ({ call }: Pick<AtCrm, 'call'>, place: string, messageId: string) =>
  (await call('GET', `${place}/Emails/${messageId}`)).json.Emails[0]

const download = ({ call }: Pick<AtCrm, 'call'>, place: string, what: string, parameters: Record<string, string>) =>
  call('GET', `${place}/Emails/actions/download_${what}?${new URLSearchParams(parameters)}`)

describe('uploads', () => {
  it('go along with mails, as often as need be', async () => {
    const crm = await withLead()
    const uploaded = await crm.upload('plan.txt', 'The plan')
    const messages = [
      await crm.mail({ attachments: [{ id: uploaded }] }),
      await crm.mail({ attachments: [{ id: uploaded }] }),
    ]

    for (const message_id of messages) {
      const { owner, attachments, has_attachment: has } = await read(crm, `Leads/${crm.id}`, message_id)
      const [{ id, name }] = attachments
      const file = await download(crm, `Leads/${crm.id}`, 'attachments', { user_id: owner.id, message_id, id, name })

      expect(has).toBe(true)
      expect(attachments).toEqual([{ id: expect.any(String), name: 'plan.txt', size: '8' }])
      expect({ status: file.status, text: file.text }).toEqual({ status: 200, text: 'The plan' })
      // it is the mail's, and nobody else's to take
      expect((await crm.call('GET', `files?id=${id}`)).status).toBe(204)
      expect(await crm.mail({ attachments: [{ id }] })).toBeUndefined()
    }
  })

  it('are shown in the text of a mail', async () => {
    const crm = await withLead()
    const id = await crm.upload('logo.txt', 'A logo')
    const other = await crm.upload('other.txt', 'Another')
    const message_id = await crm.mail({ content: `<img src="${id}">` })
    const { owner } = await read(crm, `Leads/${crm.id}`, message_id)

    const image = await download(crm, `Leads/${crm.id}`, 'inline_images', { user_id: owner.id, message_id, id })
    const none = await download(crm, `Leads/${crm.id}`, 'inline_images', { user_id: owner.id, message_id, id: other })

    expect({ status: image.status, text: image.text }).toEqual({ status: 200, text: 'A logo' })
    expect(none.json.details).toEqual({ param_name: 'id' })
  })

  it('are of the own org', async () => {
    const crm = await withLead()
    const other = await atCrm({ org: 'Acme Dev', scope })
    const foreign = (await other.call('POST', 'files', form(['a.txt', bytes('a')]))).json.data[0].details.id

    expect(await crm.mail({ attachments: [{ id: foreign }] })).toBeUndefined()
  })

  it('stay with a draft that does not let them go', async () => {
    const crm = await withLead()
    const root = '__email_drafts'
    const path = `Leads/${crm.id}/${root}`
    const [first, second] = [await crm.upload('1.txt', '1'), await crm.upload('2.txt', '2')]
    const draft = (ids?: string[]) => ({
      [root]: [
        {
          from,
          rich_text: true,
          ...(ids && { attachments: ids.map(id => ({ id, file_name: `${id.slice(0, 3)}.txt` })) }),
        },
      ],
    })
    const draftId = idOf(await crm.call('POST', path, draft([first, second])), root)
    const attached = async () =>
      ((await crm.call('GET', `${path}/${draftId}`)).json[root][0].attachments ?? []).map(
        ({ id }: { id: string }) => id,
      )

    const [one, two] = await attached()
    await crm.call('PUT', `${path}/${draftId}`, draft())
    const untouched = await attached()
    await crm.call('PUT', `${path}/${draftId}`, draft([two]))
    const left = await attached()
    const again = await crm.call('PUT', `${path}/${draftId}`, draft([one]))

    expect(untouched).toEqual([one, two])
    expect(left).toEqual([two])
    expect(again.json[root][0]).toMatchObject({ code: 'INVALID_DATA', details: { api_name: 'id' } })
  })
})

describe('mails', () => {
  it('go with a lead to the contact that it was converted into', async () => {
    const crm = await withLead()
    const uploaded = await crm.upload('plan.txt', 'The plan')
    const message_id = await crm.mail({ attachments: [{ id: uploaded }] })

    const converted = await crm.call('POST', `Leads/${crm.id}/actions/convert`, { data: [{ overwrite: true }] })
    const contact = converted.json.data[0].details.Contacts.id
    const { owner, attachments } = await read(crm, `Contacts/${contact}`, message_id)
    const [{ id, name }] = attachments
    const file = await download(crm, `Contacts/${contact}`, 'attachments', { user_id: owner.id, message_id, id, name })

    expect(file.text).toBe('The plan')
  })

  it('lie in the recycle bin with their record, and are gone with it', async () => {
    const crm = await withLead()
    const message_id = await crm.mail({})
    const shown = async () => (await crm.call('GET', `Leads/${crm.id}/Emails/${message_id}`)).status
    const bin = `settings/recycle_bin/${crm.id}`
    const kept = async () => (await crm.send('GET', '/_emulator/snapshot')).text.includes(message_id)

    await crm.call('DELETE', `Leads/${crm.id}`)
    const deleted = await shown()
    await crm.call('POST', `${bin}/actions/restore`)
    const restored = await shown()
    await crm.call('DELETE', `Leads/${crm.id}`)
    const before = await kept()
    await crm.call('DELETE', bin)

    expect([deleted, restored, await shown()]).toEqual([204, 200, 204])
    expect([before, await kept()]).toEqual([true, false])
  })
})
