// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how formulas name fields
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { functionNames } from '../../src/protocol/formula/functions/index.ts'
import { checkFormula, compileFormula, type FormulaModule, type ReturnType } from '../../src/protocol/formula/index.ts'
import { formulasOf } from '../../src/protocol/formula/module-formulas.ts'
import * as types from '../../src/protocol/modules/define.ts'

const computed = (name: string, returnType: ReturnType, expression: string) =>
  types.formula(name, name.replaceAll('_', ' '), returnType, { expression })

const module: FormulaModule = {
  apiName: 'Trips',
  plural: 'Long Trips',
  fields: [
    types.text('Title', 'Trip Title'),
    types.textarea('Remark', 'Remark'),
    types.integer('Seats', 'Seats'),
    types.bigint('Booking', 'Booking'),
    types.currency('Price', 'Price per unit'),
    types.double('Rest', 'Rest'),
    types.boolean('Paid', 'Paid'),
    types.date('Start', 'Start Date'),
    types.datetime('Booked_At', 'Booked At'),
    types.picklist('Class', 'Class', ['First', 'Second']),
    types.multiselect('Meals', 'Meals', ['Veg', 'Fish']),
    types.lookup('Account', 'Account', 'Accounts'),
    computed('Total', 'currency', '${Seats} * ${Price}'),
  ],
}

const row = {
  Title: 'Rome and back',
  Remark: null,
  Seats: 3,
  Booking: '900719925',
  Price: 12.5,
  Rest: null,
  Paid: true,
  Start: '2026-02-27',
  // 23:30 in Kolkata
  Booked_At: Date.parse('2026-01-31T18:00:00Z'),
  Class: 'First',
  Meals: ['Veg', 'Fish'],
  Total: 37.5,
}

const around = { now: Date.parse('2026-03-29T09:15:30Z'), timeZone: 'Asia/Kolkata' }

const compute = (expression: string, returnType: ReturnType, timeZone = around.timeZone, decimalPlaces = 9) =>
  compileFormula({ expression, returnType, decimalPlaces }, module)(row, { ...around, timeZone })

const problemOf = (expression: string, returnType: ReturnType = 'double') =>
  checkFormula({ expression, returnType }, module)

describe('numbers', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['100 / 10 / 2', 5],
    ['7 % 4', 3],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['2 ^ -1', 0.5],
    ['-3 - -4', 1],
    ['+5', 5],
    ['.01 + 06', 6.01],
    ['1 / 0', null],
    ['5 % 0', null],
    ['${Seats} * ${Price}', 37.5],
    ['${Trips.Price per unit}', 12.5],
    ['${Long Trips.Seats}', 3],
    ['${Trips.Seats}', 3],
    ['${Price per unit}+${ Seats }', 15.5],
    ['${Booking} + 1', 900719926],
    ['${Total} / 3', 12.5],
    ['Abs(-42)', 42],
    ['Abs(+33)', 33],
    ['Ceil(3.4)', 4],
    ['Ceil(-3.4)', -3],
    ['Floor(3.8)', 3],
    ['Floor(-3.4)', -4],
    ['Round(3.8)', 4],
    ['Round(-3.5)', -3],
    ['Round(3.417, 2)', 3.42],
    ['Round(1.005, 2)', 1.01],
    ['Round(1.5, 40)', null],
    ['Sqrt(9)', 3],
    ['Sqrt(-1)', null],
    ['Naturallog(1)', 0],
    ['Naturallog(0)', null],
    ['Base10log(1000)', 3],
    ['Max(3,1,5,2)', 5],
    ['Min(5,0,.01,0.5)', 0],
    ['Min(5)', 5],
    ["Tonumber('1000')", 1000],
    ["Tonumber(' -2.50 ')", -2.5],
    ["Tonumber('1000 EUR')", null],
    ['Tonumber(${Seats})', 3],
    ["Len(' abc ')", 5],
    ['Len(${Remark})', 0],
    ["Find('greenery','n',1)", 5],
    ["Find('greenery','e',3)", 6],
    ["Find('greenery','x',1)", 0],
    ["Find('greenery','e',0)", null],
    ['If(8>7,1,0)', 1],
    ['Year(${Start})*100+Month(${Start})', 202602],
    ['Dayofmonth(${Booked_At})', 31],
    ['Hour(${Booked_At})', 23],
    ['Minute(${Booked_At})', 30],
    ["Weekday(Newdate(2009,05,19,11,30,'AM'))", 3],
    ["Dayofweek(Newdate(2009,05,17,11,30,'AM'))", 1],
    ["Datecomp(Newdate(2009,05,19,11,30,'AM'), Newdate(2009,05,19,12,30,'AM'))", 660],
    ["DateBetween(Newdate(2007,12,21,06,30,'AM'),Newdate(2009,05,19,11,30,'AM'),'YEAR')", 1],
    ["DateBetween(Newdate(2009,05,19,11,30,'AM'),Newdate(2007,12,21,06,30,'AM'),'YEAR')", -1],
    ["DateBetween(Newdate(2026,01,31,0,0,'AM'),Newdate(2026,02,28,0,0,'AM'),'MONTH')", 1],
    ["DateBetween(${Start},Newdate(2026,03,01,11,0,'PM'),'DAY')", 2],
    ["DateBetween(${Start},${Start},'WEEK')", null],
  ])('%s', (expression, expected) => {
    expect(compute(expression, 'double')).toBe(expected)
  })
})

