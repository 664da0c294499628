/** What a benchmark says: one row for each comparison. */

export interface Row {
  readonly what: string
  readonly against: string
  readonly ours: string
  readonly theirs: string
  readonly ratio: number
  readonly goal?: { readonly atLeast: number } | { readonly atMost: number }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export function isMet({ ratio, goal }: Row): boolean {
  if (!goal) return true
  return 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost
}

export function print(rows: readonly Row[]): void {
  const goalText = ({ goal }: Row) =>
    goal ? ('atLeast' in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`) : ''
  const cells = [
    ['', 'emulator', '', 'against', 'ratio', 'goal', ''],
    ...rows.map(row => [
      row.what,
      row.ours,
      row.theirs,
      row.against,
      row.ratio.toFixed(2),
      goalText(row),
      row.goal ? (isMet(row) ? 'met' : 'missed') : '',
    ]),
  ]
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map(line => line[column]!.length)))
  const rightAligned = [1, 2, 4]
  for (const line of cells) {
    const padded = line.map((cell, column) =>
      rightAligned.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
    )
    process.stdout.write(`${padded.join('  ').trimEnd()}\n`)
  }
}
