import { activities } from '../protocol/modules/activities.ts'
import { buildModule, type ModuleMeta } from './metadata.ts'
import type { RecordRow } from './record-row.ts'
import { Base, Table } from './table.ts'

/** Far from the places of the modules that an org has, so that no two share an id. */
const sequence = 90

/** Records of several modules read as those of one. Nothing is kept but what was last seen, to find it unchanged. */
export class Activities {
  readonly module: ModuleMeta
  readonly #parts: () => readonly (readonly [module: string, records: Table<RecordRow>])[]
  #last: { readonly rows: readonly RecordRow[]; readonly records: Table<RecordRow> } | undefined

  constructor(prefix: string, parts: () => readonly (readonly [module: string, records: Table<RecordRow>])[]) {
    this.module = buildModule(activities, sequence, prefix)
    this.#parts = parts
  }

  /** All of them in the order of their ids, to be read only; the same table as long as nothing changed. */
  get records(): Table<RecordRow> {
    const rows = this.#parts()
      .flatMap(([module, records]) => records.all().map(row => asActivity(row, module)))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
    const isSame = this.#last?.rows.length === rows.length && rows.every((row, at) => row === this.#last!.rows[at])
    if (!isSame) this.#last = { rows, records: new Table({ base: () => new Base(rows) }) }
    return this.#last!.records
  }
}

const seen = new WeakMap<RecordRow, RecordRow>()

function asActivity(row: RecordRow, module: string): RecordRow {
  let activity = seen.get(row)
  if (!activity) {
    activity = Object.freeze({ ...row, Activity_Type: module })
    seen.set(row, activity)
  }
  return activity
}
