/** Tables as text: comma-separated values with a header. */

import { csvLibrary } from './libraries.ts'

/** A value is put into quotation marks only where it has to be. */
const toCell = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

export function toCsvLine(values: readonly string[]): string {
  let line = ''
  for (let at = 0; at < values.length; at++) line += at === 0 ? toCell(values[at]!) : `,${toCell(values[at]!)}`
  return `${line}\n`
}

/** A text that is no table. */
export class CsvProblem extends Error {}

const delimiters = [',', ';', ':', '|']

/** The service finds the delimiter by itself, in the header. */
function delimiterOf(header: string): string {
  const outside = header.replace(/"[^"]*"/g, '')
  const counts = delimiters.map(each => outside.split(each).length)
  return delimiters[counts.indexOf(Math.max(...counts))]!
}

/**
 * @param most rows that are read, the header not counted
 * @returns the header and the rows; of a row that is too short or too long, what there is
 * @throws CsvProblem
 */
export function parseCsv(text: string, most: number): { readonly header: string[]; readonly rows: string[][] } {
  const { parse } = csvLibrary()
  const end = text.search(/\r?\n/)
  try {
    const [header = [], ...rows] = parse(text, {
      bom: true,
      delimiter: delimiterOf(end === -1 ? text : text.slice(0, end)),
      relax_column_count: true,
      skip_empty_lines: true,
      to: most + 1,
    }) as unknown as string[][]
    return { header: header.map(name => name.trim()), rows }
  } catch (error) {
    throw new CsvProblem((error as Error).message)
  }
}
