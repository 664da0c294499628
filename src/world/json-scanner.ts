import { isUtf8 } from 'node:buffer'

/** Text that is no JSON: what is wrong, and where. */
export class JsonDamage extends Error {
  /** In bytes. */
  readonly offset: number

  constructor(offset: number, message: string) {
    super(message)
    this.offset = offset
  }
}

const mostLevels = 500

const code = (character: string): number => character.charCodeAt(0)
const [quote, backslash, comma, colon, minus] = [code('"'), code('\\'), code(','), code(':'), code('-')]
const [openBrace, closeBrace, openBracket, closeBracket] = [code('{'), code('}'), code('['), code(']')]

const isSpace = (byte: number | undefined): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const literals = ['true', 'false', 'null']

/**
 * Goes through JSON piece by piece, so that a text which is longer than a string can be is read too, and so that whatever is
 * wrong with it, in its form or in its content, is told with the place.
 */
export class JsonScanner {
  readonly bytes: Buffer
  /** Where the next piece begins. */
  at = 0

  /** @throws JsonDamage */
  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (!isUtf8(this.bytes)) throw new JsonDamage(firstWrongLine(this.bytes), 'expected text in UTF-8')
    this.#skipSpace()
  }

  get isObject(): boolean {
    return this.bytes[this.at] === openBrace
  }

  get isArray(): boolean {
    return this.bytes[this.at] === openBracket
  }

  /** Calls for each member of the object that begins here, with the scanner at its value; the callee reads or skips it. */
  members(visit: (key: string) => void): void {
    this.#list(closeBrace, () => {
      if (this.bytes[this.at] !== quote) throw this.#damage('expected a key in double quotes')
      const key = this.value() as string
      this.#expect(colon, 'expected a colon')
      visit(key)
    })
  }

  /** As `members`, for an array. */
  elements(visit: (index: number) => void): void {
    let index = 0
    this.#list(closeBracket, () => visit(index++))
  }

  /** Reads the value that begins here. */
  value(): unknown {
    const from = this.at
    const to = this.#skipValue(0)
    return JSON.parse(this.bytes.toString('utf8', from, to))
  }

  skip(): void {
    this.#skipValue(0)
  }

  /** Nothing may follow. */
  end(): void {
    if (this.at < this.bytes.length) throw this.#damage('expected nothing more')
  }

  #list(close: number, visit: () => void): void {
    this.#step()
    let isFirst = true
    while (isFirst ? this.bytes[this.at] !== close : this.#continues(close)) {
      visit()
      isFirst = false
    }
    this.#step()
  }

  #continues(close: number): boolean {
    if (this.bytes[this.at] === close) return false
    this.#expect(comma, `expected a comma or ${String.fromCharCode(close)}`)
    return true
  }

  /** @returns where the value ended; the scanner stands at what follows */
  #skipValue(level: number): number {
    const byte = this.bytes[this.at]
    if (byte === quote) this.#skipString()
    else if (byte === openBrace || byte === openBracket) {
      if (level === mostLevels) throw this.#damage(`expected at most ${mostLevels} levels`)
      if (byte === openBracket) this.#list(closeBracket, () => this.#skipValue(level + 1))
      else this.#skipMembers(level)
      let end = this.at
      while (isSpace(this.bytes[end - 1])) end--
      return end
    } else this.#skipWord(byte)
    const end = this.at
    this.#skipSpace()
    return end
  }

  #skipMembers(level: number): void {
    this.#list(closeBrace, () => {
      if (this.bytes[this.at] !== quote) throw this.#damage('expected a key in double quotes')
      this.#skipValue(level)
      this.#expect(colon, 'expected a colon')
      this.#skipValue(level + 1)
    })
  }

  #skipString(): void {
    const from = this.at
    for (let at = from + 1; ; at++) {
      const byte = this.bytes[at]
      if (byte === quote) {
        this.at = at + 1
        return
      }
      if (byte === backslash) at += this.#lengthOfEscape(at)
      else if (byte === undefined || byte < 32) throw new JsonDamage(from, 'expected the text to end on its line')
    }
  }

  #lengthOfEscape(at: number): number {
    const text = this.bytes.toString('latin1', at, at + 6)
    if (/^\\["\\/bfnrt]/.test(text)) return 1
    if (/^\\u[0-9a-fA-F]{4}/.test(text)) return 5
    throw new JsonDamage(at, 'expected \\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four digits after a backslash')
  }

  #skipWord(byte: number | undefined): void {
    const text = this.bytes.toString('latin1', this.at, this.at + 400)
    const isNumber = byte === minus || (byte !== undefined && byte >= 48 && byte <= 57)
    number.lastIndex = 0
    const word = isNumber ? number.exec(text)?.[0] : literals.find(each => text.startsWith(each))
    if (word === undefined) throw this.#damage('expected a value')
    this.at += word.length
  }

  #expect(byte: number, message: string): void {
    if (this.bytes[this.at] !== byte) throw this.#damage(message)
    this.#step()
  }

  #step(): void {
    this.at++
    this.#skipSpace()
  }

  #skipSpace(): void {
    while (isSpace(this.bytes[this.at])) this.at++
  }

  #damage(message: string): JsonDamage {
    return new JsonDamage(this.at, this.at < this.bytes.length ? message : `ends too early, ${message}`)
  }
}

function firstWrongLine(bytes: Buffer): number {
  for (let from = 0; ; ) {
    const end = bytes.indexOf(10, from)
    if (end === -1 || !isUtf8(bytes.subarray(from, end))) return from
    from = end + 1
  }
}

/** The line of a place, from 1 on. */
export function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1
  for (let at = bytes.indexOf(10); at !== -1 && at < offset; at = bytes.indexOf(10, at + 1)) line++
  return line
}