describe('texts', () => {
  it.each([
    ['"it\'s"', "it's"],
    ["Concat('Hello',' ','World')", 'Hello World'],
    ['Concat(${Title}, ${Remark}, "!")', 'Rome and back!'],
    ["Lower('APPLES')", 'apples'],
    ["Upper('APPles')", 'APPLES'],
    ["Trim(' abcd ')", 'abcd'],
    ["Substring('abcdefg',4,7)", 'defg'],
    ["Substring('abcdefg',0,2)", 'ab'],
    ["Substring('abcdefg',5,3)", null],
    ["Replace('abcdefgabc','abc','xyz')", 'xyzdefgxyz'],
    ["Replace('aaa','a','aa')", 'aaaaaa'],
    ["Replace('abc','','x')", 'abc'],
    ['Tostring(3.4)', '3.4'],
    ['Tostring(${Seats})', '3'],
    ['Tostring(${Rest})', null],
    ['Tostring(${Paid})', 'true'],
    ['Tostring(${Start})', '2026-02-27'],
    ['Tostring(${Booked_At})', '2026-01-31T23:30:00+05:30'],
    ["Timepart(Newdate(2007,12,21,06,30,'AM'))", '06.30 AM'],
    ["Timepart(Newdate(2007,12,21,12,05,'PM'))", '12.05 PM'],
    ["If(8>7,'True','False')", 'True'],
    ['If(${Rest}>7,${Title},${Class})', null],
    ['${Meals}', 'Veg;Fish'],
    ['${Remark}', null],
  ])('%s', (expression, expected) => {
    expect(compute(expression, 'text')).toBe(expected)
  })

  it.each([
    ['replacing', "Replace(${Title},'a',${Title})"],
    ['joining', `Concat(${Array(50).fill('${Title}').join(',')})`],
    ['doubling again and again', `${'Concat(${Title},Replace('.repeat(40)}'a'${",'a','aa'))".repeat(40)}`],
  ])('grow to 32,000 characters at most by %s', (_name, expression) => {
    const compiled = compileFormula({ expression, returnType: 'text' }, module)

    expect(compiled({ ...row, Title: 'a'.repeat(1000) }, around)).toHaveLength(32_000)
  })
})

