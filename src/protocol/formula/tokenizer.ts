import { FormulaFault } from './syntax.ts'

export type Token =
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'text' | 'name' | 'field' | 'symbol'; readonly value: string; readonly at: number }
  | { readonly kind: 'end'; readonly value: ''; readonly at: number }

const blanks = new Set([' ', '\t', '\n', '\r'])
const symbols = ['&&', '||', '==', '!=', '<=', '>=', '+', '-', '*', '/', '%', '^', '=', '<', '>', '!', '(', ')', ',']

const writtenLikeThis = 'a field is written with braces around its name and a $ before them'

const isDigit = (char: string | undefined): boolean => char !== undefined && char >= '0' && char <= '9'
const isLetter = (char: string | undefined): boolean => char !== undefined && /^[A-Za-z]$/.test(char)

/** @throws FormulaFault for a character that means nothing, and for brackets that don't match */
export function tokenize(expression: string): Token[] {
  const tokens: Token[] = []
  const open: number[] = []
  let at = 0
  while (at < expression.length) {
    if (blanks.has(expression[at]!)) {
      at++
      continue
    }
    const [token, next] = readToken(expression, at)
    if (token.value === '(' && token.kind === 'symbol') open.push(at)
    if (token.value === ')' && token.kind === 'symbol' && open.pop() === undefined) {
      throw new FormulaFault('braces', at, 'no bracket is open that could be closed')
    }
    tokens.push(token)
    at = next
  }
  if (open.length > 0) throw new FormulaFault('braces', open.at(-1)!, 'the bracket is not closed')
  tokens.push({ kind: 'end', value: '', at })
  return tokens
}

/** @returns the token, and where the next may begin */
function readToken(expression: string, at: number): [Token, number] {
  const char = expression[at]!
  if (char === '$') return readField(expression, at)
  if (char === '{' || char === '}') throw new FormulaFault('braces', at, writtenLikeThis)
  if (char === "'" || char === '"') return readText(expression, at)
  if (isDigit(char) || (char === '.' && isDigit(expression[at + 1]))) return readNumber(expression, at)
  if (isLetter(char)) return readName(expression, at)
  const value = symbols.find(symbol => expression.startsWith(symbol, at))
  if (value === undefined) throw new FormulaFault('syntax', at, `${char} has no meaning here`)
  return [{ kind: 'symbol', value, at }, at + value.length]
}

function readField(expression: string, at: number): [Token, number] {
  if (expression[at + 1] !== '{') throw new FormulaFault('syntax', at, writtenLikeThis)
  const end = expression.indexOf('}', at)
  if (end === -1) throw new FormulaFault('braces', at + 1, 'the brace is not closed')
  return [{ kind: 'field', value: expression.slice(at + 2, end).trim(), at }, end + 1]
}

/** A text ends at the quote it began with; the other kind of quote may stand in it. */
function readText(expression: string, at: number): [Token, number] {
  const end = expression.indexOf(expression[at]!, at + 1)
  if (end === -1) throw new FormulaFault('syntax', at, 'the text is not closed')
  return [{ kind: 'text', value: expression.slice(at + 1, end), at }, end + 1]
}

function readNumber(expression: string, at: number): [Token, number] {
  let end = at
  while (isDigit(expression[end])) end++
  if (expression[end] === '.')
    do end++
    while (isDigit(expression[end]))
  return [{ kind: 'number', value: Number(expression.slice(at, end)), at }, end]
}

function readName(expression: string, at: number): [Token, number] {
  let end = at
  while (isLetter(expression[end]) || isDigit(expression[end]) || expression[end] === '_') end++
  return [{ kind: 'name', value: expression.slice(at, end), at }, end]
}
