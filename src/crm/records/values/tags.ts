import { isJsonObject } from '../../../protocol/json-object.ts'
import { tagLimits, tagOf } from '../tags.ts'
import { type ParseValue, type ValueProblem, wrongType } from './parsed.ts'

/** Tags by their names, or by the ids of those that are there; an id counts more than a name beside it. */
export const parseTags: ParseValue = (sent, _field, { data, module }) => {
  if (!Array.isArray(sent)) return wrongType('jsonarray')
  const names: string[] = []
  for (const [index, each] of sent.entries()) {
    if (!isJsonObject(each) && typeof each !== 'string') return wrongType('jsonarray')
    const { id = null, name }: { id?: unknown; name?: unknown } = isJsonObject(each) ? each : { name: each }
    const path = isJsonObject(each) ? [index, 'name'] : [index]
    if (id !== null) {
      const tag = tagOf(data, module, String(id))
      if (!tag) return { wrong: 'id', path: [index, 'id'] }
      names.push(tag.name)
      continue
    }
    const problem = nameProblem(name)
    if (problem) return { ...problem, path }
    names.push((name as string).trim())
  }
  const distinct = [...new Map(names.map(name => [name.toLowerCase(), name])).values()]
  return distinct.length > tagLimits.perRecord ? { wrong: 'length', maximum: tagLimits.perRecord } : { value: distinct }
}

function nameProblem(name: unknown): ValueProblem | null {
  if (name === undefined || name === null) return { wrong: 'missing' }
  if (typeof name !== 'string') return wrongType('string')
  if (name.trim() === '') return { wrong: 'missing' }
  return name.trim().length > tagLimits.name ? { wrong: 'length', maximum: tagLimits.name } : null
}
