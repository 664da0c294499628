import { crmError } from '../../protocol/crm-errors/index.ts'
import { syntaxError } from './syntax-error.ts'
import { type ConditionToken, createTokenizer, type Token } from './tokenize.ts'

/** Criteria as a tree: conditions, joined by `and` and `or`. */
export type Tree<Condition> =
  | { readonly type: 'condition'; readonly condition: Condition }
  | { readonly type: 'and' | 'or'; readonly parts: readonly Tree<Condition>[] }

export type Criteria = Tree<ConditionToken>

const mostConditions = 15
/** Far more than so few conditions need. */
const deepest = 50

/**
 * Reads a `criteria` parameter:
 *
 *     criteria  = "(" any ")" | condition
 *     any       = all { "or" all }
 *     all       = term { "and" term }
 *     term      = "(" ( any | condition ) ")"
 *     condition = field ":" operator ":" value
 *
 * That `and` binds closer than `or` where brackets don't say is inferred.
 * @throws CrmError
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v7/search-records.html
 */
export function parseCriteria(text: string): Criteria {
  const next = createTokenizer(text)
  let token: Token = next()
  let conditions = 0
  let depth = 0

  const criteria = token.type === 'open' ? readTerm() : readCondition()
  if (token.type === 'and' || token.type === 'or') {
    throw syntaxError(token.at, 'criteria with several conditions need brackets around the whole')
  }
  if (token.type !== 'end') throw syntaxError(token.at, 'expected the end')
  return criteria

  function readTerm(): Criteria {
    expect('open')
    if (++depth > deepest) throw syntaxError(token.at, `brackets are nested deeper than ${deepest}`)
    const content = token.type === 'open' ? readAny() : readCondition()
    expect('close')
    depth--
    return content
  }

  function readAny(): Criteria {
    return readJoined('or', () => readJoined('and', readTerm))
  }

  function readJoined(type: 'and' | 'or', readPart: () => Criteria): Criteria {
    const parts = [readPart()]
    while (token.type === type) {
      token = next()
      parts.push(readPart())
    }
    return parts.length === 1 ? parts[0]! : { type, parts }
  }

  function readCondition(): Criteria {
    const condition = token
    if (condition.type !== 'condition') throw syntaxError(condition.at, 'expected a condition "field:operator:value"')
    if (++conditions > mostConditions) throw crmError('tooManyCriteria')
    token = next()
    return { type: 'condition', condition }
  }

  function expect(type: 'open' | 'close'): void {
    if (token.type !== type) {
      throw syntaxError(token.at, `expected "${type === 'open' ? '(' : ')'}"`)
    }
    token = next()
  }
}
