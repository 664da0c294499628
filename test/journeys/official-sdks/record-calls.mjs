/** Calls about records that several stories make, and what they take down of a record. */

import { bodyOf, headers, parameters, read, rows } from './answers.mjs'

/** A value as the SDK hands it out: what kind of thing it is, and what it says. */
export function typed(value) {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return value.map(typed)
  if (value instanceof Date) return `Date ${value.toISOString()}`
  if (typeof value === 'bigint') return `BigInt ${value}`
  if (typeof value !== 'object') return value
  const kind = value.constructor.name
  if (value instanceof Map) return `Map ${value.get('name')} ${value.get('id')}`
  if (kind === 'Choice') return `Choice ${value.getValue()}`
  if (kind === 'Record') return `Record ${value.getKeyValue('name')} ${value.getId()}`
  return `${kind} ${value.getName?.()}`
}

export const values = record =>
  Object.fromEntries([...record.getKeyValues()].map(([name, value]) => [name, typed(value)]))

export const of = (...names) => {
  return record => Object.fromEntries(names.map(name => [name, typed(record.getKeyValue(name))]))
}

/** The records of an answer by a view, and what it says of their page. */
export const page = view => wrapper => {
  const info = wrapper.getInfo()
  return {
    records: wrapper.getData().map(view),
    page: info.getPage(),
    perPage: info.getPerPage(),
    count: info.getCount(),
    more: info.getMoreRecords(),
  }
}

export const operations = (sdk, module) => new sdk.Record.RecordOperations(module)

export async function create(sdk, module, ...records) {
  return read(
    await operations(sdk, module).createRecords(bodyOf(sdk, records), new sdk.HeaderMap()),
    sdk.Record,
    rows(sdk),
  )
}

export const idsOf = answer => answer.content.map(({ id }) => id)

export async function getRecord(sdk, module, id, view, entries = []) {
  const map = await parameters(sdk, entries)
  const answer = await operations(sdk, module).getRecord(BigInt(id), map, new sdk.HeaderMap())
  return read(answer, sdk.Record, wrapper => wrapper.getData().map(view))
}

export async function getRecords(sdk, module, entries, headerEntries = []) {
  const map = await parameters(sdk, entries)
  const answer = await operations(sdk, module).getRecords(map, await headers(sdk, headerEntries))
  return read(answer, sdk.Record, page(values))
}
