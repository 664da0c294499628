import { syntaxError } from './syntax-error.ts'

/** The three parts of one condition, escapes resolved. */
export interface ConditionToken {
  readonly type: 'condition'
  readonly at: number
  readonly field: string
  readonly operator: string
  /** As they are separated by commas. */
  readonly values: readonly string[]
}

export type Token = { readonly type: 'open' | 'close' | 'and' | 'or' | 'end'; readonly at: number } | ConditionToken

/**
 * Splits criteria into brackets, connectives and conditions, each when it is asked for. What a character means follows
 * from what came before: after a closing bracket stands a connective, elsewhere a condition, so that a value may hold
 * anything but unescaped brackets. Spaces between tokens are passed over, as Zoho's own examples have them.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v7/search-records.html, with spaces
 * https://www.zoho.com/crm/help/api-diff/searchRecords.html
 */
export function createTokenizer(text: string): () => Token {
  let at = 0
  let afterClose = false

  return () => {
    while (text[at] === ' ') at++
    const token = nextToken()
    afterClose = token.type === 'close'
    return token
  }

  function nextToken(): Token {
    const start = at
    if (start >= text.length) return { type: 'end', at: start }
    if (text[start] === '(') return single('open')
    if (text[start] === ')') return single('close')
    return afterClose ? readConnective() : readCondition()
  }

  function single(type: 'open' | 'close'): Token {
    return { type, at: at++ }
  }

  function readConnective(): Token {
    const start = at
    for (const type of ['and', 'or'] as const) {
      if (text.startsWith(type, start)) {
        at += type.length
        return { type, at: start }
      }
    }
    throw syntaxError(start, 'expected "and", "or" or ")"')
  }

  function readCondition(): ConditionToken {
    const start = at
    const field = readName('a field')
    const operator = readName('an operator')
    return { type: 'condition', at: start, field, operator, values: readValues() }
  }

  /** Up to the next colon. */
  function readName(expected: string): string {
    const start = at
    while (at < text.length && text[at] !== ':' && text[at] !== '(' && text[at] !== ')') at++
    const name = text.slice(start, at).trim()
    if (text[at] !== ':' || name === '') throw syntaxError(start, `expected ${expected} and ":"`)
    at++
    return name
  }

  function readValues(): string[] {
    const values: string[] = []
    // pieces between escapes, joined at the end, so that many escapes cost no more than their number
    let pieces: string[] = []
    let from = at
    const endValue = () => {
      pieces.push(text.slice(from, at))
      values.push(pieces.join('').trim())
      pieces = []
    }
    for (; at < text.length && text[at] !== ')'; at++) {
      if (text[at] === '(') throw syntaxError(at, 'a bracket in a value needs a backslash before it')
      if (text[at] === ',') {
        endValue()
        from = at + 1
      } else if (text[at] === '\\' && at + 1 < text.length && '(),\\'.includes(text[at + 1]!)) {
        pieces.push(text.slice(from, at))
        from = ++at
      }
    }
    endValue()
    return values
  }
}
