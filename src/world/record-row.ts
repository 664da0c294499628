/**
 * How a record lies in a table: one flat frozen object, its keys the API names of its fields.
 *
 * Stored forms, by data type: dates `YYYY-MM-DD`; date-times epoch milliseconds; lookups, owners and users the bare id;
 * a multi-module lookup the bare id with the module's name under `$se_module`; multi-select pick lists and tags arrays of strings.
 * The form a client sees depends on version and user and is made when a record is read (crm/records/render.ts).
 */
export type StoredValue = string | number | boolean | null | readonly string[]

export interface RecordRow {
  readonly id: string
  readonly [apiName: string]: StoredValue | undefined
}
