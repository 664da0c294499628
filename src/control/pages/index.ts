/** The emulator's own pages; each has a folder or file of its own here, and the navigation is in views/own-layout.tsx. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../../http/env.ts'
import type { World } from '../../world/world.ts'
import type { ControlOptions } from '../index.ts'
import { callbackRoutes } from './callback.tsx'
import { compareRoutes } from './compare/index.ts'
import { homeRoutes } from './home/index.tsx'
import { unlock } from './locked.tsx'
import { orgPageRoutes } from './orgs/index.tsx'
import { requestPageRoutes } from './requests/index.tsx'

export function pageRoutes(app: Hono<EmulatorEnv>, world: World, options: ControlOptions): void {
  const unlocked = unlock(options.token)
  homeRoutes(app, world, options, unlocked)
  requestPageRoutes(app, world, options, unlocked)
  orgPageRoutes(app, world, unlocked)
  compareRoutes(app, world, options, unlocked)
  // open to all, as an app's redirect ends there
  callbackRoutes(app, world, options)
}
