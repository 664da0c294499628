import { getOrMake } from '../protocol/get-or-make.ts'
import { standardModule } from '../protocol/modules/index.ts'
import { type GenerationSource, generateRecord, startingCount } from './generate/index.ts'
import { type ModuleMeta, startingRecordId } from './metadata.ts'
import type { OrgMetadata } from './org-metadata.ts'
import type { RecordRow } from './record-row.ts'
import type { Org } from './schema.ts'
import { Base } from './table.ts'

/** By org row: worlds of one fixture share its rows, and so the records that follow from them. */
const startingRecords = new WeakMap<Org, Map<string, Base<RecordRow>>>()

/** The records that an org starts with, made from the seed when a module's are first asked for. */
export class StartingRecords {
  readonly #org: Org
  readonly #metadata: OrgMetadata
  readonly #seed: string

  constructor(org: Org, metadata: OrgMetadata, seed: string) {
    this.#org = org
    this.#metadata = metadata
    this.#seed = seed
  }

  /** What a module begins with. */
  base(module: ModuleMeta): Base<RecordRow> {
    const ofOrg = getOrMake(startingRecords, this.#org, () => new Map<string, Base<RecordRow>>())
    return getOrMake(ofOrg, `${this.#seed}|${module.apiName}`, () => new Base(this.#generate(module)))
  }

  countOf(apiName: string): number {
    const standard = standardModule(apiName)
    if (standard?.withoutRecords || standard?.startsEmpty) return 0
    const own = this.#metadata.startingRecords(apiName)
    if (own !== null) return own
    return this.#org.startingRecords ?? startingCount(this.#seed, this.#org.id, apiName)
  }

  #generate(module: ModuleMeta): RecordRow[] {
    const source = this.source
    const definition = this.#metadata.startingDefinition(module)
    const length = source.countOf(module.apiName)
    return Array.from({ length }, (_, index) => generateRecord(definition, index, source))
  }

  /** From what they are made. */
  get source(): GenerationSource {
    const org = this.#org
    return {
      seed: this.#seed,
      org: { zgid: org.id, name: org.name, environment: org.environment, timeZone: org.timeZone },
      owners: org.recordOwners,
      until: org.createdAt,
      idOf: (apiName, index) => startingRecordId(org.idPrefix, this.#metadata.module(apiName)!.sequence, index),
      countOf: apiName => this.countOf(apiName),
    }
  }
}
