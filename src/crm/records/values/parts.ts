/** Types whose value is an object, or a list of them, each with parts of its own. */

import { isJsonObject } from '../../../protocol/json-object.ts'
import type { FieldMeta } from '../../../world/metadata.ts'
import type { StoredObject, StoredValue } from '../../../world/record-row.ts'
import { readRecordId } from '../record-id.ts'
import {
  isBlank,
  type Parsed,
  type ParseValue,
  type ValueContext,
  type ValueProblem,
  within,
  wrongType,
} from './parsed.ts'
import { visibleRecord } from './references.ts'
import { emailPattern } from './scalars.ts'

/** A list of objects, each of which is looked at on its own. */
const parseList =
  (
    parseItem: (
      item: Readonly<Record<string, unknown>>,
      context: ValueContext,
      field: FieldMeta,
    ) => StoredObject | ValueProblem,
  ) =>
  (sent: unknown, field: FieldMeta, context: ValueContext): Parsed => {
    if (!Array.isArray(sent)) return wrongType('jsonarray')
    if (field.length !== undefined && sent.length > field.length) return { wrong: 'length', maximum: field.length }
    const items: StoredObject[] = []
    const problems: ValueProblem[] = []
    sent.forEach((each, index) => {
      const item = isJsonObject(each) ? parseItem(each, context, field) : wrongType('jsonobject')
      if ('wrong' in item) problems.push(within(item as ValueProblem, index))
      else items.push(Object.freeze(item))
    })
    return problems.length > 0 ? { problems } : { value: Object.freeze(items) }
  }

/** An object whose named parts are texts; the first has to be there. */
export const parseParts =
  (...names: readonly [string, ...string[]]): ParseValue =>
  sent => {
    if (!isJsonObject(sent)) return wrongType('jsonobject')
    if (isBlank(sent[names[0]])) return { wrong: 'missing', path: [names[0]] }
    const parts: Record<string, string> = {}
    for (const name of names) {
      const part = sent[name]
      if (isBlank(part)) continue
      if (typeof part !== 'string') return { wrong: 'type', expected: 'string', path: [name] }
      parts[name] = part
    }
    return { value: Object.freeze(parts) }
  }

export const parseLineTax = parseList(({ id, name, percentage }) => {
  if (typeof name !== 'string' || name === '') return { wrong: 'missing', path: ['name'] }
  if (typeof percentage !== 'number') return { wrong: 'type', expected: 'double', path: ['percentage'] }
  return { ...(typeof id === 'string' && { id }), name, percentage }
})

const reminderPeriods = ['minutes', 'hours', 'days', 'weeks', 'mins', 'hrs']

export const parseReminder = parseList(({ unit, period, time }) => {
  if (!Number.isInteger(unit)) return { wrong: 'type', expected: 'integer', path: ['unit'] }
  if (!reminderPeriods.includes(period as string)) {
    return { wrong: 'choice', supported: reminderPeriods, path: ['period'] }
  }
  return { unit: unit as number, period: period as string, time: typeof time === 'string' ? time : null }
})

const participantModules: Readonly<Record<string, string>> = { contact: 'Contacts', lead: 'Leads' }
const participantTypes = ['user', 'contact', 'lead', 'email']

export const parseParticipant = parseList(
  ({ type, participant, name, Email: email }, { caller, data, current }, field) => {
    if (!participantTypes.includes(type as string))
      return { wrong: 'choice', supported: participantTypes, path: ['type'] }
    const add = (details: { name: StoredValue; Email: StoredValue; participant: string }) => ({
      ...details,
      type: type as string,
      invited: false,
      status: 'not_known',
      id: data.nextRecordId(),
    })
    if (type === 'email') {
      const address = email ?? participant
      if (isBlank(address)) return { wrong: 'missing', path: ['Email'] }
      if (typeof address !== 'string' || !emailPattern.test(address)) {
        return { wrong: 'type', expected: 'email', path: ['Email'] }
      }
      return add({ name: typeof name === 'string' ? name : null, Email: address, participant: address })
    }
    if (isBlank(participant)) return { wrong: 'missing', path: ['participant'] }
    const id = readRecordId(participant)
    if (id === null) return { wrong: 'id', path: ['participant'] }
    if (type === 'user') {
      const found = data.user(id)
      return found
        ? add({ name: found.fullName, Email: found.email, participant: id })
        : { wrong: 'id', path: ['participant'] }
    }
    const module = data.module(participantModules[type as string]!)
    const found = module && visibleRecord(caller, module, id)
    // who takes part already stays as known, be it somebody that the caller may not see
    const known = ((current?.[field.apiName] ?? []) as readonly StoredObject[]).find(one => one.participant === id)
    if (!found && known) return add({ name: known.name ?? null, Email: known.Email ?? null, participant: id })
    return found && module
      ? add({ name: found[module.displayField] ?? null, Email: found.Email ?? null, participant: id })
      : { wrong: 'id', path: ['participant'] }
  },
)
