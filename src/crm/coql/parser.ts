/**
 * From the text of a COQL query to its syntax tree, by recursive descent. Knows the grammar and no module.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/Get-Records-through-COQL-Query.html
 */

import { type CrmError, crmError } from '../../protocol/crm-errors/index.ts'
import {
  type Aggregate,
  type AggregateName,
  aggregateNames,
  type ComparisonOperator,
  type Condition,
  type OrderTerm,
  type Path,
  type Query,
  type SelectedColumn,
  type Value,
} from './syntax.ts'
import { type Token, tokenize, unexpectedAt } from './tokenizer.ts'

/** Brackets inside brackets; far beyond what 25 conditions need. */
const deepest = 100

const reserved = new Set(
  'select from where group order by limit offset asc desc and or not in like between is null as'.split(' '),
)
const comparisonOperators: readonly string[] = ['=', '!=', '>', '>=', '<', '<=']

/** @throws CrmError with the place of what is not understood */
export const parseQuery = (text: string): Query => new Parser(text).query()

class Parser {
  readonly #text: string
  readonly #tokens: readonly Token[]
  #next = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokenize(text)
  }

  query(): Query {
    this.#select()
    const columns = this.#list(() => this.#selectedColumn())
    this.#clause('from')
    const module = this.#moduleName()
    const customView = this.#takeSymbol('#') ? this.#take('number', 'word').text : null
    this.#clause('where')
    const where = this.#condition(0)
    const groupBy = this.#takeWord('group') ? this.#by(() => this.#path()) : []
    const orderBy = this.#takeWord('order') ? this.#by(() => this.#orderTerm()) : []
    const { limit, offset } = this.#window()
    if (this.#peek.kind !== 'end') throw this.#unexpected()
    return { columns, module, customView, where, groupBy, orderBy, limit, offset }
  }

  #select(): void {
    if (this.#takeWord('select')) return
    const { kind, text } = this.#peek
    if (kind === 'end') throw crmError('coqlMissingClause', { clause: 'select' })
    if (kind === 'word' && !reserved.has(text.toLowerCase())) throw crmError('coqlNotSelect')
    throw this.#unexpected()
  }

  /** A clause that has to be there; where the query ends or goes on with a later clause, it is missing. */
  #clause(word: 'from' | 'where'): void {
    if (this.#takeWord(word)) return
    const { kind, text } = this.#peek
    const later = word === 'from' ? ['where'] : ['group', 'order', 'limit', 'offset']
    if (kind === 'end' || (kind === 'word' && later.includes(text.toLowerCase()))) {
      throw crmError('coqlMissingClause', { clause: word })
    }
    throw this.#unexpected()
  }

  #moduleName(): string {
    if (this.#peek.kind === 'operator' && this.#peek.text === '!') this.#next++
    return this.#isName() ? this.#take('word', 'text').text : this.#fail()
  }

  #selectedColumn(): SelectedColumn {
    const column = this.#columnOrAggregate()
    if (!this.#takeWord('as')) return { column, alias: null }
    return { column, alias: this.#isName() ? this.#take('word', 'text').text : this.#fail() }
  }

  #columnOrAggregate(): Path | Aggregate {
    const token = this.#peek
    const after = this.#tokens[this.#next + 1]
    const isCall = token.kind === 'word' && after?.kind === 'symbol' && after.text === '('
    return isCall && !reserved.has(token.text.toLowerCase()) ? this.#aggregate() : this.#path()
  }

  #aggregate(): Aggregate {
    const { text } = this.#take('word')
    this.#expectSymbol('(')
    const argument = this.#path()
    this.#expectSymbol(')')
    const name = `${text}(${argument.name})`
    if (!(aggregateNames as readonly string[]).includes(text)) {
      throw crmError('coqlUnknownFunction', { reason: 'unsupported aggregate function', column: name })
    }
    return { kind: 'aggregate', name, function: text as AggregateName, argument }
  }

  #path(): Path {
    if (this.#peek.kind === 'text') return toPath(this.#take('text').text)
    const isModuleFirst = this.#peek.kind === 'operator' && this.#peek.text === '!'
    if (isModuleFirst) this.#next++
    const names = [this.#step()]
    while (this.#takeSymbol('.')) names.push(this.#step())
    return toPath(`${isModuleFirst ? '!' : ''}${names.join('.')}`)
  }

  #step(): string {
    return this.#isName() ? this.#take('word').text : this.#fail()
  }

  #orderTerm(): OrderTerm {
    const column = this.#columnOrAggregate()
    const descending = this.#takeWord('desc')
    if (!descending) this.#takeWord('asc')
    return { column, descending }
  }

  /** `limit n offset m`, `limit m, n` and `offset m` alone. */
  #window(): { limit: string | null; offset: string | null } {
    if (!this.#takeWord('limit')) return { limit: null, offset: this.#offset() }
    const first = this.#take('number', 'word', 'text').text
    if (!this.#takeSymbol(',')) return { limit: first, offset: this.#offset() }
    return { limit: this.#take('number', 'word', 'text').text, offset: first }
  }

  #offset(): string | null {
    return this.#takeWord('offset') ? this.#take('number', 'word', 'text').text : null
  }

  /** One condition, or two with a word between; a third one needs brackets around two of them. */
  #condition(depth: number): Condition {
    const left = this.#term(depth)
    const kind = this.#takeConnective()
    if (!kind) return left
    const right = this.#term(depth)
    const { text } = this.#peek
    if (this.#takeConnective()) {
      this.#next--
      throw this.#unexpected(`${text}: more than two conditions have to be paired by brackets`)
    }
    return { kind, left, right }
  }

  #takeConnective(): 'and' | 'or' | null {
    if (this.#takeWord('and')) return 'and'
    return this.#takeWord('or') ? 'or' : null
  }

  #term(depth: number): Condition {
    if (this.#peek.kind !== 'symbol' || this.#peek.text !== '(') return this.#simple()
    if (depth >= deepest) throw this.#unexpected('brackets are nested too deeply')
    this.#next++
    const inner = this.#condition(depth + 1)
    this.#expectSymbol(')')
    return inner
  }

  #simple(): Condition {
    if (this.#isWord('not')) throw crmError('coqlUnknownOperator', { operator: 'not' })
    const path = this.#path()
    const token = this.#peek
    if (token.kind === 'operator') {
      this.#next++
      if (!comparisonOperators.includes(token.text)) throw crmError('coqlUnknownOperator', { operator: token.text })
      return { kind: 'compare', path, operator: token.text as ComparisonOperator, value: this.#value() }
    }
    if (this.#takeWord('is')) {
      const negated = this.#takeWord('not')
      if (!this.#takeWord('null')) throw this.#unexpected()
      return { kind: 'null', path, negated }
    }
    const negated = this.#takeWord('not')
    if (this.#takeWord('like')) return { kind: 'like', path, negated, value: this.#value() }
    if (this.#takeWord('between')) {
      const low = this.#value()
      if (!this.#takeWord('and')) throw this.#unexpected()
      return { kind: 'between', path, negated, low, high: this.#value() }
    }
    if (this.#takeWord('in')) {
      this.#expectSymbol('(')
      const values = this.#list(() => this.#value())
      this.#expectSymbol(')')
      return { kind: 'in', path, negated, values }
    }
    if (this.#isName() && this.#peek.kind === 'word') {
      throw crmError('coqlUnknownOperator', { operator: this.#peek.text.slice(0, 60) })
    }
    throw this.#unexpected()
  }

  /** In quotes, a number, or a bare word, which the service takes as a text. */
  #value(): Value {
    if (this.#peek.kind === 'word' && reserved.has(this.#peek.text.toLowerCase())) throw this.#unexpected()
    const { kind, text } = this.#take('text', 'number', 'word')
    return { written: text, quoted: kind === 'text' }
  }

  #by<T>(element: () => T): T[] {
    if (!this.#takeWord('by')) throw this.#unexpected()
    return this.#list(element)
  }

  #list<T>(element: () => T): T[] {
    const elements = [element()]
    while (this.#takeSymbol(',')) elements.push(element())
    return elements
  }

  get #peek(): Token {
    return this.#tokens[this.#next]!
  }

  #isWord(word: string): boolean {
    const { kind, text } = this.#peek
    return kind === 'word' && text.length === word.length && text.toLowerCase() === word
  }

  #takeWord(word: string): boolean {
    const found = this.#isWord(word)
    if (found) this.#next++
    return found
  }

  #takeSymbol(symbol: string): boolean {
    const found = this.#peek.kind === 'symbol' && this.#peek.text === symbol
    if (found) this.#next++
    return found
  }

  #expectSymbol(symbol: string): void {
    if (!this.#takeSymbol(symbol)) throw this.#unexpected()
  }

  /** A quoted name, or a word that means nothing else. */
  #isName(): boolean {
    const { kind, text } = this.#peek
    return kind === 'text' || (kind === 'word' && !reserved.has(text.toLowerCase()))
  }

  #take(...kinds: readonly Token['kind'][]): Token {
    const token = this.#peek
    if (!kinds.includes(token.kind)) throw this.#unexpected()
    this.#next++
    return token
  }

  #fail(): never {
    throw this.#unexpected()
  }

  #unexpected(reason?: string): CrmError {
    const { at, text } = this.#peek
    return unexpectedAt(this.#text, at, text, reason)
  }
}

/** @param written without quotes, e.g. `!Leads.Owner.role.id` or `What_Id->Leads.Last_Name` */
function toPath(written: string): Path {
  const parts = written.split('.')
  const module = written.startsWith('!') && parts.length > 1 ? parts.shift()!.slice(1) : null
  const steps = parts.map(part => {
    const arrow = part.indexOf('->')
    return arrow === -1 ? { name: part, module: null } : { name: part.slice(0, arrow), module: part.slice(arrow + 2) }
  })
  return { kind: 'path', name: parts.join('.'), module, steps }
}
