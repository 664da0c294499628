/**
 * From the text of a formula to its tree.
 *
 * Which operator binds tighter, and that of several powers the last is raised first, is inferred from common practice.
 */

import { type Chain, type Expression, FormulaFault, type Rank, ranks, type Sign } from './syntax.ts'
import { type Token, tokenize } from './tokenizer.ts'

const deepest = 100
const rankNames = Object.keys(ranks).filter(rank => rank !== 'power') as Rank[]
const signs: ReadonlySet<string> = new Set<Sign>(['+', '-', '!'])

/** @throws FormulaFault */
export const parse = (expression: string): Expression => new Parser(tokenize(expression)).whole()

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  whole(): Expression {
    const expression = this.#chain(0)
    if (this.#next.kind !== 'end') throw this.#unexpected('an operator')
    return expression
  }

  get #next(): Token {
    return this.#tokens[this.#at]!
  }

  #take(): Token {
    return this.#tokens[this.#at++]!
  }

  #isSymbol(among: { includes(symbol: string): boolean }): boolean {
    return this.#next.kind === 'symbol' && among.includes(this.#next.value)
  }

  #chain(level: number): Expression {
    const rank = rankNames[level]
    if (rank === undefined) return this.#signed()
    return this.#operations(rank, () => this.#chain(level + 1))
  }

  #operations(rank: Rank, operand: () => Expression): Expression {
    const first = operand()
    const rest: Chain['rest'][number][] = []
    while (this.#isSymbol(ranks[rank] as readonly string[])) {
      const { value, at } = this.#take()
      rest.push({ operator: String(value), operand: operand(), at })
    }
    return rest.length === 0 ? first : { kind: 'chain', rank, first, rest }
  }

  /** A sign stands before the whole of a power: -2^2 is -4. */
  #signed(): Expression {
    return this.#sign(() => this.#operations('power', () => this.#sign(() => this.#primary())))
  }

  #sign(operand: () => Expression): Expression {
    if (this.#next.kind !== 'symbol' || !signs.has(this.#next.value)) return operand()
    const { value, at } = this.#take()
    return this.#nested(() => ({ kind: 'sign', operator: value as Sign, operand: this.#sign(operand), at }))
  }

  #primary(): Expression {
    const token = this.#next
    if (token.kind === 'number') return { kind: 'constant', type: 'number', value: Number(this.#take().value) }
    if (token.kind === 'text') return { kind: 'constant', type: 'text', value: String(this.#take().value) }
    if (token.kind === 'field') return { kind: 'field', name: String(this.#take().value), at: token.at }
    if (token.kind === 'name') return this.#named()
    if (!this.#isSymbol(['('])) throw this.#unexpected('a value')
    this.#take()
    const inner = this.#nested(() => this.#chain(0))
    this.#close()
    return inner
  }

  #named(): Expression {
    const { value, at } = this.#take()
    const name = String(value)
    if (this.#isSymbol(['('])) {
      this.#take()
      return { kind: 'call', name, arguments: this.#nested(() => this.#arguments()), at }
    }
    if (name === 'true' || name === 'false') return { kind: 'constant', type: 'boolean', value: name === 'true' }
    throw new FormulaFault(
      'syntax',
      at,
      `${name} is neither a function with its brackets nor a field, written \${Name}`,
    )
  }

  #arguments(): Expression[] {
    const found: Expression[] = []
    if (!this.#isSymbol([')'])) {
      do found.push(this.#chain(0))
      while (this.#isSymbol([',']) && this.#take())
    }
    this.#close()
    return found
  }

  #close(): void {
    if (!this.#isSymbol([')'])) throw this.#unexpected('a comma or a closing bracket')
    this.#take()
  }

  #nested<T>(parsePart: () => T): T {
    if (++this.#depth > deepest) throw new FormulaFault('syntax', this.#next.at, `nested deeper than ${deepest} levels`)
    const part = parsePart()
    this.#depth--
    return part
  }

  #unexpected(expected: string): FormulaFault {
    const { kind, value, at } = this.#next
    return new FormulaFault('syntax', at, `expected ${expected}, found ${kind === 'end' ? 'the end' : value}`)
  }
}
