/**
 * Plausible records on demand. They go on where the records end that the org started with: the same seed and the same calls
 * give the same records.
 */

import { getOrMake } from '../protocol/get-or-make.ts'
import { stageProbabilities } from '../protocol/modules/deals.ts'
import type { FieldDefinition, ModuleDefinition } from '../protocol/modules/define.ts'
import { hash } from './generate/chance.ts'
import { computeFormulas, type GenerationSource, generateRecord } from './generate/index.ts'
import type { ModuleMeta } from './metadata.ts'
import type { GeneratedRecords, OrgData } from './org-data.ts'
import { stagesOf } from './pipelines.ts'
import type { RecordRow, StoredValue } from './record-row.ts'

type Draft = Record<string, StoredValue>

/** A lookup that may not be empty, and no record that it could point to. */
export class NothingToPointTo extends Error {
  readonly modules: readonly string[]

  constructor(modules: readonly string[]) {
    super(`no record in ${modules.join(', ')}`)
    this.modules = modules
  }
}

/**
 * @returns the ids of the new records
 * @throws NothingToPointTo
 */
export function generateMore(data: OrgData, module: ModuleMeta, count: number): string[] {
  const mandatoryLinks = module.fields.filter(
    field => (field.mandatory || field.parent) && modulesBehind(field).length > 0,
  )
  for (const field of mandatoryLinks) anyRecord(data, field)

  const known = data.generated.get(module.apiName)
  const next = withRun(module.apiName, known, data.takeRecordNumbers(count), count)
  data.generated.put(next)
  const source = sourceBeyondStart(data, module, next)
  const from = data.starting.source.countOf(module.apiName) + next.count - count
  const records = data.records(module)
  const unique = module.fields.filter(field => field.unique).map(field => new UniqueValues(data, module, field))
  const definition = currentDefinition(module)
  const counting = module.fields.filter(({ autoNumber }) => autoNumber)
  const chosen = module.fields.filter(({ dataType, values }) => dataType === 'picklist' && values?.length)
  const ids: string[] = []
  for (let index = from; index < from + count; index++) {
    const row = generateRecord(definition, index, source) as Draft
    for (const field of counting) row[field.apiName] = data.nextNumber(module, field)
    for (const field of chosen) settleChoice(row, field)
    for (const field of mandatoryLinks) row[field.apiName] ??= linkAnywhere(row, data, field)
    for (const values of unique) values.settle(row)
    if (module.apiName === 'Deals') settleStage(row, data, module)
    computeFormulas(definition, row, source)
    ids.push(records.insert(row as Draft & RecordRow).id)
  }
  return ids
}

function withRun(
  id: string,
  { count, runs }: Pick<GeneratedRecords, 'count' | 'runs'> = { count: 0, runs: [] },
  firstNumber: number,
  more: number,
): GeneratedRecords {
  const last = runs.at(-1)
  const goesOn = last !== undefined && last.firstNumber + count - last.from === firstNumber
  return { id, count: count + more, runs: goesOn ? runs : [...runs, { from: count, firstNumber }] }
}

const definitions = new WeakMap<ModuleMeta, ModuleDefinition>()

/** With the fields that the module has now. */
const currentDefinition = (module: ModuleMeta): ModuleDefinition =>
  getOrMake(definitions, module, () => ({ ...module.definition, fields: module.fields }))

/** Counts the records that were generated in other modules too; those that are still there can be pointed to. */
function sourceBeyondStart(data: OrgData, module: ModuleMeta, own: GeneratedRecords): GenerationSource {
  const start = data.starting.source
  const generated = (apiName: string) => (apiName === module.apiName ? own : data.generated.get(apiName))
  // asked for several times with each record, and the same all the time
  const startCounts = new Map<string, number>()
  const startCountOf = (apiName: string) => getOrMake(startCounts, apiName, () => start.countOf(apiName))
  const everCountOf = (apiName: string) => startCountOf(apiName) + (generated(apiName)?.count ?? 0)
  const idOf = (apiName: string, index: number) => {
    const beyond = index - startCountOf(apiName)
    return beyond < 0 ? start.idOf(apiName, index) : data.recordIdOf(numberOf(generated(apiName)!, beyond))
  }
  return {
    ...start,
    // a record must not tell in how large a portion it came
    countOf: apiName => (apiName === module.apiName ? startCountOf(apiName) : everCountOf(apiName)),
    idOf,
    linkTo: (apiName, index) => nextExisting(data, apiName, index, everCountOf(apiName), idOf),
    nextInnerId: () => data.nextRecordId(),
  }
}

