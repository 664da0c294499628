import { buildRequest, measureRate, type RequestParts } from './load.ts'
import type { RunningServer } from './processes.ts'
import { median, type Row } from './table.ts'

const connections = 16
const loadRounds = 9

export interface Side {
  readonly server: RunningServer
  readonly request: RequestParts
  /** Requests a round: slow servers get fewer, so that rounds take about as long. */
  readonly count: number
}

/** The first against each of the others. */
export async function compare(
  what: string,
  status: number,
  sides: readonly Side[],
  { awake = true } = {},
): Promise<Row[]> {
  const rates: number[][] = sides.map(() => [])
  const measure = ({ server: { port }, request, count }: Side) =>
    measureRate({ port, request: buildRequest(port, request), status }, { count, connections, awake })
  // twice, as the optimizing compilers of the servers take a while
  for (const side of [...sides, ...sides]) await measure(side)
  for (let round = 0; round < loadRounds; round++) {
    for (const [at, side] of sides.entries()) rates[at]!.push(await measure(side))
  }
  const [ours, ...others] = rates as [number[], ...number[][]]
  return others.map(theirs => ({
    what,
    against: 'bare node:http',
    ours: `${median(ours).toFixed(0)}/s`,
    theirs: `${median(theirs).toFixed(0)}/s`,
    ratio: median(ours.map((rate, round) => rate / theirs[round]!)),
  }))
}

/** How long one answer takes when nobody else asks, as a share of what it may take. */
export async function timeOne(what: string, { server: { port }, request, count }: Side, mostMs: number): Promise<Row> {
  const target = { port, request: buildRequest(port, request), status: 200 }
  const measure = () => measureRate(target, { count, connections: 1, awake: true })
  await measure()
  const times: number[] = []
  for (let round = 0; round < loadRounds; round++) times.push(1000 / (await measure()))
  return {
    what,
    against: 'its goal',
    ours: `${median(times).toFixed(1)} ms`,
    theirs: `${mostMs} ms`,
    ratio: median(times) / mostMs,
    goal: { atMost: 1 },
  }
}
