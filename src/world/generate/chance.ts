/** Where the generated records get their chance from: streams that a seed decides, and faker on top of them. */

import { createRequire } from 'node:module'
import type { Faker, LocaleDefinition, Randomizer } from '@faker-js/faker'

/** FNV-1a with a final mix, since its low bits alone are no good for a remainder. */
export function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

let streamState = 0

/** Mulberry32. Faker's own twister takes longer to seed (22 µs) than the rest of a row takes to make. */
export const stream: Randomizer = {
  next() {
    streamState = (streamState + 0x6d2b79f5) | 0
    let t = Math.imul(streamState ^ (streamState >>> 15), 1 | streamState)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  },
  seed(seed) {
    streamState = Number(seed)
  },
}

/** Draws from another stream without moving the row's own on. */
export function drawApart<T>(seed: number, draw: () => T): T {
  const rowState = streamState
  streamState = seed
  const drawn = draw()
  streamState = rowState
  return drawn
}

let loadedFaker: Faker | undefined

/** Loaded at the first record, as most commands never need one. */
export function loadFaker(): Faker {
  if (!loadedFaker) {
    const { faker } = createRequire(import.meta.url)('@faker-js/faker/locale/en') as { faker: Faker }
    // The class itself is exported only beside all the locales, which take five times as long to load.
    const FakerOfLocale = faker.constructor as new (options: {
      locale: LocaleDefinition
      randomizer: Randomizer
    }) => Faker
    loadedFaker = new FakerOfLocale({ locale: faker.rawDefinitions, randomizer: stream })
  }
  return loadedFaker
}
