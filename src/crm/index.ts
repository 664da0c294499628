/**
 * Zoho CRM's REST API, `/crm/{v2…v8}/…` on the API hosts: records and metadata of the one org that a call's token opens.
 * Leaves tokens to accounts; which org a token opens is decided in http/authenticate.ts before a handler runs.
 *
 * A resource is a file in resources/ and a line below, specific paths before `/:module`.
 */

import { Hono } from 'hono'
import type { CrmEnv } from '../http/authenticate.ts'
import { crmChecks } from '../http/journal/checks.ts'
import type { Room } from '../http/room.ts'
import type { World } from '../world/world.ts'
import { refuseUnrouted } from './not-emulated.ts'
import { activityRoutes } from './resources/activities.ts'
import { assignmentRuleRoutes } from './resources/assignment-rules.ts'
import { automationTaskRoutes } from './resources/automation-tasks.ts'
import { businessHoursRoutes } from './resources/business-hours.ts'
import { cloneRoutes } from './resources/clone.ts'
import { coqlRoutes } from './resources/coql.ts'
import { countRoutes } from './resources/count.ts'
import { customFieldRoutes } from './resources/custom-fields.ts'
import { customLayoutRoutes } from './resources/custom-layouts.ts'
import { customModuleRoutes } from './resources/custom-modules.ts'
import { customViewRoutes } from './resources/custom-views.ts'
import { dataSharingRoutes } from './resources/data-sharing.ts'
import { deletedRoutes } from './resources/deleted.ts'
import { duplicateCheckRoutes } from './resources/duplicate-check.ts'
import { fieldUpdateRoutes } from './resources/field-updates.ts'
import { fieldRoutes } from './resources/fields.ts'
import { fiscalYearRoutes } from './resources/fiscal-year.ts'
import { fullDataRoutes } from './resources/full-data.ts'
import { functionRoutes } from './resources/functions.ts'
import { globalPickListRoutes } from './resources/global-pick-lists.ts'
import { holidayRoutes } from './resources/holidays.ts'
import { layoutRoutes } from './resources/layouts.ts'
import { mapDependencyRoutes } from './resources/map-dependencies.ts'
import { massActionRoutes } from './resources/mass-actions.ts'
import { moduleRoutes } from './resources/modules.ts'
import { noteRoutes } from './resources/notes.ts'
import { orgRoutes } from './resources/org.ts'
import { pickListValueRoutes } from './resources/pick-list-values.ts'
import { pipelineRoutes } from './resources/pipelines.ts'
import { preferenceRoutes } from './resources/preferences.ts'
import { recordRoutes } from './resources/records.ts'
import { recycleBinRoutes } from './resources/recycle-bin.ts'
import { relatedCountRoutes } from './resources/related-counts.ts'
import { relatedListRoutes } from './resources/related-lists.ts'
import { relatedRecordRoutes } from './resources/related-records.ts'
import { scoringRuleRoutes } from './resources/scoring-rules.ts'
import { searchRoutes } from './resources/search.ts'
import { sharingRuleRoutes } from './resources/sharing-rules.ts'
import { upsertRoutes } from './resources/upsert.ts'
import { userRoutes } from './resources/users.ts'
import { variableRoutes } from './resources/variables.ts'
import { viewSortingRoutes } from './resources/view-sorting.ts'
import { webhookRoutes } from './resources/webhooks.ts'
import { workflowRuleRoutes } from './resources/workflow-rules.ts'
import { createRoutes } from './routes.ts'

export function crmRoutes(world: World): Room {
  const app = new Hono<CrmEnv>()
  const routes = createRoutes(app, world)

  orgRoutes(routes)
  functionRoutes(routes)
  userRoutes(routes)
  moduleRoutes(routes)
  customModuleRoutes(routes)
  fieldRoutes(routes)
  customFieldRoutes(routes)
  relatedListRoutes(routes)
  layoutRoutes(routes)
  customViewRoutes(routes)
  viewSortingRoutes(routes)
  customLayoutRoutes(routes)
  pickListValueRoutes(routes)
  pipelineRoutes(routes)
  variableRoutes(routes)
  businessHoursRoutes(routes)
  preferenceRoutes(routes)
  fieldUpdateRoutes(routes)
  webhookRoutes(routes)
  automationTaskRoutes(routes)
  workflowRuleRoutes(routes)
  assignmentRuleRoutes(routes)
  scoringRuleRoutes(routes)
  mapDependencyRoutes(routes)
  duplicateCheckRoutes(routes)
  globalPickListRoutes(routes)
  holidayRoutes(routes)
  fiscalYearRoutes(routes)
  recycleBinRoutes(routes)
  noteRoutes(routes)
  activityRoutes(routes)
  dataSharingRoutes(routes)
  sharingRuleRoutes(routes)
  upsertRoutes(routes)
  deletedRoutes(routes)
  cloneRoutes(routes)
  countRoutes(routes)
  massActionRoutes(routes)
  fullDataRoutes(routes)
  relatedCountRoutes(routes)
  relatedRecordRoutes(routes)
  searchRoutes(routes)
  coqlRoutes(routes)
  // the inventory has these modules by name
  for (const name of ['Services__s', 'Appointments__s', 'Appointments_Rescheduled_History__s']) {
    recordRoutes(routes, `/:module{${name}}`)
  }
  recordRoutes(routes)
  return { routes: app, unrouted }
}

/** The content and download hosts: uploads and files that belong to no environment. None of their operations is emulated yet. */
export const contentRoutes = (_world: World): Room => ({ routes: new Hono<CrmEnv>(), unrouted })

const unrouted: Room['unrouted'] = c => {
  c.env.exchange.follow(crmChecks)
  throw refuseUnrouted(c)
}
