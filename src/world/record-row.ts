/**
 * How a record lies in a table: one flat frozen object, its keys the API names of its fields.
 *
 * Stored forms, by data type: dates `YYYY-MM-DD`; date-times epoch milliseconds; lookups, owners and users the bare id;
 * a multi-module lookup the bare id with the module's name under `$se_module`; multi-select pick lists and tags arrays of strings;
 * subforms, multi-select lookups and uploads arrays of rows, which are such objects themselves, each with an id of its own.
 * The form a client sees depends on version and user and is made when a record is read (crm/records/render.ts).
 */
export type StoredValue = string | number | boolean | null | StoredObject | readonly string[] | readonly StoredObject[]

/** A value with parts, such as a reminder or one tax of a line item. */
export interface StoredObject {
  readonly [key: string]: StoredValue | undefined
}

/** A row that lies inside a record's row: a line item, a linked record, a file. */
export interface InnerRow extends StoredObject {
  readonly id: string
}

export interface RecordRow {
  readonly id: string
  readonly [apiName: string]: StoredValue | undefined
}