describe('conditions', () => {
  it.each([
    ['2 > 1', true],
    ['2 >= 2', true],
    ['2 < 2', false],
    ['2 <= 1', false],
    ['1 + 1 = 2', true],
    ['1 == 2', false],
    ['1 != 2', true],
    ["'abc' == 'abc'", true],
    ["${Class} != 'First'", false],
    ["'abc' = 'ABC'", false],
    ["CaseInsensitiveEquals('Hello','hello')", true],
    ['2>1 && 3>5 || true', true],
    ['true || false && false', true],
    ['!false && !(1 > 2)', true],
    ['And(2>1,5>3,7<8)', true],
    ['And(2>1,5>3,7>8)', false],
    ['Or(1>2,3>5,7>8)', false],
    ['Or(1>2,5>3)', true],
    ['Not(true)', false],
    ["Contains('abcdef','cd')", true],
    ["Startswith('abcdef','cd')", false],
    ["Endswith('abcdef','ef')", true],
    ['IsPositive(-345)', false],
    ['IsNegative(-345)', true],
    ['IsPositive(0)', false],
    ["IsEmpty('')", true],
    ['IsEmpty(${Rest})', true],
    ['IsEmpty(${Seats})', false],
    ['${Paid}', true],
    ['${Start} < ${Booked_At}', false],
    ['Datepart(${Booked_At}) != ${Booked_At}', true],
    ["${Start} = Newdate(2026,2,27,12,0,'AM')", true],
    ['${Rest} > 1', null],
    ['${Rest} = 0', null],
    ['${Rest} > 1 || 2 > 1', true],
    ['${Rest} > 1 || 1 > 2', null],
    ['And(${Rest} > 1, 1 > 2)', false],
    ['Not(${Rest} > 1)', null],
  ])('%s', (expression, expected) => {
    expect(compute(expression, 'boolean')).toBe(expected)
  })
})

