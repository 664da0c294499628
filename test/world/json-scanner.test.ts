import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonDamage, JsonScanner, lineAt } from '../../src/world/json-scanner.ts'

const scan = (text: string): unknown => {
  const scanner = new JsonScanner(Buffer.from(text))
  const value = scanner.value()
  scanner.end()
  return value
}

const outcome = (read: (text: string) => unknown, text: string): string => {
  try {
    return JSON.stringify(read(text))
  } catch {
    return 'refused'
  }
}

/** Goes into every object and list by hand, as who looks for the place of a row does. */
function walk(scanner: JsonScanner): unknown {
  if (scanner.isObject) {
    const object: Record<string, unknown> = {}
    scanner.members(key => {
      Object.defineProperty(object, key, { value: walk(scanner), enumerable: true, configurable: true, writable: true })
    })
    return object
  }
  if (!scanner.isArray) return scanner.value()
  const list: unknown[] = []
  scanner.elements(() => list.push(walk(scanner)))
  return list
}

describe('the scanner', () => {
  it('reads what JSON.parse reads, at once and piece by piece', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2, '\t'), (value, indent) => {
        const text = ` ${JSON.stringify(value, null, indent)}\r\n`
        expect(scan(text)).toEqual(JSON.parse(text))
        expect(JSON.stringify(walk(new JsonScanner(Buffer.from(text))))).toBe(JSON.stringify(JSON.parse(text)))
      }),
    )
  })

  it('refuses what JSON.parse refuses', () => {
    const damage = fc.record({
      value: fc.jsonValue(),
      at: fc.nat(200),
      cut: fc.nat(3),
      put: fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '0', '-', '.', 'e', '\n', 'null', '\\u00', '\u0001'),
    })
    fc.assert(
      fc.property(damage, ({ value, at, cut, put }) => {
        const whole = JSON.stringify(value)
        const place = at % (whole.length + 1)
        const text = Buffer.from(whole.slice(0, place) + put + whole.slice(place + cut)).toString()
        expect(outcome(scan, text)).toBe(outcome(JSON.parse, text))
      }),
      { numRuns: 3000 },
    )
  })

  it.each<[string, number, string]>([
    ['{\n"a": 1,\n"b" 2}', 3, 'expected a colon'],
    ['{\n"a": 1\n"b": 2}', 3, 'expected a comma or }'],
    ['[\n1,\n2,\n]', 4, 'expected a value'],
    ['{"a":\n"text\n"}', 2, 'expected the text to end on its line'],
    ['{"a": 1}\n{', 2, 'expected nothing more'],
    ['{"a": [1,', 1, 'ends too early, expected a value'],
    ['{"a": tru}', 1, 'expected a value'],
  ])('tells where %j is none', (text, line, message) => {
    const bytes = Buffer.from(text)
    let damage: unknown
    try {
      scan(text)
    } catch (error) {
      damage = error
    }

    expect(damage).toBeInstanceOf(JsonDamage)
    const { offset, message: said } = damage as JsonDamage
    expect([lineAt(bytes, offset), said]).toEqual([line, message])
  })

  it('refuses endless nesting rather than to run out of stack', () => {
    expect(() => scan('['.repeat(100_000))).toThrow(JsonDamage)
  })
})
