import { expect, it, vi } from 'vitest'
import { addJob, type Job, openJobs, phaseOf, settleJobs, type Work } from '../../src/world/jobs.ts'
import type { OrgData } from '../../src/world/org-data.ts'
import { createWorld, type World } from '../../src/world/world.ts'

/** A world whose clock stands still, and the data of one of its orgs. */
async function still(): Promise<{ world: World; data: OrgData }> {
  const world = await createWorld({ fixture: 'empty' })
  world.clock.freeze()
  return { world, data: world.orgData(world.orgs.all()[0]!) }
}

/** Work that remembers in which order it was done. */
function recorder(): { works: Record<string, Work>; done: unknown[] } {
  const done: unknown[] = []
  const note: Work = (_world, _data, { details }) => {
    done.push(details)
    return `${details} done`
  }
  return { works: { note }, done }
}

const job = (details: string) => ({ kind: 'note', userId: '1', details })

it('a job waits for one step of the clock and runs for another', async () => {
  const { world, data } = await still()
  const { works } = recorder()
  const { id } = addJob(world, data, job('A'))
  const look = () => {
    settleJobs(world, data, works)
    const row = data.jobs.get(id)!
    return [phaseOf(row, world.clock.now()), row.details]
  }

  const phases = [0, 999, 1, 999, 1].map(ms => {
    world.clock.advance(ms)
    return look()
  })

  expect(phases).toEqual([
    ['waiting', 'A'],
    ['waiting', 'A'],
    ['running', 'A'],
    ['running', 'A'],
    ['done', 'A done'],
  ])
})

it('a job without steps is done when somebody looks next', async () => {
  const { world, data } = await still()
  world.setToggles({ job_step_ms: 0 })
  const { works, done } = recorder()
  addJob(world, data, job('A'))

  settleJobs(world, data, works)

  expect(done).toEqual(['A'])
})

it('work is done once, in the order of the ends', async () => {
  const { world, data } = await still()
  const { works, done } = recorder()
  addJob(world, data, job('slow'))
  world.setToggles({ job_step_ms: 10 })
  addJob(world, data, job('quick'))
  addJob(world, data, job('as quick'))
  world.clock.advance(5000)

  settleJobs(world, data, works)
  settleJobs(world, data, works)

  expect(done).toEqual(['quick', 'as quick', 'slow'])
  expect(openJobs(data)).toEqual([])
})

it('work that cannot be done fails its own job and no other', async () => {
  const { world, data } = await still()
  const { works, done } = recorder()
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {})
  const broken: Work = () => {
    throw new Error('broken')
  }
  const first = addJob(world, data, { kind: 'broken', userId: '1', details: 'B' })
  const unknown = addJob(world, data, { kind: 'unheard of', userId: '1', details: 'U' })
  addJob(world, data, job('A'))
  world.clock.advance(5000)

  settleJobs(world, data, { ...works, broken })
  complaint.mockRestore()

  expect([first, unknown].map(({ id }) => data.jobs.get(id)!.outcome)).toEqual(['failed', 'failed'])
  expect(done).toEqual(['A'])
})

it('a job that a snapshot caught on its way goes on where it is restored', async () => {
  const { world, data } = await still()
  const { works, done } = recorder()
  const { id } = addJob(world, data, job('A'))
  const snapshot = world.store.snapshot()
  world.clock.advance(5000)
  settleJobs(world, data, works)

  world.store.restore(snapshot)
  const restored: Job = data.jobs.get(id)!
  settleJobs(world, data, works)
  const early = [...done]
  world.clock.advance(5000)
  settleJobs(world, data, works)

  expect([restored.outcome, restored.details]).toEqual(['open', 'A'])
  expect([early, done]).toEqual([['A'], ['A', 'A']])
})

it('a reset leaves no job', async () => {
  const { world, data } = await still()
  const { works, done } = recorder()
  addJob(world, data, job('A'))

  world.reset()
  world.clock.freeze()
  world.clock.advance(5000)
  settleJobs(world, data, works)

  expect([data.jobs.size, done]).toEqual([0, []])
})
