/**
 * What the rows of the world's own tables have to hold, for states that come from outside: a row that lacks something would
 * be found out only by the request that needs it. Of the rows of orgs only those of files
 * have a fixed shape beyond their id.
 */

import { isLocation } from '../protocol/data-centers.ts'
import { isJsonObject } from '../protocol/json-object.ts'
import { isFilesTable } from './org-files.ts'
import type { Row } from './table.ts'
import { isToggleName, toggleProblem } from './toggles.ts'

interface Check {
  readonly expected: string
  isRight(value: unknown): boolean
}

const check = (expected: string, isRight: (value: unknown) => boolean): Check => ({ expected, isRight })

const text = check('text', value => typeof value === 'string')
const number = check('a number', value => typeof value === 'number')
const flag = check('true or false', value => typeof value === 'boolean')
const texts = check('a list of texts', value => Array.isArray(value) && value.every(each => typeof each === 'string'))
const numbers = check(
  'a list of numbers',
  value => Array.isArray(value) && value.every(each => typeof each === 'number'),
)
const list = check('a list', Array.isArray)
const object = check('an object', isJsonObject)
const location = check('the code of a data center', value => typeof value === 'string' && isLocation(value))
const oneOf = (...words: readonly string[]): Check =>
  check(`one of ${words.join(', ')}`, value => words.includes(value as string))
const orNull = ({ expected, isRight }: Check): Check =>
  check(`${expected} or null`, value => value === null || isRight(value))

const flow = oneOf('legacy', 'org-specific')
const ending = orNull(oneOf('revoked', 'evicted', 'expired', 'redeemed'))
const accessType = oneOf('online', 'offline')

type Shape = Readonly<Record<string, Check>>

const shapes: Readonly<Record<string, Shape>> = {
  clock: { offsetMs: number, frozenAt: orNull(number) },
  counters: { value: number },
  behaviour: { scenario: object, toggles: object },
  portals: { name: text, location, flow: orNull(flow) },
  orgs: {
    portalId: text,
    name: text,
    environment: oneOf('production', 'sandbox', 'developer'),
    domainName: text,
    idPrefix: text,
    createdAt: number,
    timeZone: text,
    currency: object,
    startingRecords: orNull(number),
    recordOwners: texts,
    customization: orNull(object),
    customViews: list,
    profiles: list,
    sharing: object,
  },
  users: {
    email: text,
    password: text,
    firstName: text,
    lastName: text,
    location,
    defaultPortalId: orNull(text),
  },
  memberships: { zuid: text, zgid: text, userId: text, profile: text, role: text },
  clients: {
    type: oneOf('server', 'javascript', 'mobile', 'device', 'self'),
    name: text,
    homepageUrl: orNull(text),
    redirectUris: texts,
    javascriptDomains: texts,
    ownerZuid: text,
    locations: texts,
    secrets: object,
  },
  sessions: { zuid: text, location, createdAt: number, expiresAt: number },
  'authorization-requests': {
    clientId: text,
    purpose: object,
    redirectUri: text,
    scopes: texts,
    accessType,
    expiresAt: number,
    flow: orNull(flow),
    zuid: orNull(text),
    zgid: orNull(text),
    outcome: oneOf('open', 'granted', 'rejected'),
  },
  handoffs: { zuid: text, requestId: orNull(text), persistent: flag, expiresAt: number },
  grants: {
    clientId: text,
    zuid: text,
    zgid: orNull(text),
    flow,
    instanceLevel: flag,
    scopes: texts,
    createdAt: number,
  },
  codes: {
    grantId: text,
    scopes: texts,
    redirectUri: orNull(text),
    refreshable: flag,
    expiresAt: number,
    ended: ending,
  },
  'refresh-tokens': { grantId: text, holder: orNull(text), scopes: texts, createdAt: number, ended: ending },
  'access-tokens': {
    grantId: text,
    refreshToken: orNull(text),
    counted: flag,
    scopes: texts,
    createdAt: number,
    expiresAt: orNull(number),
    ended: ending,
  },
  'device-requests': {
    userCode: text,
    clientId: text,
    scopes: texts,
    accessType,
    expiresAt: number,
    lastPolledAt: orNull(number),
    outcome: oneOf('pending', 'denied', 'granted', 'redeemed'),
    grantId: orNull(text),
  },
  'enhancement-tokens': { refreshToken: text, expiresAt: number },
  'session-grants': { grantId: text },
  'limit-logs': { times: numbers },
  faults: {
    match: object,
    answer: orNull(object),
    delayMs: number,
    times: orNull(number),
    sequence: number,
    hits: number,
  },
  functions: { sequence: number },
  outbox: { at: number, org: text, from: object, to: list, cc: list, bcc: list, subject: text, content: text },
  callbacks: { org: text, url: text, body: object, about: text, at: number },
  'awaited-jobs': { zgid: text, endsAt: number },
  'spent-credits': { zgid: text, minute: number, credits: number },
}

const fileShape: Shape = {
  name: text,
  type: text,
  size: number,
  // it names a file of the file system too
  key: check('a SHA-256 hash', value => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)),
  createdAt: number,
  createdBy: text,
}

const scenarioShape: Shape = {
  name: text,
  title: text,
  description: text,
  flow: oneOf('legacy', 'org-specific', 'phased'),
  phased: orNull(object),
  toggles: object,
  faults: list,
  functions: object,
  clock: orNull(object),
}

export interface RowProblem {
  readonly path: readonly string[]
  readonly message: string
}

/** @returns what is wrong with a row of that table, or null */
export function rowProblem(table: string, row: Row): RowProblem | null {
  if (isFilesTable(table)) return shapeProblem(fileShape, row)
  if (!Object.hasOwn(shapes, table)) return null
  const problem = shapeProblem(shapes[table]!, row)
  if (problem || table !== 'behaviour') return problem
  const { scenario, toggles } = row as Row & { scenario: { toggles: object }; toggles: object }
  return (
    below('scenario', shapeProblem(scenarioShape, scenario)) ??
    below('scenario', below('toggles', togglesProblem(scenario.toggles))) ??
    below('toggles', togglesProblem(toggles))
  )
}

function shapeProblem(shape: Shape, value: object): RowProblem | null {
  for (const [key, { expected, isRight }] of Object.entries(shape)) {
    if (!isRight((value as Record<string, unknown>)[key])) return { path: [key], message: `expected ${expected}` }
  }
  return null
}

function togglesProblem(toggles: object): RowProblem | null {
  for (const [name, value] of Object.entries(toggles)) {
    const message = isToggleName(name) ? toggleProblem(name, value) : 'no toggle of that name'
    if (message) return { path: [name], message }
  }
  return null
}

const below = (key: string, problem: RowProblem | null): RowProblem | null =>
  problem && { ...problem, path: [key, ...problem.path] }
