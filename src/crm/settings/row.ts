/**
 * Reading one row of a settings write: each key is asked for with what it has to be, and the first that is not refuses the
 * row with Zoho's error and the place in the body.
 */

import { CrmError, type CrmErrorBody, type CrmErrorName, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { isJsonObject } from '../../protocol/json-object.ts'

/** Ends the reading of a row; what was written before stays, nothing of the row itself is. */
export class RowRefused extends Error {
  readonly row: CrmErrorBody

  constructor(row: CrmErrorBody) {
    super(row.message)
    this.row = row
  }
}

/** Reads what a request says as a whole: what would refuse a row refuses all of it. @throws CrmError */
export function ofRequest<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof RowRefused ? new CrmError(400, error.row) : error
  }
}

export interface Place {
  readonly api_name: string
  readonly json_path: string
}

export class SettingsRow {
  readonly #sent: Readonly<Record<string, unknown>>
  /** E.g. `$.fields[0]`. */
  readonly path: string

  /** @throws RowRefused for anything but an object */
  constructor(sent: unknown, path: string) {
    this.path = path
    if (!isJsonObject(sent)) {
      const name = /\.(\w+)(?:\[\d+\])?$/.exec(path)?.[1] ?? ''
      throw new RowRefused(
        crmErrorBody('wrongType', { expected_data_type: 'jsonobject', api_name: name, json_path: path }),
      )
    }
    this.#sent = sent as Readonly<Record<string, unknown>>
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#sent, key)
  }

  place(key: string): Place {
    return { api_name: key, json_path: `${this.path}.${key}` }
  }

  /** Refuses the row for what is wrong with a key. */
  refuse(name: CrmErrorName, key: string, details: object = {}, message?: string): RowRefused {
    const body = crmErrorBody(name, { ...details, ...this.place(key) } as never)
    return new RowRefused(message === undefined ? body : { ...body, message })
  }

  /** Refuses the row with details that name no place. */
  refuseBare(name: CrmErrorName, details: object = {}, message?: string): RowRefused {
    const body = crmErrorBody(name, details as never)
    return new RowRefused(message === undefined ? body : { ...body, message })
  }

  missing(key: string, message?: string): RowRefused {
    return this.refuse('mandatoryNotFound', key, {}, message)
  }

  /** Refuses the row for what lies in no key of it. */
  refuseAll(name: CrmErrorName, message?: string, details: object = {}): RowRefused {
    const body = crmErrorBody(name, details as never)
    return new RowRefused(message === undefined ? body : { ...body, message })
  }

  /** Refuses the row for more of something than there may be. */
  exceeded(key: string, limit: number, message: string): RowRefused {
    return new RowRefused({ ...crmErrorBody('tooManyFields', { limit, limit_due_to: [this.place(key)] }), message })
  }

  /** Refuses the row for a key that is missing because of what another one says. */
  dependent(key: string, dependee: string, message?: string): RowRefused {
    return this.refuse('dependentFieldMissing', key, { dependee: this.place(dependee) }, message)
  }

  /** Refuses the row for two keys that do not go together. */
  ambiguous(keys: readonly string[], message: string): RowRefused {
    const ambiguity = { ambiguity_due_to: keys.map(key => this.place(key)) }
    return new RowRefused({ ...crmErrorBody('ambiguousParams', ambiguity), message })
  }

  /** What a key that cannot be without says; null and an empty text are as good as none. */
  needed<T>(key: string, value: T | undefined, message?: string): T {
    if (value === undefined) throw this.missing(key, message)
    return value
  }

  text(key: string, longest: number): string | undefined {
    const value = this.#value(key)
    if (value === undefined || value === '') return undefined
    if (typeof value !== 'string') throw this.wrongType(key, 'string')
    if (value.length > longest) throw this.refuse('tooLong', key, { maximum_length: longest })
    return value
  }

  boolean(key: string): boolean | undefined {
    const value = this.#value(key)
    if (value === undefined || typeof value === 'boolean') return value
    throw this.wrongType(key, 'boolean')
  }

  /** A whole number within bounds; digits in a text will do. */
  integer(key: string, from: number, to: number): number | undefined {
    const value = this.#value(key)
    if (value === undefined) return undefined
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
    if (typeof number !== 'number' || !Number.isInteger(number)) throw this.wrongType(key, 'integer')
    if (number < from || number > to) throw this.refuse('outOfRange', key, { range: { from, to } })
    return number
  }

  choice<const T extends string>(key: string, choices: readonly T[]): T | undefined {
    const value = this.#value(key)
    if (value === undefined) return undefined
    if (!choices.includes(value as T)) throw this.refuse('unsupportedValue', key, { supported_values: choices })
    return value as T
  }

  object(key: string): SettingsRow | undefined {
    const value = this.#value(key)
    return value === undefined ? undefined : new SettingsRow(value, `${this.path}.${key}`)
  }

  /** The elements of a list, whatever they are. */
  list(key: string): readonly unknown[] | undefined {
    const value = this.#value(key)
    if (value === undefined || Array.isArray(value)) return value
    throw this.wrongType(key, 'jsonarray')
  }

  /** The elements of a list, each an object. */
  objects(key: string): SettingsRow[] | undefined {
    return this.list(key)?.map((each, index) => new SettingsRow(each, `${this.path}.${key}[${index}]`))
  }

  /** As it was sent; undefined for null too. */
  raw(key: string): unknown {
    return this.#value(key)
  }

  wrongType(key: string, expected: string): RowRefused {
    return this.refuse('wrongType', key, { expected_data_type: expected })
  }

  #value(key: string): unknown {
    const value = this.has(key) ? this.#sent[key] : undefined
    return value === null ? undefined : value
  }
}