function numberOf({ runs }: GeneratedRecords, index: number): number {
  const run = runs.findLast(({ from }) => from <= index)!
  return run.firstNumber + index - run.from
}

/** How many deleted records in a row are passed over. */
const mostPassedOver = 50

function nextExisting(
  data: OrgData,
  apiName: string,
  index: number,
  count: number,
  idOf: GenerationSource['idOf'],
): string | null {
  const records = data.records(data.module(apiName)!)
  for (let passed = 0; passed < Math.min(count, mostPassedOver); passed++) {
    const id = idOf(apiName, (index + passed) % count)
    if (records.has(id)) return id
  }
  return null
}

/** The generator doesn't know how the org has changed its pick lists. */
function settleChoice(row: Draft, { apiName, values = [] }: FieldDefinition): void {
  const value = row[apiName]
  if (typeof value === 'string' && !values.includes(value)) row[apiName] = choose(values, row, apiName)
}

const choose = <T>(choices: readonly T[], row: Draft, name: string): T =>
  choices[hash(`${row.id}|${name}`) % choices.length]!

const modulesBehind = ({ lookup, modules = [] }: FieldDefinition): readonly string[] =>
  lookup ? [lookup.module] : modules

function linkAnywhere(row: Draft, data: OrgData, field: FieldDefinition): string {
  const { module, id } = anyRecord(data, field)
  if (field.modules) row.$se_module = module
  return id
}

/** @throws NothingToPointTo */
function anyRecord(data: OrgData, field: FieldDefinition): { module: string; id: string } {
  for (const module of modulesBehind(field)) {
    const meta = data.module(module)
    let first: RecordRow | undefined
    if (meta) {
      data.records(meta).each(row => {
        first = row
        return false
      })
    }
    if (first) return { module, id: first.id }
  }
  throw new NothingToPointTo(modulesBehind(field))
}

/** The values that are taken of a field that no two records may share. */
class UniqueValues {
  readonly #field: FieldDefinition
  readonly #taken = new Set<StoredValue>()

  constructor(data: OrgData, module: ModuleMeta, field: FieldDefinition) {
    this.#field = field
    data.records(module).each(row => this.#taken.add(comparable(row[field.apiName] ?? null)))
  }

  settle(row: Draft): void {
    const { apiName } = this.#field
    const made = row[apiName] ?? null
    let value = made
    for (let more = 2; value !== null && this.#taken.has(comparable(value)); more++) value = another(made, more)
    row[apiName] = value
    this.#taken.add(comparable(value))
  }
}

const comparable = (value: StoredValue): StoredValue => (typeof value === 'string' ? value.toLowerCase() : value)

const another = (value: StoredValue, more: number): StoredValue =>
  typeof value === 'number' ? value + more - 1 : `${value}-${more}`

/** A deal is in a stage of its pipeline, which may have been changed since. */
function settleStage(row: Draft, data: OrgData, deals: ModuleMeta): void {
  const pipeline = data.metadata.pipelines().find(({ name }) => name === row.Pipeline)
  const stages = pipeline ? stagesOf(pipeline, deals).map(({ value }) => value) : []
  if (stages.length === 0 || stages.includes(String(row.Stage))) return
  const stage = choose(stages, row, 'Stage')
  row.Stage = stage
  row.Probability = stageProbabilities.get(stage) ?? row.Probability ?? null
  row.Expected_Revenue = (Number(row.Amount) * Number(row.Probability)) / 100
}
