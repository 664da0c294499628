/** Runs the parts of a composite request: in their order, or in the order in which they refer to each other. */

import { sentParts } from '../../http/respond.ts'
import { type CrmErrorBody, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { type CrmContext, type ResultRow, success } from '../answer.ts'
import { RowRefused } from '../settings/row.ts'
import { resultOf } from '../settings/write-rows.ts'
import { type Part, type Prepared, prepare, readPart } from './part.ts'
import { idsNamed } from './references.ts'

/** Asks the service as the client would. */
export type AskPart = (request: Request) => Response | Promise<Response>

export interface Outcome {
  readonly row: ResultRow
  /** Whether the part was asked at all. */
  readonly isTriggered: boolean
  readonly isWell: boolean
  /** What it was answered, for those who refer to it. */
  readonly body?: unknown
}

export interface Composite {
  readonly parts: readonly unknown[]
  readonly root: string
  readonly isParallel: boolean
  readonly authorization: string
}

/** One after the other, until the first that fails where `stops`. */
export async function runInOrder(
  c: CrmContext,
  ask: AskPart,
  composite: Composite,
  stops: boolean,
): Promise<Outcome[]> {
  const read = readParts(c, composite)
  const outcomes: Outcome[] = []
  for (const part of read) {
    const lookup = (id: string) => outcomes[read.findIndex(each => !isRefusal(each) && each.id === id)]?.body
    const outcome = await runPart(c, ask, part, lookup, composite.authorization)
    outcomes.push(outcome)
    if (stops && !outcome.isWell) break
  }
  return outcomes
}

/**
 * Each as soon as those have run to which it refers. Parts that do not refer to each other run at the same time at Zoho; here
 * they follow one another, so that the same request always does the same.
 */
export async function runByReferences(c: CrmContext, ask: AskPart, composite: Composite): Promise<Outcome[]> {
  const read = readParts(c, composite)
  const indexOf = (id: string) => read.findIndex(each => !isRefusal(each) && each.id === id)
  const refersTo = read.map(part =>
    isRefusal(part) ? [] : [...idsNamed([part.uri, part.params, part.headers, part.body])].map(indexOf),
  )
  const outcomes = new Map<number, Outcome>()
  for (const index of read.keys()) {
    if (isInLoop(index, refersTo)) outcomes.set(index, refusalOf(looping(read, refersTo)))
  }
  const isReady = (index: number) =>
    !outcomes.has(index) && refersTo[index]!.every(other => other === -1 || other === index || outcomes.has(other))
  // with every round one more has run, as there is no loop left
  for (let next = read.findIndex((_, index) => isReady(index)); next !== -1; ) {
    const lookup = (id: string) => {
      const outcome = outcomes.get(indexOf(id))
      return outcome?.isWell ? outcome.body : undefined
    }
    outcomes.set(next, await runPart(c, ask, read[next]!, lookup, composite.authorization))
    next = read.findIndex((_, index) => isReady(index))
  }
  return read.map((_, index) => outcomes.get(index)!)
}

type ReadPart = Part | CrmErrorBody

const isRefusal = (part: ReadPart): part is CrmErrorBody => 'code' in part

function readParts(c: CrmContext, { parts, root }: Composite): ReadPart[] {
  const read = parts.map((sent, index): ReadPart => resultOf(() => readPart(c, sent, `$.${root}[${index}]`)))
  return read.map(part => (isRefusal(part) ? part : (refuseTwin(part, read) ?? part)))
}

function refuseTwin({ row, id }: Part, read: readonly ReadPart[]): CrmErrorBody | null {
  if (id === undefined) return null
  const indexes = [...read.keys()].filter(index => {
    const other = read[index]!
    return !isRefusal(other) && other.id === id
  })
  return indexes.length === 1
    ? null
    : row.refuse('subRequestTwice', 'sub_request_id', { sub_request_indexes: indexes }).row
}

/** Whether a part comes back to itself over others; a part that refers to itself alone is another mistake. */
function isInLoop(start: number, refersTo: readonly (readonly number[])[]): boolean {
  const seen = new Set<number>()
  const open = refersTo[start]!.filter(index => index !== -1 && index !== start)
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (index === start) return true
    if (seen.has(index)) continue
    seen.add(index)
    open.push(...refersTo[index]!.filter(next => next !== -1 && next !== index))
  }
  return false
}

const looping = (read: readonly ReadPart[], refersTo: readonly (readonly number[])[]): CrmErrorBody => {
  const idOf = (index: number) => {
    const part = read[index]!
    return (isRefusal(part) ? undefined : part.id) ?? ''
  }
  return crmErrorBody('loopingFound', {
    dependent_data: [...read.keys()]
      .filter(index => isInLoop(index, refersTo))
      .map(index => ({
        sub_request_id: idOf(index),
        referred_sub_request_ids: refersTo[index]!.filter(other => other !== -1).map(idOf),
      })),
  })
}

const refusalOf = (row: CrmErrorBody): Outcome => ({ row, isTriggered: false, isWell: false })

async function runPart(
  c: CrmContext,
  ask: AskPart,
  part: ReadPart,
  lookup: (id: string) => unknown,
  authorization: string,
): Promise<Outcome> {
  if (isRefusal(part)) return refusalOf(part)
  let prepared: Prepared
  try {
    prepared = prepare(c, part, id => (id === part.id ? undefined : lookup(id)), authorization)
  } catch (error) {
    if (error instanceof RowRefused) return refusalOf(error.row)
    throw error
  }
  if ('refused' in prepared) return answered({ headers: {}, status_code: 400, body: prepared.refused })
  const response = await ask(prepared.request)
  const { text, headers } = sentParts(response)
  const shown = Object.entries(headers instanceof Headers ? Object.fromEntries(headers) : headers).filter(
    ([name]) => !name.toLowerCase().startsWith('x-zoho-emulator'),
  )
  const body = text === null || text === '' ? null : JSON.parse(text)
  return answered({ headers: Object.fromEntries(shown), status_code: response.status, body })
}

interface PartResponse {
  readonly headers: object
  readonly status_code: number
  readonly body: unknown
}

const answered = (response: PartResponse): Outcome => ({
  row: success('composite sub request executed successfully', { response }),
  isTriggered: true,
  isWell: response.status_code < 400 && !hasFailedRow(response.body),
  body: response.body,
})

/** Older versions answer 202 where all rows failed. */
const hasFailedRow = (body: unknown): boolean =>
  typeof body === 'object' &&
  body !== null &&
  Object.values(body).some(
    rows => Array.isArray(rows) && rows.some(row => (row as { status?: unknown } | null)?.status === 'error'),
  )