describe('dates', () => {
  it.each([
    ["Adddate(${Start},2,'DAY')", '2026-03-01'],
    ["Adddate(${Start},1,'YEAR')", '2027-02-27'],
    ["Adddate(Newdate(2024,2,29,1,0,'AM'),1,'YEAR')", '2025-02-28'],
    ["Adddate(Newdate(2026,1,31,1,0,'AM'),1,'MONTH')", '2026-02-28'],
    ["Subdate(Newdate(2026,3,31,1,0,'AM'),1,'month')", '2026-02-28'],
    ["Subdate(${Start},26.9,'DAY')", '2026-02-01'],
    ["Adddate(${Start},1,'FORTNIGHT')", null],
    ["Adddate(${Start},999999999,'YEAR')", null],
    ['Datepart(${Booked_At})', '2026-01-31'],
    ['Now()', '2026-03-29'],
    ["Newdate(2026,2,30,1,0,'AM')", null],
    ["Newdate(2026,2,3,1,60,'AM')", null],
    ["Newdate(2026,2,3,24,0,'AM')", null],
    ["Newdate(2026,2,3,1,0,'XM')", null],
    ["Newdate(99999,2,3,1,0,'AM')", null],
    ['If(${Paid}, ${Start}, Now())', '2026-02-27'],
  ])('%s', (expression, expected) => {
    expect(compute(expression, 'date')).toBe(expected)
  })

  it.each([
    ['Now()', '2026-03-29T09:15:30Z'],
    ["Newdate(2007,12,21,06,30,'AM')", '2007-12-21T01:00:00Z'],
    ["Newdate(2007,12,21,06,30,'PM')", '2007-12-21T13:00:00Z'],
    ["Newdate(2007,12,21,12,00,'AM')", '2007-12-20T18:30:00Z'],
    ["Newdate(2007,12,21,18,30,'AM')", '2007-12-21T13:00:00Z'],
    ["Adddate(${Booked_At},45,'MIN')", '2026-01-31T18:45:00Z'],
    ["Subdate(${Booked_At},2,'HOUR')", '2026-01-31T16:00:00Z'],
    ['FromTimestamp(1581066895)', '2020-02-07T09:14:55Z'],
    ['FromTimestamp(1672531200000)', '2023-01-01T00:00:00Z'],
    ['${Start}', '2026-02-26T18:30:00Z'],
  ])('%s as a date-time', (expression, expected) => {
    expect(compute(expression, 'datetime')).toBe(Date.parse(expected))
  })

  it.each([
    // the clocks of Berlin skip from 2 to 3
    ["Newdate(2026,3,29,2,30,'AM')", 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    ["Newdate(2026,3,29,3,30,'AM')", 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    ["Newdate(2026,3,8,2,30,'AM')", 'America/New_York', '2026-03-08T07:30:00Z'],
    ["Newdate(2026,3,8,4,00,'AM')", 'America/New_York', '2026-03-08T08:00:00Z'],
    ["Adddate(Newdate(2026,3,28,8,0,'AM'),1,'DAY')", 'Europe/Berlin', '2026-03-29T06:00:00Z'],
    ["Adddate(Newdate(2026,3,28,8,0,'AM'),24,'HOUR')", 'Europe/Berlin', '2026-03-29T07:00:00Z'],
  ])('%s in %s', (expression, timeZone, expected) => {
    expect(compute(expression, 'datetime', timeZone)).toBe(Date.parse(expected))
  })

  it('a day has as many minutes on the day the clocks change', () => {
    const days = "Datecomp(Newdate(2026,3,30,0,0,'AM'),Newdate(2026,3,29,0,0,'AM'))"

    expect(compute(days, 'double', 'Europe/Berlin')).toBe(1440)
  })
})

describe('an empty value', () => {
  it.each([
    ['${Rest} * 2', null],
    ['2 / ${Rest}', null],
    ['${Rest} + 2', 2],
    ['2 - ${Rest}', 2],
    ['${Rest} - 2', -2],
    ['${Rest} + ${Rest}', null],
    ['-${Rest}', null],
    ['${Seats} * ${Rest} + 5', 5],
    ['Abs(${Rest})', null],
    ['Max(1, ${Rest})', null],
  ])('%s', (expression, expected) => {
    expect(compute(expression, 'double')).toBe(expected)
  })
})

describe('a result', () => {
  it.each([
    ['10 / 3', undefined, 3.33],
    ['10 / 3', 0, 3],
    ['10 / 3', 9, 3.333333333],
    ['1.005', 2, 1.01],
    ['-1.005', 2, -1.01],
    ['0 * -1', 2, 0],
    ['10 ^ 300', 2, 1e300],
    ['0.00000001', 2, 0],
  ])('%s is kept with %s decimal places', (expression, decimalPlaces, expected) => {
    const compiled = compileFormula({ expression, returnType: 'currency', decimalPlaces }, module)

    expect(compiled(row, around)).toBe(expected)
  })
})

describe('refuses', () => {
  it.each([
    ['', 'syntax', 0],
    ['1 +', 'syntax', 3],
    ['1 2', 'syntax', 2],
    ['* 2', 'syntax', 0],
    ['1 + # 2', 'syntax', 4],
    ["'open", 'syntax', 0],
    ['Seats', 'syntax', 0],
    ['$Seats', 'syntax', 0],
    ['if(true,1,2)', 'syntax', 0],
    ['1 + Sum(1,2)', 'syntax', 4],
    ['Max(1,)', 'syntax', 6],
    ['Max(1 2)', 'syntax', 6],
    ['(1 + 2', 'braces', 0],
    ['1 + 2)', 'braces', 5],
    ['Max(1,(2)', 'braces', 3],
    ['${Seats', 'braces', 1],
    ['{Seats}', 'braces', 0],
    ['Abs()', 'parameterCount', 0],
    ['1 + Abs(1,2)', 'parameterCount', 4],
    ['Now(1)', 'parameterCount', 0],
    ['Max()', 'parameterCount', 0],
    ['If(true,1)', 'parameterCount', 0],
    ['Round(1,2,3)', 'parameterCount', 0],
    ["Abs('a')", 'parameterType', 0],
    ['Len(${Seats})', 'parameterType', 0],
    ['Year(2026)', 'parameterType', 0],
    ["If(true,1,'a')", 'parameterType', 0],
    ['If(1,1,2)', 'parameterType', 0],
    ['${Title} * 2', 'parameterType', 9],
    ["'a' + 'b'", 'parameterType', 4],
    ["'a' < 'b'", 'parameterType', 4],
    ["1 = 'a'", 'parameterType', 2],
    ['1 && true', 'parameterType', 2],
    ['!1', 'parameterType', 0],
    ["-'a'", 'parameterType', 0],
    ['1 < 2 < 3', 'parameterType', 6],
    ["'text'", 'parameterType', 0],
    ['Now()', 'parameterType', 0],
    ['1 + ${Nowhere}', 'field', 4],
    ['${Leads.Seats}', 'field', 0],
    ['${seats}', 'field', 0],
    ['${Account}', 'field', 0],
    ['${}', 'field', 0],
  ])('%j', (expression, wrong, at) => {
    expect(problemOf(expression)).toEqual({ wrong, at, reason: expect.stringMatching(/^.{8,}$/) })
  })

  it('what is longer than 5000 characters', () => {
    const sum = Array(2500).fill('1').join('+')

    expect(problemOf(sum)).toBeNull()
    expect(problemOf(`${sum}+1`)).toMatchObject({ wrong: 'length' })
  })

  it.each([
    ['brackets', (depth: number) => `${'('.repeat(depth)}1${')'.repeat(depth)}`],
    ['functions', (depth: number) => `${'Abs('.repeat(depth)}1${')'.repeat(depth)}`],
    ['signs', (depth: number) => `${'-'.repeat(depth)}1`],
  ])('%s nested deeper than a hundred levels', (_name, nest) => {
    expect(problemOf(nest(100))).toBeNull()
    expect(problemOf(nest(101))).toMatchObject({ wrong: 'syntax', reason: expect.stringContaining('100') })
    expect(problemOf(nest(900))).toMatchObject({ wrong: 'syntax' })
  })

  it.each([
    ['text', "'a'"],
    ['boolean', 'true'],
    ['date', 'Now()'],
    ['datetime', '${Start}'],
    ['currency', '1'],
    ['double', '1'],
  ] as const)('whatever does not come to %s', (returnType, right) => {
    const all = ["'a'", 'true', 'Now()', '1']
    const accepted = all.filter(expression => problemOf(expression, returnType) === null)

    expect(problemOf(right, returnType)).toBeNull()
    expect(accepted).toHaveLength(1)
  })
})

describe('formulas of a module', () => {
  const nested: FormulaModule = {
    ...module,
    fields: [
      ...module.fields,
      computed('Gross', 'double', '${Net} * 1.19'),
      computed('Label', 'text', "Concat(Tostring(${Gross}), ' EUR')"),
      computed('Net', 'double', '${Total} - 7.5'),
      computed('Lost', 'double', '${Gone} + 1'),
    ],
  }

  it('come after those that they are computed from', () => {
    const result: Record<string, unknown> = { ...row, Total: null }
    for (const { apiName, compute } of formulasOf(nested)) result[apiName] = compute(result, around)

    expect(result).toMatchObject({ Total: 37.5, Net: 30, Gross: 35.7, Label: '35.7 EUR' })
  })

  it('are empty when a field that they read is gone', () => {
    const lost = formulasOf(nested).find(({ apiName }) => apiName === 'Lost')!

    expect(lost.compute(row, around)).toBeNull()
  })

  it.each([
    ['itself', '${Net} + 1'],
    ['what is computed from it', '${Label}'],
  ])('cannot be computed from %s', (_name, expression) => {
    const returnType = expression === '${Label}' ? 'text' : 'double'

    expect(checkFormula({ expression, returnType }, nested, 'Net')).toMatchObject({ wrong: 'field' })
    expect(checkFormula({ expression, returnType }, nested, 'Other')).toBeNull()
  })
})

it('knows the functions of the formula editor', () => {
  expect([...functionNames].sort()).toEqual(
    [
      ...['Abs', 'Ceil', 'Floor', 'Naturallog', 'Base10log', 'Max', 'Min', 'Sqrt', 'Round', 'IsPositive', 'IsNegative'],
      ...['Len', 'Find', 'Concat', 'Contains', 'Startswith', 'Endswith', 'Lower', 'Upper', 'Trim', 'Substring'],
      ...['Replace', 'Tostring', 'Tonumber', 'IsEmpty', 'CaseInsensitiveEquals', 'If', 'And', 'Or', 'Not'],
      ...['Newdate', 'Datepart', 'Timepart', 'Adddate', 'Subdate', 'Now', 'Datecomp', 'DateBetween', 'FromTimestamp'],
      ...['Dayofmonth', 'Hour', 'Minute', 'Month', 'Year', 'Weekday', 'Dayofweek'],
    ].sort(),
  )
})

/** A sum of a tree, as it is written and as it comes out. */
interface Arithmetic {
  readonly written: string
  readonly value: number
}

const { arithmetic } = fc.letrec<{ arithmetic: Arithmetic }>(tie => ({
  arithmetic: fc.oneof(
    { depthSize: 'small' },
    fc.integer({ min: 0, max: 99 }).map(value => ({ written: String(value), value })),
    fc
      .record({ a: tie('arithmetic'), b: tie('arithmetic'), operator: fc.constantFrom('+', '-', '*') })
      .map(({ a, b, operator }) => ({
        written: `(${a.written}) ${operator} (${b.written})`,
        value: operator === '+' ? a.value + b.value : operator === '-' ? a.value - b.value : a.value * b.value,
      })),
    tie('arithmetic').map(({ written, value }) => ({ written: `-(${written})`, value: -value })),
  ),
}))

it('computes bracketed arithmetic as one does by hand', () => {
  fc.assert(
    fc.property(arithmetic, ({ written, value }) => {
      expect(compute(written, 'double')).toBe(value + 0)
    }),
  )
})

it('binds operators as JavaScript does', () => {
  const operand = fc.integer({ min: 1, max: 20 })
  const rest = fc.array(fc.tuple(fc.constantFrom('+', '-', '*', '/', '%'), operand), { maxLength: 8 })
  fc.assert(
    fc.property(operand, rest, (first, more) => {
      const written = [first, ...more.flat()].join(' ')

      expect(compute(written, 'double')).toBeCloseTo(naive([first, ...more.flat()]), 6)
    }),
  )
})

/** Products first, then the sum of what is left. */
function naive(parts: readonly (string | number)[]): number {
  const terms: number[] = []
  let sign = 1
  let term = parts[0] as number
  for (let at = 1; at < parts.length; at += 2) {
    const operand = parts[at + 1] as number
    if (parts[at] === '*') term *= operand
    else if (parts[at] === '/') term /= operand
    else if (parts[at] === '%') term %= operand
    else {
      terms.push(sign * term)
      sign = parts[at] === '+' ? 1 : -1
      term = operand
    }
  }
  return terms.reduce((sum, each) => sum + each, sign * term)
}

it('answers any text with a problem or a formula', () => {
  const piece = fc.constantFrom(
    '(',
    ')',
    '${',
    '}',
    'Seats',
    '+',
    '-',
    '!',
    "'",
    '"',
    ',',
    '1',
    '.',
    'If',
    '=',
    ' ',
    '&&',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map(pieces => pieces.join('')),
      ),
      expression => {
        const problem = problemOf(expression)

        if (problem) expect(problem.at).toBeLessThanOrEqual(expression.length)
        else expect(() => compute(expression, 'double')).not.toThrow()
      },
    ),
  )
})
