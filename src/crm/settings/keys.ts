/** The kinds of keys that a row of settings has: how each is read from a request, and how it is answered. */

import { formatDateTime, isRealDate, parseDateTime } from '../../protocol/date-time.ts'
import type { CrmContext } from '../answer.ts'
import { moduleNamed } from '../module-of.ts'
import { shortUserReference } from '../records/render.ts'
import type { WriteContext } from './collection.ts'
import type { SettingsRow } from './row.ts'

export interface KeyOptions {
  /** A new row cannot be without it, and none may lose it; `always`: a change has to say it again. */
  readonly required?: boolean | 'always'
  /** No two rows may have the same, in whatever letter case; a text is what is said of the second. */
  readonly unique?: boolean | string
  /** Stays as it was made. */
  readonly fixed?: boolean
  /** Answered, but not to be written. */
  readonly readOnly?: boolean
  /** Written, but never answered. */
  readonly secret?: boolean
  /** Of a new row that does not say; null unless told otherwise. */
  readonly initial?: unknown
}

export interface Key extends KeyOptions {
  /** @returns undefined where the row says nothing @throws RowRefused */
  read(row: SettingsRow, name: string, context: WriteContext): unknown
  /** How what is kept is answered, where that differs. */
  show?(value: unknown, c: CrmContext): unknown
}

export const text = (longest: number, options: KeyOptions = {}): Key => ({
  ...options,
  read: (row, name) => row.text(name, longest),
})

export const flag = (options: KeyOptions = {}): Key => ({
  initial: false,
  ...options,
  read: (row, name) => row.boolean(name),
})

export const whole = (from: number, to: number, options: KeyOptions = {}): Key => ({
  ...options,
  read: (row, name) => row.integer(name, from, to),
})

/** A number within bounds, whole or not. */
export const decimal = (from: number, to: number, options: KeyOptions = {}): Key => ({
  ...options,
  read(row, name) {
    const value = row.raw(name)
    if (value === undefined) return undefined
    if (typeof value !== 'number') throw row.wrongType(name, 'double')
    if (value < from || value > to) throw row.refuse('outOfRange', name, { range: { from, to } })
    return value
  },
})

/** A moment, kept as epoch milliseconds. */
export const moment = (options: KeyOptions = {}): Key => ({
  ...options,
  read(row, name) {
    const value = row.raw(name)
    if (value === undefined) return undefined
    const at = typeof value === 'string' ? parseDateTime(value) : null
    if (at === null) throw row.wrongType(name, 'datetime')
    return at
  },
  show: (value, c) => formatDateTime(Number(value), c.get('caller').data.org.timeZone),
})

export const choice = (choices: readonly string[], options: KeyOptions = {}): Key => ({
  ...options,
  read: (row, name) => row.choice(name, choices),
})

/** Text of a form that Zoho names by a regular expression. */
export const pattern = (form: RegExp, options: KeyOptions = {}): Key => ({
  ...options,
  read(row, name) {
    const value = row.text(name, 1000)
    if (value !== undefined && !form.test(value)) throw row.refuse('notMatching', name, { regex: form.source })
    return value
  },
})

/** Keys inside one. */
export const part = (keys: Readonly<Record<string, Key>>, options: KeyOptions = {}): Key => ({
  ...options,
  read(row, name, context) {
    const inner = row.object(name)
    return inner && readKeys(inner, keys, context)
  },
  show: (value, c) => showValues(value as Record<string, unknown>, keys, c),
})

/** A list of such. */
export const parts = (keys: Readonly<Record<string, Key>>, options: KeyOptions = {}): Key => ({
  initial: [],
  ...options,
  read: (row, name, context) => row.objects(name)?.map(inner => readKeys(inner, keys, context)),
  show: (value, c) => (value as Record<string, unknown>[]).map(each => showValues(each, keys, c)),
})

/** What a row says of some keys, all of it anew. */
export function readKeys(row: SettingsRow, keys: Readonly<Record<string, Key>>, context: WriteContext): object {
  const values: Record<string, unknown> = {}
  for (const [name, key] of Object.entries(keys)) {
    const value = key.read(row, name, context)
    if (value === undefined && key.required) throw row.missing(name)
    values[name] = value ?? key.initial ?? null
  }
  return values
}

