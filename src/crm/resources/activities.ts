/**
 * `/Activities` (v2 and v2.1): tasks, meetings and calls together, to be read. Newer versions have no module of that name,
 * and its own scope opens nothing in them.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v3/change-log.html,
 * https://www.zoho.com/crm/developer/docs/api/v6/select-api-scopes.html
 */

import { crmError } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { CrmContext } from '../answer.ts'
import { requireSearchScope } from '../criteria/search-request.ts'
import { moduleToRead } from '../module-of.ts'
import { answerList } from '../records/answer-list.ts'
import type { Needs, Routes } from '../routes.ts'
import { answerRecord } from './records.ts'
import { answerSearch } from './search.ts'

const path = '/:module{Activities}'

export function activityRoutes({ on, world }: Routes): void {
  on('get', path, activityNeeds, c => {
    const module = activitiesModule(c)
    return answerList(c, world, module, c.get('caller').data.records(module))
  })

  on('get', `${path}/search`, activityNeeds, c => {
    requireSearchScope(world, c)
    return answerSearch(world, c, activitiesModule(c))
  })

  on('get', `${path}/:id`, activityNeeds, c => answerRecord(c, activitiesModule(c)))
}

/** Which of them the profile lets see is decided one by one. */
const activityNeeds: Needs = {
  scopes: c => [c.get('version').activities ? 'ZohoCRM.modules.Activities.READ' : 'ZohoCRM.modules.READ'],
  permit: null,
}

/** @throws CrmError in versions without it */
function activitiesModule(c: CrmContext): ModuleMeta {
  const module = moduleToRead(c, 'Activities')
  if (!module) throw crmError('invalidModule', { resource_path_index: 0 }, { reason: 'v2.1 was the last to have it' })
  return module
}
