/**
 * The mails that the service would have sent; none leaves the machine. One that is sent later lies here from the beginning
 * and counts once its time has come, so that no timer is needed and moving the clock sends it.
 */

import type { SentMail } from './schema.ts'
import type { World } from './world.ts'

/** The oldest mails go when there are more. */
const kept = 1000

export function putInOutbox(world: World, mail: Omit<SentMail, 'id'>): void {
  const { outbox } = world
  outbox.insert({ id: `mail-${world.ids.next('mail')}`, ...mail })
  if (outbox.size <= kept) return
  const now = world.clock.now()
  const all = outbox.all()
  const oldest = all.find(({ at }) => at <= now) ?? all[0]!
  // without the mark that a deletion leaves
  outbox.forget(({ id }) => id === oldest.id)
}

/** What was sent by now, the first one first. */
export function sentMails(world: World): SentMail[] {
  const now = world.clock.now()
  const sent = world.outbox.all().filter(({ at }) => at <= now)
  return sent.sort((a, b) => a.at - b.at)
}

/** Forgets what was sent by now. */
export function emptyOutbox(world: World): void {
  const now = world.clock.now()
  world.outbox.forget(({ at }) => at <= now)
}
