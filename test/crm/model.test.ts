/** Long random runs of writes and reads over HTTP agree with a model that is a Map and loops. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answer, control, everything, start } from '../support/emulator.ts'
import { answered, bodyOf, type Expected, ModelOrg, type Row } from './model/org.ts'
import { type Condition, type ModuleName, modules, type Step, stamps, step } from './model/steps.ts'

const scope = `${everything},ZohoSearch.securesearch.READ,ZohoCRM.coql.READ`
/** `MODEL_RUNS=2000 npx vitest run test/crm/model.test.ts` takes other steps each time. */
const hunt = process.env.MODEL_RUNS

const moduleNames = Object.keys(modules) as ModuleName[]

/** What a step was answered with, and what the model says to it. */
type Outcome = readonly [answer: unknown, expected: unknown]

/** Status and body, the moments in it as numbers. */
const seen = ({ status, json, text }: Answer): Expected => ({
  status,
  body: json ? withNumbers(json) : text || undefined,
})

const moment = /^\d{4}-\d\d-\d\dT[\d:]{8}[+-]\d\d:\d\d$/

function withNumbers(value: unknown): unknown {
  if (typeof value === 'string') return moment.test(value) ? Date.parse(value) : value
  if (Array.isArray(value)) return value.map(withNumbers)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withNumbers(inner)]))
}

const nothing: Expected = { status: 204, body: undefined }

const idsIn = ({ json }: Answer): string[] =>
  json?.data?.map(({ details }: { details?: { id?: string } }) => details?.id ?? '') ?? []

const sinceHeader = (name: string, since: number | null): Record<string, string> =>
  since === null ? {} : { [name]: new Date(since).toISOString() }

