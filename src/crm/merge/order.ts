/**
 * What the body of a merge says: which records go, and which of their values the one that stays takes over.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/merge-records.html and https://github.com/zoho/crm-oas. What is
 * answered to fields that are none, or that nobody may write, is inferred.
 */

import { CrmError, type CrmErrorName, crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { stageProbabilities } from '../../protocol/modules/deals.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { notPermitted } from '../permissions.ts'
import { readRecordId } from '../records/record-id.ts'
import { findVisible, may } from '../records/sharing.ts'
import { isWritable } from '../records/values/index.ts'
import type { WriteContext } from '../records/write.ts'
import { RowRefused, type SettingsRow } from '../settings/row.ts'

export interface MergeOrder {
  readonly children: readonly MergedRecord[]
  /** The files of the one that stays that are kept, by field; null for none. Fields that are not named keep all. */
  readonly masterFiles: Readonly<Record<string, readonly string[] | null>>
}

export interface MergedRecord {
  readonly id: string
  /** API names of the fields whose values are taken over. */
  readonly fields: readonly string[]
  /** Of fields that hold files: which ones. */
  readonly files: Readonly<Record<string, readonly string[]>>
}

const mostChildren = 2

/** Whether a deal is won or lost. */
export const isClosedDeal = ({ apiName }: ModuleMeta, row: RecordRow): boolean =>
  apiName === 'Deals' && [0, 100].includes(stageProbabilities.get(String(row.Stage)) ?? 50)

interface Reading {
  readonly context: WriteContext
  readonly master: RecordRow
  /** Whether a record is being merged already. */
  readonly isBusy: (id: string) => boolean
  /** Fields that were named so far. */
  readonly named: Set<string>
}

/** @throws RowRefused, CrmError */
export function readMergeOrder(
  row: SettingsRow,
  master: RecordRow,
  context: WriteContext,
  isBusy: (id: string) => boolean,
): MergeOrder {
  const reading: Reading = { context, master, isBusy, named: new Set() }
  const masterFiles: Record<string, readonly string[] | null> = {}
  for (const each of row.objects('master_record_fields') ?? []) {
    const field = readField(each, reading, 'masterFieldNameMissing')
    if (holdsFiles(field)) {
      masterFiles[field.apiName] = readFiles(each, field, master, '_data array is not mentioned for the master record')
    }
  }
  const sent = row.objects('data') ?? []
  if (sent.length === 0) throw row.refuse('tooFewChildren', 'data', { minimum_length: 1 })
  if (sent.length > mostChildren) throw row.refuse('tooManyChildren', 'data', { maximum_length: mostChildren })
  const ids = new Set([master.id])
  const children = sent.map(each => readChild(each, reading, ids))
  return { children, masterFiles }
}

function readChild(row: SettingsRow, reading: Reading, ids: Set<string>): MergedRecord {
  const { context, isBusy } = reading
  const { caller, module } = context
  if (row.raw('id') === undefined) throw row.refuse('childIdMissing', 'id')
  const id = readRecordId(row.raw('id'))
  if (id === null) throw row.wrongType('id', 'bigint')
  if (ids.has(id)) throw row.refuse('sameRecord', 'id')
  ids.add(id)
  const record = findVisible(caller, module, id)
  if (!record) throw row.refuse('invalidId', 'id')
  if (isBusy(id) || record.Converted__s === true) throw row.refuse('mergeNotAllowed', 'id')
  if (isClosedDeal(module, record)) throw crmError('onlyOpenDeals', { api_name: 'record', resource_path_index: 1 })
  if (!may('delete', caller, module, record))
    throw new CrmError(403, notPermitted('delete', module), undefined, 'merge')

  const fields: string[] = []
  const files: Record<string, readonly string[]> = {}
  for (const each of row.objects('_fields') ?? []) {
    const field = readField(each, reading, 'fieldNameMissing')
    checkDealField(each, field, record, reading)
    if (holdsFiles(field)) {
      files[field.apiName] = readFiles(each, field, record, '_data array is not mentioned for the child record') ?? []
    } else fields.push(field.apiName)
  }
  const reporting = (row.objects('_fields') ?? []).find(each => each.raw('api_name') === 'Reporting_To')
  if (reporting && module.apiName === 'Contacts' && !fields.includes('Account_Name')) {
    throw reporting.refuse('reportingApart', 'api_name')
  }
  return { id, fields, files }
}

function readField(row: SettingsRow, { context, named }: Reading, missing: CrmErrorName): FieldMeta {
  const name = row.text('api_name', 100)
  if (name === undefined) throw row.refuse(missing, 'api_name')
  const field = context.module.fieldsByName.get(name)
  const isComputed = name === 'Expected_Revenue' && context.module.apiName === 'Deals'
  if (!field || !(isWritable(field) || isComputed)) throw row.refuse('invalidValue', 'api_name')
  if (named.has(name)) throw row.refuse('fieldTwice', 'api_name')
  named.add(name)
  return field
}

/** What follows from other fields of a deal cannot be chosen. */
function checkDealField(
  row: SettingsRow,
  { apiName }: FieldMeta,
  record: RecordRow,
  { context, master }: Reading,
): void {
  if (context.module.apiName !== 'Deals') return
  if (apiName === 'Closing_Date') throw row.refuse('closingDateFollows', 'api_name')
  if (apiName === 'Probability' || apiName === 'Expected_Revenue') throw row.refuse('probabilityFollows', 'api_name')
  if (apiName === 'Stage' && record.Pipeline !== master.Pipeline) throw row.refuse('stageFollows', 'api_name')
}

export const holdsFiles = ({ dataType }: FieldMeta): boolean => dataType === 'fileupload' || dataType === 'imageupload'

/** The files of a record that are to stay; null for none of them. */
function readFiles(row: SettingsRow, { apiName }: FieldMeta, record: RecordRow, missing: string): string[] | null {
  if (!row.has('_data')) {
    const details = { dependee: row.place('api_name'), api_name: 'id', json_path: `${row.path}._data` }
    throw new RowRefused({ ...crmErrorBody('filesNotNamed', details), message: missing })
  }
  const known = (record[apiName] ?? []) as readonly { readonly id: string }[]
  return (
    row.objects('_data')?.map(each => {
      const id = readRecordId(each.needed('id', each.raw('id')))
      if (!known.some(file => file.id === id)) throw each.refuse('invalidId', 'id')
      return id!
    }) ?? null
  )
}
