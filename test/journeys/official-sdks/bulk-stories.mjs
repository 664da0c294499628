/** Many records by files: written from an uploaded ZIP, and read into one. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { chosen, exception, headers, passTime, plain, read } from './answers.mjs'

const table = 'Surname,Firm\nLovelace,Analytical Engines\nNobody,\n'

async function contentOf(response) {
  // one of the SDKs gives out a promise of it
  const wrapper = await response.getObject()
  const stream = wrapper.getFile().getStream()
  const bytes = stream instanceof Uint8Array ? stream : Buffer.concat(await Readable.from(stream).toArray())
  return { name: wrapper.getFile().getName(), content: new Uint8Array(bytes) }
}

/** What a downloaded ZIP holds, by name. */
async function unpacked(response) {
  const { name, content } = await contentOf(response)
  const files = Object.entries(unzipSync(content))
  return {
    status: response.getStatusCode(),
    name,
    files: Object.fromEntries(files.map(([name, each]) => [name, strFromU8(each)])),
  }
}

const success = one => ({
  type: one.constructor.name,
  code: chosen(one.getCode()),
  message: chosen(one.getMessage()),
  details: plain(Object.fromEntries(one.getDetails())),
})

/** @param input.zgid of the org */
export async function bulkWrite(sdk, input) {
  const { BulkWrite, Modules } = sdk
  const operations = new BulkWrite.BulkWriteOperations()
  const { FEATURE, X_CRM_ORG } = BulkWrite.UploadFileHeader
  const upload = async (content, feature = 'bulk-write') => {
    const body = new BulkWrite.FileBodyWrapper()
    const file = join(input.directory, 'leads.zip')
    writeFileSync(file, content)
    body.setFile(new sdk.StreamWrapper(null, null, file))
    const map = await headers(sdk, [
      [FEATURE, feature],
      [X_CRM_ORG, input.zgid],
    ])
    return read(await operations.uploadFile(body, map), BulkWrite, success)
  }
  const mapping = (apiName, index) => {
    const one = new BulkWrite.FieldMapping()
    one.setAPIName(apiName)
    one.setIndex(index)
    return one
  }
  const create = async fileId => {
    const module = new Modules.MinifiedModule()
    module.setAPIName('Leads')
    const resource = new BulkWrite.Resource()
    resource.setType(new sdk.Choice('data'))
    resource.setModule(module)
    resource.setFileId(fileId)
    resource.setFieldMappings([mapping('Last_Name', 0), mapping('Company', 1)])
    const callback = new BulkWrite.CallBack()
    callback.setUrl('http://localhost:3000/done')
    callback.setMethod(new sdk.Choice('post'))
    const body = new BulkWrite.RequestWrapper()
    body.setOperation(new sdk.Choice('insert'))
    body.setCharacterEncoding('UTF-8')
    body.setCallback(callback)
    body.setResource([resource])
    return read(await operations.createBulkWriteJob(body), BulkWrite, success)
  }
  const details = async id =>
    read(await operations.getBulkWriteJobDetails(id), BulkWrite, job => ({
      status: job.getStatus(),
      operation: job.getOperation(),
      by: job.getCreatedBy().getName(),
      isDated: job.getCreatedTime() instanceof Date,
      callback: job.getCallback().getUrl(),
      result: job.getResult()?.getDownloadUrl() ?? null,
      resource: job.getResource().map(resource => ({
        status: chosen(resource.getStatus()),
        module: resource.getModule().getAPIName(),
        mapped: resource.getFieldMappings().map(each => [each.getAPIName(), each.getIndex()]),
        file: {
          name: resource.getFile().getName(),
          added: resource.getFile().getAddedCount(),
          skipped: resource.getFile().getSkippedCount(),
          total: resource.getFile().getTotalCount(),
        },
      })),
    }))

  const uploaded = await upload(zipSync({ 'leads.csv': strToU8(table) }))
  const created = await create(uploaded.content.details.file_id)
  const { id } = created.content.details
  const waiting = await details(id)
  await passTime(input, '2s')
  const done = await details(id)
  return {
    uploaded,
    noZip: await upload(table),
    created,
    unknownFile: await create('7'),
    waiting,
    done,
    told: await unpacked(await operations.downloadBulkWriteResult(done.content.result)),
  }
}