const escapeValue = (value: unknown): string => String(value).replace(/[(),\\]/g, '\\$&')
const quote = (value: unknown): string =>
  typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`

/** An org that is asked over HTTP, and the model of it. @returns what takes a step in both */
async function createRun(fixture: string): Promise<(step: Step) => Promise<Outcome>> {
  const { zoho, send, tokens } = await start({ fixture })
  await control(send, '/_emulator/clock', { freeze: true })
  const { access_token: token } = await tokens({ org: 'Acme QA', scope })
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    send(method, `/sandbox.zohoapis.com/crm/${path}`, { token, body, headers })
  const { full_name: name, id: userId, email } = (await call('GET', 'v8/users?type=CurrentUser')).json.users[0]
  const model = new ModelOrg({ name, id: userId, email })
  for (const module of moduleNames) await learn(module)
  return take

  /** Takes over the records that the org starts with. */
  async function learn(module: ModuleName): Promise<void> {
    const fields = [...Object.keys(modules[module]), ...stamps]
    const { json } = await call('GET', `v8/${module}?sort_order=asc&converted=both&fields=${fields}`)
    for (const row of json?.data ?? []) {
      const values = Object.keys(modules[module]).map(field => [field, row[field]?.id ?? row[field]])
      model.records.set(row.id, {
        ...{ id: row.id, module, values: Object.fromEntries(values), state: 'alive', deletedAt: 0 },
        ...{ createdAt: Date.parse(row.Created_Time), modifiedAt: Date.parse(row.Modified_Time) },
        ...{ owner: row.Owner, createdBy: row.Created_By, modifiedBy: row.Modified_By },
      })
    }
  }

  async function take(asked: Step): Promise<Outcome> {
    model.now = zoho.now()
    switch (asked.do) {
      case 'wait':
        await zoho.advanceClock(`${asked.seconds}s`)
        return [null, null]
      case 'insert':
      case 'update':
      case 'upsert':
        return write(asked)
      case 'update one':
      case 'clone':
        return writeOne(asked)
      case 'delete one': {
        const id = model.idOf(asked.module, asked.target)
        const answer = await call('DELETE', `${asked.version}/${asked.module}/${id}`)
        return [seen(answer), answered([model.delete(id, asked.module)], 200, asked.version)]
      }
      case 'delete': {
        const ids = asked.targets.map(target => model.idOf(asked.module, target))
        const answer = await call('DELETE', `${asked.version}/${asked.module}?ids=${ids}`)
        const rows = ids.map(id => model.delete(id, asked.module))
        return [seen(answer), answered(rows, 200, asked.version)]
      }
      case 'restore': {
        const ids = asked.targets.map(target => model.deletedIdOf(target))
        const body = { recycle_bin: ids.map(id => ({ id })) }
        const answer = await call('POST', 'v8/settings/recycle_bin/actions/restore', body)
        const rows = ids.map((id, index) => model.restore(id, index))
        return [seen(answer), answered(rows, 200, 'v8', 'recycle_bin')]
      }
      case 'delete for good': {
        const ids = asked.targets.map(target => model.deletedIdOf(target))
        const answer = await call('DELETE', `v8/settings/recycle_bin?ids=${ids}`)
        const rows = ids.map((id, index) => model.deleteForGood(id, index))
        return [seen(answer), answered(rows, 200, 'v8', 'recycle_bin')]
      }
      case 'get': {
        const id = model.idOf(asked.module, asked.target)
        const entry = model.alive(asked.module).find(each => each.id === id)
        const part = await call('GET', `v8/${asked.module}/${id}?fields=${asked.fields}`)
        const whole = await call('GET', `${asked.version}/${asked.module}/${id}`)
        if (!entry) return [[part, whole].map(seen), [nothing, nothing]]
        const expected = model.read(entry, null)
        const shown = {
          status: whole.status,
          body: only(Object.keys(expected), withNumbers(whole.json?.data[0]) as Row),
        }
        return [
          [seen(part), shown],
          [
            { status: 200, body: { data: [model.read(entry, asked.fields)] } },
            { status: 200, body: expected },
          ],
        ]
      }
      case 'list':
        return list(asked)
      case 'deleted': {
        const { module, type, page, perPage } = asked
        const answer = await call('GET', `v8/${module}/deleted?type=${type}&page=${page}&per_page=${perPage}`)
        const rows = model.deleted(module).map(entry => model.readDeleted(entry))
        const found = rows.filter(row => type === 'all' || row.type === type)
        const shown = found.slice((page - 1) * perPage, page * perPage)
        const info = { per_page: perPage, count: shown.length, page, more_records: found.length > page * perPage }
        return [seen(answer), shown.length === 0 ? nothing : { status: 200, body: { data: shown, info } }]
      }
      case 'bin': {
        const answer = await call('GET', 'v8/settings/recycle_bin')
        const count = await call('GET', 'v8/settings/recycle_bin/actions/count')
        const found = model.deleted(null).filter(({ state }) => state === 'recycled')
        const shown = answer.json?.recycle_bin.map(({ id, module }: { id: string; module: { api_name: string } }) => ({
          ...{ id, module: module.api_name },
        }))
        const expected = found.slice(0, 200).map(({ id, module }) => ({ id, module }))
        return [
          [shown ?? [], count.json],
          [expected, { count: found.length }],
        ]
      }
      case 'related': {
        const id = model.idOf('Accounts', asked.target)
        const answer = await call('GET', `v8/Accounts/${id}/${asked.list}?fields=id`)
        return [listedIds(answer), model.sorted(model.related(asked.list, id), 'id', false).map(each => each.id)]
      }
      case 'search': {
        const { module, join, sortBy, ascending } = asked
        const conditions = asked.conditions.map(written)
        const criteria = conditions.length === 1 ? conditions[0]! : `(${conditions.join(join)})`
        const order = `sort_by=${sortBy}&sort_order=${ascending ? 'asc' : 'desc'}`
        const answer = await call(
          'GET',
          `v8/${module}/search?fields=id&${order}&criteria=${encodeURIComponent(criteria)}`,
        )
        const found = model.alive(module).filter(entry => {
          const results = asked.conditions.map(each => model.matches(each, entry))
          return join === 'and' ? !results.includes(false) : results.includes(true)
        })
        return [listedIds(answer), model.sorted(found, sortBy, ascending).map(({ id }) => id)]
      }
      case 'find': {
        const { module, parameter, text } = asked
        const answer = await call('GET', `v8/${module}/search?fields=id&${parameter}=${encodeURIComponent(text)}`)
        const found = model.found(module, parameter, text)
        return [listedIds(answer), model.sorted(found, 'id', false).map(({ id }) => id)]
      }
      case 'query': {
        const { module, condition, descending, limit } = asked
        const where = `where ${inSql(condition)} order by id${descending ? ' desc' : ''}`
        const answer = await call('POST', 'v8/coql', {
          select_query: `select id from ${module} ${where} limit ${limit}`,
        })
        const found = model.alive(module).filter(entry => model.meets(condition, entry))
        return [
          listedIds(answer),
          model
            .sorted(found, 'id', !descending)
            .slice(0, limit)
            .map(({ id }) => id),
        ]
      }
    }
  }

  async function write(asked: Extract<Step, { do: 'insert' | 'update' | 'upsert' }>): Promise<Outcome> {
    const { module, version } = asked
    const rows = asked.rows.map(row => model.given(module, row))
    const since = 'unmodifiedFor' in asked && asked.unmodifiedFor !== undefined ? sinceOf(asked.unmodifiedFor) : null
    const check = 'check' in asked ? asked.check : undefined
    const body = { data: rows.map(bodyOf), ...(check && { duplicate_check_fields: check }) }
    const path = `${version}/${module}${asked.do === 'upsert' ? '/upsert' : ''}`
    const answer = await call(
      asked.do === 'update' ? 'PUT' : 'POST',
      path,
      body,
      sinceHeader('If-Unmodified-Since', since),
    )

    const ids = idsIn(answer)
    const expected = rows.map((row, index) => {
      const how = { module, version, index, unmodifiedSince: since }
      if (asked.do === 'insert') return model.insert(row, how, ids[index]!)
      return asked.do === 'update' ? model.update(row.id, row, how) : model.upsert(row, check, how, ids[index]!)
    })
    return [seen(answer), answered(expected, asked.do === 'insert' ? 201 : 200, version)]
  }

  async function writeOne(asked: Extract<Step, { do: 'update one' | 'clone' }>): Promise<Outcome> {
    const { module, version } = asked
    const id = model.idOf(module, asked.target)
    const row = model.given(module, asked.row)
    const how = { module, version, index: 0, unmodifiedSince: null }
    const body = { data: [bodyOf(row)] }
    if (asked.do === 'update one') {
      const answer = await call('PUT', `${version}/${module}/${id}`, body)
      return [seen(answer), answered([model.update(id, row, how)], 200, version)]
    }
    const answer = await call('POST', `${version}/${module}/${id}/actions/clone`, body)
    const original = model.alive(module).find(entry => entry.id === id)
    if (original) return [seen(answer), answered([model.clone(original, row, how, idsIn(answer)[0]!)], 201, version)]
    const { message, details } = { message: 'the id given seems to be invalid', details: { resource_path_index: 1 } }
    return [seen(answer), { status: 400, body: { code: 'INVALID_DATA', details, message, status: 'error' } }]
  }

  /** A whole second, as those of records are, so that both may be the same. */
  function sinceOf(seconds: number): number {
    return (Math.floor(model.now / 1000) - seconds) * 1000
  }

  /** The list page by page until it says that there are no more. */
  async function list(asked: Extract<Step, { do: 'list' }>): Promise<Outcome> {
    const { module, version, fields, perPage, sortBy, ascending } = asked
    const ids = asked.targets?.map(target => model.idOf(module, target))
    const since = asked.changedFor === undefined ? null : sinceOf(asked.changedFor)
    const query = new URLSearchParams({
      ...{ fields: String(fields), per_page: String(perPage), sort_by: sortBy, sort_order: ascending ? 'asc' : 'desc' },
      ...(ids && { ids: String(ids) }),
    })
    const headers = sinceHeader('If-Modified-Since', since)
    const found = model
      .alive(module)
      .filter(({ id, modifiedAt }) => (!ids || ids.includes(id)) && (since === null || modifiedAt > since))
    const rows = model.sorted(found, sortBy, ascending).map(entry => model.read(entry, fields))
    const byToken = asked.by === 'page_token' && version === 'v8'

    const answers: Expected[] = []
    const expected: Expected[] = []
    for (let page = 1, position = ''; page * perPage < rows.length + perPage || page === 1; page++) {
      const answer = await call('GET', `${version}/${module}?${query}${position}`, undefined, headers)
      const shown = rows.slice((page - 1) * perPage, page * perPage)
      const more = rows.length > page * perPage
      const common = { per_page: perPage, count: shown.length, page, more_records: more }
      const newer = { sort_by: sortBy, sort_order: ascending ? 'asc' : 'desc' }
      const info = version === 'v2' ? common : { ...common, ...newer }
      answers.push(
        seen({ ...answer, json: answer.json && { ...answer.json, info: only(Object.keys(info), answer.json.info) } }),
      )
      if (shown.length > 0) expected.push({ status: 200, body: { data: shown, info } })
      else expected.push(since === null ? nothing : { status: 304, body: undefined })
      position = byToken ? `&page_token=${answer.json?.info.next_page_token}` : `&page=${page + 1}`
    }
    return [answers, expected]
  }

  function written({ field, operator, values }: Condition): string {
    return `(${field}:${operator}:${wanted(field, values).map(escapeValue)})`
  }

  function inSql({ field, operator, values }: Condition): string {
    return operator === 'equals' ? `${field} = ${quote(wanted(field, values)[0])}` : `${field} ${operator}`
  }

  /** Accounts are written by their ids. */
  function wanted(field: string, values: Condition['values']): readonly unknown[] {
    const isAccount = field === 'Parent_Account' || (field === 'Account_Name' && typeof values[0] === 'number')
    return isAccount ? values.map(value => model.idOf('Accounts', value as number)) : values
  }
}

const listedIds = ({ status, json, text }: Answer): unknown =>
  status === 204 ? [] : (json?.data?.map(({ id }: { id: string }) => id) ?? text)

const only = (keys: readonly string[], row: Row | undefined): Row | undefined =>
  row && Object.fromEntries(keys.map(key => [key, row[key]]))

describe.each([
  ['empty', 30],
  ['default', 20],
])('an org of the %s fixture', (fixture, numRuns) => {
  it('agrees with the model, whatever is asked of it', { timeout: hunt ? 3_600_000 : 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 200, size: 'max' }), async steps => {
        const take = await createRun(fixture)
        for (const [index, asked] of steps.entries()) {
          const [answer, expected] = await take(asked)
          expect({ index, asked, answer }).toEqual({ index, asked, answer: expected })
        }
      }),
      // the time is for making a failing run shorter
      hunt ? { numRuns: Number(hunt) } : { numRuns, seed: 20_260_101, interruptAfterTimeLimit: 30_000 },
    )
  })
})