/** What is kept, as it is answered. */
export function showValues(
  values: Readonly<Record<string, unknown>>,
  keys: Readonly<Record<string, Key>>,
  c: CrmContext,
): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const [name, key] of Object.entries(keys)) {
    const value = values[name] ?? null
    if (!key.secret) shown[name] = value !== null && key.show ? key.show(value, c) : value
  }
  return shown
}

/** Texts. */
export const texts = (longest: number, options: KeyOptions = {}): Key => ({
  initial: [],
  ...options,
  read(row, name) {
    const value = row.list(name)
    if (!value) return undefined
    for (const each of value) {
      if (typeof each !== 'string') throw row.wrongType(name, 'string')
      if (each.length > longest) throw row.refuse('tooLong', name, { maximum_length: longest })
    }
    return value
  },
})

/** Some of a few words, each once. */
export const choices = (words: readonly string[], options: KeyOptions = {}): Key => ({
  initial: [],
  ...options,
  read(row, name) {
    const sent = row.list(name)
    if (!sent) return undefined
    if (!sent.every(each => words.includes(each as string)))
      throw row.refuse('unsupportedValue', name, { supported_values: words })
    if (new Set(sent).size < sent.length) throw row.refuse('duplicateSetting', name)
    return sent.length === 0 && options.required ? undefined : sent
  },
})

/** A day, e.g. `2026-05-07`. */
export const day = (options: KeyOptions = {}): Key => ({
  ...options,
  read(row, name) {
    const sent = row.raw(name)
    if (sent === undefined) return undefined
    if (typeof sent !== 'string' || !isRealDate(sent)) throw row.wrongType(name, 'date')
    return sent
  },
})

/** A text without some signs. @param said what is told where it has one */
export const textWithout = (signs: RegExp, said: string, longest: number, options: KeyOptions = {}): Key => ({
  ...options,
  read(row, name) {
    const value = row.text(name, longest)
    if (value !== undefined && signs.test(value)) throw row.refuse('invalidValue', name, {}, said)
    return value
  },
})

/** Refuses whoever writes it, since what it asks for is not done here. */
export const notEmulated = (options: KeyOptions = {}): Key => ({
  ...options,
  read(row, name) {
    const sent = row.raw(name)
    if (sent === undefined || (Array.isArray(sent) && sent.length === 0)) return undefined
    throw row.refuse('settingNotEmulated', name, {}, `${name} is not emulated`)
  },
})

/**
 * What is named by its id, as `{ "id": … }` or the id alone; kept as the id.
 * @param find what the answer shows of it; undefined where there is none
 */
export const reference = (find: (id: string, c: CrmContext) => object | undefined, options: KeyOptions = {}): Key => ({
  ...options,
  read(row, name, { c }) {
    const sent = row.raw(name)
    if (sent === undefined) return undefined
    const id = typeof sent === 'object' ? row.object(name)?.text('id', 20) : sent
    if (id === undefined) throw row.object(name)!.missing('id')
    if (typeof id !== 'string' || !find(id, c)) throw row.refuse('invalidId', name)
    return id
  },
  show: (value, c) => find(String(value), c) ?? null,
})

/** A user of the org; one who was deleted since is still shown. */
export const userReference = (options: KeyOptions = {}): Key => {
  const key = reference((id, c) => {
    const { data } = c.get('caller')
    return data.user(id) && shortUserReference(data, id)
  }, options)
  return {
    ...key,
    read(row, name, context) {
      const id = key.read(row, name, context)
      if (id !== undefined && !context.data.presentUser(String(id))) throw row.refuse('invalidId', name)
      return id
    },
  }
}

/** A module, as `{ "api_name": …, "id": … }` or its API name alone; kept as the API name. */
export const moduleReference = (options: KeyOptions = {}): Key => ({
  ...options,
  read(row, name, { data }) {
    const sent = row.raw(name)
    if (sent === undefined) return undefined
    const inner = typeof sent === 'object' ? row.object(name)! : undefined
    const named = inner ? (inner.text('api_name', 100) ?? inner.text('id', 20)) : sent
    if (named === undefined) throw inner!.missing('api_name')
    const module = moduleNamed(data, String(named))
    if (!module) throw row.refuse('invalidModuleValue', name)
    const id = inner?.text('id', 20)
    if (id !== undefined && id !== module.id)
      throw inner!.ambiguous(['id', 'api_name'], 'Ambiguity while processing the request')
    return module.apiName
  },
  show(value, c) {
    const module = c.get('caller').data.module(String(value))
    return { api_name: value, id: module?.id ?? null }
  },
})