export async function bulkRead(sdk, input) {
  const { BulkRead, Fields, Modules } = sdk
  const operations = new BulkRead.BulkReadOperations()
  const create = async (moduleName, fields) => {
    const module = new Modules.MinifiedModule()
    module.setAPIName(moduleName)
    const field = new Fields.MinifiedField()
    field.setAPIName('Last_Name')
    const criteria = new BulkRead.Criteria()
    criteria.setField(field)
    criteria.setComparator(new sdk.Choice('starts_with'))
    criteria.setValue('Love')
    const query = new BulkRead.Query()
    query.setModule(module)
    query.setFields(fields)
    query.setCriteria(criteria)
    query.setPage(1)
    const body = new BulkRead.BodyWrapper()
    body.setQuery(query)
    // one of the SDKs has a class for it
    body.setFileType(input.sdk.includes('nodejs') ? new sdk.Choice('csv') : 'csv')
    return read(await operations.createBulkReadJob(body), BulkRead, wrapper =>
      wrapper.getData().map(row => ({ ...success(row), details: plain(detailsOf(row)) })),
    )
  }
  const detailsOf = row => {
    const { created_by: by, state, ...details } = Object.fromEntries(row.getDetails())
    return { ...details, state: chosen(state), by: by.getName() }
  }
  const details = async id =>
    read(await operations.getBulkReadJobDetails(id), BulkRead, wrapper =>
      wrapper.getData().map(job => ({
        state: chosen(job.getState()),
        operation: job.getOperation(),
        by: job.getCreatedBy().getName(),
        isDated: job.getCreatedTime() instanceof Date,
        module: job.getQuery().getModule().getAPIName(),
        fields: job.getQuery().getFields(),
        comparator: chosen(job.getQuery().getCriteria().getComparator()),
        result: job.getResult() && {
          page: job.getResult().getPage(),
          perPage: job.getResult().getPerPage(),
          count: job.getResult().getCount(),
          more: job.getResult().getMoreRecords(),
          url: job.getResult().getDownloadUrl(),
        },
      })),
    )

  const created = await create('Leads', ['Last_Name', 'Company', 'Owner.last_name'])
  const [{ details: added }] = created.content
  // the other of the SDKs has ids of jobs as numbers
  const idOf = text => (input.sdk.includes('nodejs') ? BigInt(text) : text)
  const waiting = await details(idOf(added.id))
  await passTime(input, '2s')
  return {
    created,
    unknownModule: await create('Nonsense', []),
    waiting,
    done: await details(idOf(added.id)),
    unknown: await details(idOf('7')),
    file: await unpacked(await operations.downloadResult(idOf(added.id))),
  }
}

/** A backup of everything, and an export of the audit log. */
export async function backupAndAuditLog(sdk, input) {
  const { AuditLogExport, Backup } = sdk
  const backups = new Backup.BackupOperations()
  const schedule = async rrule => {
    const backup = new Backup.Backup()
    if (rrule) backup.setRrule(rrule)
    const body = new Backup.BodyWrapper()
    body.setBackup(backup)
    return read(await backups.schedule(body), Backup, wrapper => outcome(Backup, wrapper.getBackup()))
  }
  const details = async () =>
    read(await backups.getDetails(), Backup, wrapper => {
      const backup = wrapper.getBackup()
      return { status: backup.getStatus(), rrule: backup.getRrule() ?? null, by: backup.getRequester().getName() }
    })
  const scheduled = await schedule()
  await passTime(input, '2s')
  const made = await details()
  const urls = (await backups.getUrls()).getObject().getUrls()
  const data = await unpacked(await backups.downloadBackedUpData(urls.getDataLinks()[0]))
  const weekly = await schedule('RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=MO')
  const refused = await schedule()
  const cancelled = read(await backups.cancel(BigInt(weekly.content.details.id)), Backup, wrapper =>
    outcome(Backup, wrapper.getBackup()),
  )
  const history = read(await backups.history(new sdk.ParameterMap()), Backup, wrapper => ({
    rows: wrapper.getHistory().map(row => [row.getAction(), row.getRepeatType() ?? null, row.getDoneBy().getName()]),
    count: wrapper.getInfo().getCount(),
  }))

  const logs = new AuditLogExport.AuditLogExportOperations()
  const body = new AuditLogExport.BodyWrapper()
  const condition = new AuditLogExport.Criteria()
  const field = new AuditLogExport.Field()
  field.setAPIName('action')
  condition.setField(field)
  // one of the SDKs makes an object of a list
  condition.setComparator('equal')
  condition.setValue('added')
  const wanted = new AuditLogExport.AuditLogExport()
  wanted.setCriteria(condition)
  body.setAuditLogExport([wanted])
  const exported = read(await logs.createAuditlogExport(body), AuditLogExport, wrapper =>
    wrapper.getAuditLogExport().map(row => outcome(AuditLogExport, row)),
  )
  await passTime(input, '2s')
  const [log] = (await logs.getExportedAuditlogs()).getObject().getAuditLogExport()
  const file = await logs.downloadExportAuditLogResult(log.getDownloadLinks()[0])
  const { content } = await contentOf(file)
  return {
    ...{ scheduled, made, files: Object.keys(data.files), weekly, refused, cancelled, after: await details(), history },
    ...{ exported, status: log.getStatus(), by: log.getCreatedBy().getName(), log: strFromU8(content) },
  }
}

const outcome = (namespace, row) => (row instanceof namespace.APIException ? exception(row) : success(row))
