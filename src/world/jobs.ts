/**
 * Work that a request leaves for later. A job waits for one step of the world's clock and runs for another; its work is done
 * in one go, by the first call that looks at the org after its end, and dated with that end. So no timer is needed, moving
 * the clock moves jobs too, and a job that a snapshot caught on its way goes on where it is restored. Only a job at whose end
 * somebody is called must end by itself: it is noted in a table of its own, for http/job-alarm.ts.
 *
 * A room that starts jobs says what work each kind means (crm/jobs.ts); the words for a job's phases are the room's too.
 */

import type { OrgData } from './org-data.ts'
import type { World } from './world.ts'

export interface Job<Details = unknown> {
  readonly id: string
  readonly kind: string
  /** Who asked for it, by the id inside the org. */
  readonly userId: string
  readonly createdAt: number
  readonly runsAt: number
  readonly endsAt: number
  /** Whether its work is still to be done, was done, or could not be. */
  readonly outcome: 'open' | 'done' | 'failed'
  /** What to do, and afterwards what came of it: the kind's own business, but as plain as JSON. */
  readonly details: Details
}

export type JobPhase = 'waiting' | 'running' | 'done' | 'failed'

/**
 * Does what a job is for.
 * @returns its details from then on, better without what is needed no more
 */
export type Work = (world: World, data: OrgData, job: Job) => unknown

/**
 * @param details what the work will find in the job
 * @param runsAt when it begins, if not after one step
 */
export function addJob<Details>(
  world: World,
  data: OrgData,
  { kind, userId, details, runsAt }: Pick<Job<Details>, 'kind' | 'userId' | 'details'> & Partial<Pick<Job, 'runsAt'>>,
): Job<Details> {
  const now = world.clock.now()
  const step = world.toggles.job_step_ms
  const begins = runsAt ?? now + step
  const job: Job<Details> = {
    id: data.nextRecordId(),
    kind,
    userId,
    createdAt: now,
    runsAt: begins,
    endsAt: begins + step,
    outcome: 'open',
    details,
  }
  data.jobs.insert(job)
  if (hasCallback(details)) world.awaitedJobs.put({ id: job.id, zgid: data.org.id, endsAt: job.endsAt })
  return job
}

/** Whose details have a `callback` with an `url`; its work then puts the callback where it is sent from (callbacks.ts). */
const hasCallback = (details: unknown): boolean =>
  typeof details === 'object' && details !== null && Boolean((details as { callback?: unknown }).callback)

export function phaseOf({ outcome, runsAt }: Job, now: number): JobPhase {
  if (outcome !== 'open') return outcome
  return now < runsAt ? 'waiting' : 'running'
}

/** The jobs of an org whose work is still to be done. */
export const openJobs = (data: OrgData): Job[] => (data.jobs.size === 0 ? [] : data.jobs.find('outcome', 'open'))

/**
 * Does the work of the jobs that have ended by now, in the order of their ends. Called before each call that may look at the
 * org; where no job is open it costs next to nothing. A job whose work cannot be done fails by itself, and the call goes on.
 */
export function settleJobs(world: World, data: OrgData, works: Readonly<Record<string, Work>>): void {
  const open = openJobs(data)
  if (open.length === 0) return
  const now = world.clock.now()
  const due = open.filter(job => job.endsAt <= now)
  // sorting is stable, so of two that end together the older one comes first
  for (const job of due.sort((a, b) => a.endsAt - b.endsAt)) data.jobs.put(settled(world, data, job, works[job.kind]))
  const ended = new Set(due.map(({ id }) => id))
  if (world.awaitedJobs.size > 0) world.awaitedJobs.forget(({ id }) => ended.has(id))
}

function settled(world: World, data: OrgData, job: Job, work: Work | undefined): Job {
  try {
    if (!work) throw new Error(`no work is known for jobs of kind ${job.kind}`)
    return { ...job, outcome: 'done', details: work(world, data, job) }
  } catch (error) {
    console.error(error)
    return { ...job, outcome: 'failed' }
  }
}
