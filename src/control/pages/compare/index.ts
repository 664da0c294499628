/**
 * `/_emulator/compare`, Old and new: the same client run through both flows, step by step, and how far one token reaches under
 * either rule. What it shows are answers to calls that it makes; nothing of the current world is changed. Both runs, and the
 * rule that a token was not born with, are played in throwaway worlds.
 */

import type { Hono, MiddlewareHandler } from 'hono'
import type { EmulatorEnv } from '../../../http/env.ts'
import type { World } from '../../../world/world.ts'
import type { ControlOptions } from '../../index.ts'
import { comparePath } from './address.ts'
import type { KeptRuns } from './kept-runs.ts'

export function compareRoutes(
  app: Hono<EmulatorEnv>,
  world: World,
  options: ControlOptions,
  unlocked: MiddlewareHandler<EmulatorEnv>,
): void {
  let kept: KeptRuns | undefined
  app.get(comparePath, unlocked, async c => {
    // nobody pays for this page but those who look at it
    const [{ KeptRuns }, { comparePage }] = await Promise.all([import('./kept-runs.ts'), import('./page.tsx')])
    kept ??= new KeptRuns(world, options.beside)
    return comparePage(c, world, options, kept)
  })
}
