/** Cuts a COQL query into words, numbers, texts and symbols in one pass. */

import { type CrmError, crmError } from '../../protocol/crm-errors/index.ts'

export interface Token {
  readonly kind: 'word' | 'number' | 'text' | 'operator' | 'symbol' | 'end'
  /** As written; of a quoted text what is between the quotes, doubled quotes made single. */
  readonly text: string
  /** Where in the query it begins. */
  readonly at: number
}

const nearLength = 60

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff
const isDigit = (code: number): boolean => code >= 48 && code <= 57
const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 36 || code > 0xa0
const isOperator = (code: number): boolean => code === 60 || code === 61 || code === 62 || code === 33
const isQuote = (code: number): boolean => code === 39 || code === 34

/** @throws CrmError for a text whose quote is not closed */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = []
  let at = 0

  const skipWhile = (is: (code: number) => boolean, from: number): number => {
    let end = from
    while (end < query.length && is(query.charCodeAt(end))) end++
    return end
  }
  const add = (kind: Token['kind'], end: number): void => {
    tokens.push({ kind, text: query.slice(at, end), at })
    at = end
  }

  for (;;) {
    at = skipWhile(isSpace, at)
    if (at >= query.length) break
    const code = query.charCodeAt(at)
    const next = query.charCodeAt(at + 1)
    if (isLetter(code)) add('word', wordEnd(at))
    else if (isDigit(code) || ((code === 45 || code === 43) && isDigit(next))) addNumber()
    else if (isQuote(code)) addText(code)
    else if (isOperator(code)) add('operator', skipWhile(isOperator, at))
    else add('symbol', at + 1)
  }
  tokens.push({ kind: 'end', text: '', at: query.length })
  return tokens

  function wordEnd(from: number): number {
    return skipWhile(each => isLetter(each) || isDigit(each), from)
  }

  function addNumber(): void {
    let end = skipWhile(isDigit, at + 1)
    if (query.charCodeAt(end) === 46 && isDigit(query.charCodeAt(end + 1))) end = skipWhile(isDigit, end + 1)
    const whole = wordEnd(end)
    if (whole > end) add('word', whole)
    else add('number', end)
  }

  function addText(quote: number): void {
    const mark = String.fromCharCode(quote)
    const parts: string[] = []
    for (let from = at + 1; ; ) {
      const end = query.indexOf(mark, from)
      if (end === -1) throw unexpectedAt(query, at, query.slice(at, at + nearLength))
      parts.push(query.slice(from, end))
      from = end + 2
      if (query.charCodeAt(end + 1) === quote) continue
      tokens.push({ kind: 'text', text: parts.join(mark), at })
      at = end + 1
      return
    }
  }
}

/** @returns the refusal of what stands at a place of the query; lines and columns count from one */
export function unexpectedAt(query: string, at: number, near: string, reason?: string): CrmError {
  let line = 1
  let lineStart = 0
  for (let found = query.indexOf('\n'); found !== -1 && found < at; found = query.indexOf('\n', found + 1)) {
    line++
    lineStart = found + 1
  }
  return crmError(
    'coqlUnexpectedToken',
    { line, column: at - lineStart + 1, near: near.slice(0, nearLength) },
    reason === undefined ? {} : { reason },
  )
}
