/** Files: on a record, as its photo, as the org's, and in a field of it. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chosen, parameters, read, result } from './answers.mjs'
import { create, getRecord, idsOf } from './record-calls.mjs'

/** A photo of one pixel, as far as its size. */
const pixel = Buffer.from(`\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01${'\0'.repeat(16)}`, 'latin1')

export async function files(sdk, { directory }) {
  const { Attachments, Files, Record, Org, FieldAttachments } = sdk
  const streamOf = (name, content) => {
    writeFileSync(join(directory, name), content)
    return new sdk.StreamWrapper(null, null, join(directory, name))
  }
  const bodyOf = (namespace, ...sent) => {
    const body = new (namespace.FileBodyWrapper ?? namespace.BodyWrapper)()
    body.setFile(...sent)
    return body
  }
  const downloaded = wrapper => ({ name: wrapper.getFile().getName(), text: `${wrapper.getFile().getStream()}` })
  /** The Node SDK hands out a file before it is there. */
  const readFile = async (response, namespace, view = downloaded) => {
    const object = await response.getObject()
    return read({ getObject: () => object, getStatusCode: () => response.getStatusCode() }, namespace, view)
  }
  const results = namespace => wrapper => wrapper.getData().map(result(namespace))
  const [lead] = idsOf(await create(sdk, 'Leads', { Last_Name: 'Roe', Company: 'C' }))

  const attachments = new Attachments.AttachmentsOperations()
  const at = [BigInt(lead), 'Leads']
  const uploaded = read(
    await attachments.uploadAttachments(...at, bodyOf(Attachments, streamOf('naïve notes.txt', 'four'))),
    Attachments,
    results(Attachments),
  )
  const { ATTACHMENTURL, TITLE } = Attachments.UploadUrlAttachmentsParam
  const link = await parameters(sdk, [
    [ATTACHMENTURL, 'www.zoho.com'],
    [TITLE, 'Zoho'],
  ])
  const linked = read(await attachments.uploadUrlAttachments(...at, link), Attachments, results(Attachments))
  const list = async () => {
    const map = await parameters(sdk, [
      [Attachments.GetAttachmentsParam.FIELDS, 'id,File_Name,Size,Owner,Parent_Id,Created_Time'],
    ])
    return read(await attachments.getAttachments(...at, map), Attachments, wrapper => ({
      files: wrapper.getData().map(file => ({
        id: `${file.getId()}`,
        name: file.getFileName(),
        size: file.getSize(),
        type: file.getType(),
        link: file.getLinkUrl() ?? null,
        of: file.getParentId().getName(),
        owner: file.getOwner().getName(),
        isDated: file.getCreatedTime() instanceof Date,
      })),
      count: wrapper.getInfo().getCount(),
    }))
  }
  const listed = await list()
  const [fileId, linkId] = [uploaded, linked].map(({ content }) => BigInt(content[0].details.id))
  const got = await readFile(await attachments.getAttachment(fileId, ...at), Attachments)
  const gotLink = await readFile(await attachments.getAttachment(linkId, ...at), Attachments)
  const removed = read(await attachments.deleteAttachment(fileId, ...at), Attachments, results(Attachments))
  const ids = await parameters(sdk, [[Attachments.DeleteAttachmentsParam.IDS, `${linkId}`]])
  const removedSeveral = read(await attachments.deleteAttachments(...at, ids), Attachments, results(Attachments))

  const records = new Record.RecordOperations('Leads')
  const said = answer => ({ code: chosen(answer.getCode()), message: chosen(answer.getMessage()) })
  const photo = { before: await readFile(await records.getPhoto(BigInt(lead)), Record) }
  const none = new sdk.ParameterMap()
  const image = () => streamOf('me.png', pixel)
  photo.uploaded = read(await records.uploadPhoto(BigInt(lead), bodyOf(Record, image()), none), Record, said)
  photo.got = await readFile(await records.getPhoto(BigInt(lead)), Record, wrapper => downloaded(wrapper).name)
  photo.deleted = read(await records.deletePhoto(BigInt(lead)), Record, said)

  const orgs = new Org.OrgOperations()
  const orgPhoto = { uploaded: read(await orgs.uploadOrganizationPhoto(bodyOf(Org, image())), Org, said) }
  orgPhoto.got = await readFile(await orgs.getOrgPhoto(), Org, wrapper => downloaded(wrapper).name)
  orgPhoto.deleted = read(await orgs.deleteOrganizationPhoto(), Org, said)

  const store = new Files.FilesOperations()
  const upload = new Files.BodyWrapper()
  upload.setFile([streamOf('a.pdf', 'one'), streamOf('b.txt', 'two')])
  const stored = read(await store.uploadFiles(upload, none), Files, results(Files))
  const get = async id => readFile(await store.getFile(await parameters(sdk, [[Files.GetFileParam.ID, id]])), Files)
  const [firstId] = stored.content.map(({ details }) => details.id)
  const field = { before: await get(firstId) }
  const paper = new Record.FileDetails()
  paper.setFileIdS(firstId)
  const [holder] = idsOf(await create(sdk, 'Leads', { Last_Name: 'Doe', Company: 'C', Papers: [paper] }))
  let row
  field.read = await getRecord(sdk, 'Leads', holder, record => {
    ;[row] = record.getKeyValue('Papers')
    return { name: row.getFileNameS(), size: row.getSizeS(), owner: row.getOwnerS().getName() }
  })
  field.after = await get(firstId)
  const rowAttachment = new FieldAttachments.FieldAttachmentsOperations('Leads', BigInt(holder), BigInt(row.getId()))
  field.downloaded = await readFile(await rowAttachment.getFieldAttachments(), FieldAttachments)

  return {
    lead,
    uploaded,
    linked,
    listed,
    got,
    gotLink,
    removed,
    removedSeveral,
    left: await list(),
    photo,
    orgPhoto,
    stored,
    field,
  }
}
