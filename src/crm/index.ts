/**
 * Zoho CRM's REST API, `/crm/{v2…v8}/…` and `/crm/bulk/{v2…v8}/…` on the API hosts: records and metadata of the one org that a call's token opens.
 * Leaves tokens to accounts; which org a token opens is decided in http/authenticate.ts before a handler runs.
 *
 * A resource is a file in resources/ and a line below, specific paths before `/:module`.
 */

import { Hono } from 'hono'
import type { CrmEnv } from '../http/authenticate.ts'
import { crmChecks } from '../http/journal/checks.ts'
import type { Room } from '../http/room.ts'
import type { World } from '../world/world.ts'
import type { AskPart } from './composite/run.ts'
import { refuseUnrouted } from './not-emulated.ts'
import { activityRoutes } from './resources/activities.ts'
import { apiRoutes } from './resources/apis.ts'
import { assignmentRuleRoutes } from './resources/assignment-rules.ts'
import { associateEmailRoutes } from './resources/associate-email.ts'
import { attachmentRoutes } from './resources/attachments.ts'
import { auditLogExportRoutes, auditLogFileRoutes } from './resources/audit-log-export.ts'
import { automationTaskRoutes } from './resources/automation-tasks.ts'
import { backupFileRoutes, backupRoutes } from './resources/backup.ts'
import { blueprintRoutes } from './resources/blueprint.ts'
import { bulkReadRoutes } from './resources/bulk-read.ts'
import { bulkWriteResultRoutes, bulkWriteRoutes, downloads } from './resources/bulk-write.ts'
import { businessHoursRoutes } from './resources/business-hours.ts'
import { cancelMeetingRoutes } from './resources/cancel-meeting.ts'
import { changeOwnerRoutes } from './resources/change-owner.ts'
import { cloneRoutes } from './resources/clone.ts'
import { compositeRoutes } from './resources/composite.ts'
import { contactRoleRoutes } from './resources/contact-roles.ts'
import { conversionOptionRoutes } from './resources/conversion-options.ts'
import { convertLeadRoutes } from './resources/convert-lead.ts'
import { coqlRoutes } from './resources/coql.ts'
import { countRoutes } from './resources/count.ts'
import { currencyRoutes } from './resources/currencies.ts'
import { customFieldRoutes } from './resources/custom-fields.ts'
import { customLayoutRoutes } from './resources/custom-layouts.ts'
import { customModuleRoutes } from './resources/custom-modules.ts'
import { customViewRoutes } from './resources/custom-views.ts'
import { dataSharingRoutes } from './resources/data-sharing.ts'
import { dealContactRoleRoutes } from './resources/deal-contact-roles.ts'
import { deletedRoutes } from './resources/deleted.ts'
import { duplicateCheckRoutes } from './resources/duplicate-check.ts'
import { emailComposeRoutes } from './resources/email-compose.ts'
import { emailDraftRoutes } from './resources/email-drafts.ts'
import { emailLinkRoutes } from './resources/email-links.ts'
import { emailSettingRoutes } from './resources/email-settings.ts'
import { emailSharingRoutes } from './resources/email-sharing.ts'
import { emailRoutes } from './resources/emails.ts'
import { entityScoreRoutes } from './resources/entity-scores.ts'
import { featureRoutes } from './resources/features.ts'
import { fieldAttachmentRoutes } from './resources/field-attachments.ts'
import { fieldUpdateRoutes } from './resources/field-updates.ts'
import { fieldRoutes } from './resources/fields.ts'
import { fileRoutes } from './resources/files.ts'
import { fiscalYearRoutes } from './resources/fiscal-year.ts'
import { fullDataRoutes } from './resources/full-data.ts'
import { functionRoutes } from './resources/functions.ts'
import { globalPickListRoutes } from './resources/global-pick-lists.ts'
import { holidayRoutes } from './resources/holidays.ts'
import { inventoryConvertRoutes } from './resources/inventory-convert.ts'
import { layoutRoutes } from './resources/layouts.ts'
import { lockingInformationRoutes } from './resources/locking-information.ts'
import { mailMergeRoutes } from './resources/mail-merge.ts'
import { mapDependencyRoutes } from './resources/map-dependencies.ts'
import { massActionRoutes } from './resources/mass-actions.ts'
import { massConvertRoutes } from './resources/mass-convert.ts'
import { mergeRoutes } from './resources/merge.ts'
import { moduleRoutes } from './resources/modules.ts'
import { noteRoutes } from './resources/notes.ts'
import { notificationRoutes } from './resources/notifications.ts'
import { orgRoutes } from './resources/org.ts'
import { orgPhotoRoutes } from './resources/org-photo.ts'
import { photoRoutes } from './resources/photo.ts'
import { pickListValueRoutes } from './resources/pick-list-values.ts'
import { pipelineRoutes } from './resources/pipelines.ts'
import { portalUserTypeRoutes } from './resources/portal-user-types.ts'
import { portalUserRoutes } from './resources/portal-users.ts'
import { portalRoutes } from './resources/portals.ts'
import { preferenceRoutes } from './resources/preferences.ts'
import { profileRoutes } from './resources/profiles.ts'
import { recordLockingRoutes } from './resources/record-locking.ts'
import { recordTagRoutes } from './resources/record-tags.ts'
import { recordTerritoryRoutes } from './resources/record-territories.ts'
import { recordRoutes } from './resources/records.ts'
import { recycleBinRoutes } from './resources/recycle-bin.ts'
import { relatedCountRoutes } from './resources/related-counts.ts'
import { relatedListRoutes } from './resources/related-lists.ts'
import { relatedRecordRoutes } from './resources/related-records.ts'
import { roleRoutes } from './resources/roles.ts'
import { scoringRuleRoutes } from './resources/scoring-rules.ts'
import { searchRoutes } from './resources/search.ts'
import { sendMailRoutes } from './resources/send-mail.ts'
import { shareRoutes } from './resources/share.ts'
import { sharingRuleRoutes } from './resources/sharing-rules.ts'
import { tagRoutes } from './resources/tags.ts'
import { taxRoutes } from './resources/taxes.ts'
import { templateRoutes } from './resources/templates.ts'
import { territoryRoutes } from './resources/territories.ts'
import { timelineRoutes } from './resources/timeline.ts'
import { unblockEmailRoutes } from './resources/unblock-email.ts'
import { unsubscribeLinkRoutes } from './resources/unsubscribe-links.ts'
import { content, uploadRoutes } from './resources/uploads.ts'
import { upsertRoutes } from './resources/upsert.ts'
import { userGroupRoutes } from './resources/user-groups.ts'
import { userTerritoryRoutes } from './resources/user-territories.ts'
import { userTransferRoutes } from './resources/user-transfers.ts'
import { userRoutes } from './resources/users.ts'
import { userUnavailabilityRoutes } from './resources/users-unavailability.ts'
import { variableRoutes } from './resources/variables.ts'
import { viewSortingRoutes } from './resources/view-sorting.ts'
import { webhookRoutes } from './resources/webhooks.ts'
import { workflowRuleRoutes } from './resources/workflow-rules.ts'
import { bulk, createRoutes, email, type Routes } from './routes.ts'

export { jobWorks } from './jobs.ts'

/** @param askPart asks the emulator what a part of a composite request asks */
export function crmRoutes(world: World, askPart: AskPart): Room {
  const app = new Hono<CrmEnv>()
  declareRoutes(createRoutes(app, world), askPart)
  emailComposeRoutes(createRoutes(app, world, email))
  declareBulkRoutes(createRoutes(app, world, bulk))
  return { routes: app, unrouted }
}

/** Declares what is emulated: to the router, or to whoever wants to list it. */
export function declareRoutes(routes: Routes, askPart: AskPart): void {
  orgRoutes(routes)
  functionRoutes(routes)
  userTransferRoutes(routes)
  userRoutes(routes)
  roleRoutes(routes)
  profileRoutes(routes)
  currencyRoutes(routes)
  taxRoutes(routes)
  userGroupRoutes(routes)
  userUnavailabilityRoutes(routes)
  portalRoutes(routes)
  portalUserTypeRoutes(routes)
  portalUserRoutes(routes)
  featureRoutes(routes)
  apiRoutes(routes)
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
  entityScoreRoutes(routes)
  mapDependencyRoutes(routes)
  duplicateCheckRoutes(routes)
  globalPickListRoutes(routes)
  holidayRoutes(routes)
  fiscalYearRoutes(routes)
  auditLogExportRoutes(routes)
  templateRoutes(routes)
  unsubscribeLinkRoutes(routes)
  emailSettingRoutes(routes)
  tagRoutes(routes)
  recordLockingRoutes(routes)
  territoryRoutes(routes)
  userTerritoryRoutes(routes)
  recycleBinRoutes(routes)
  fileRoutes(routes)
  orgPhotoRoutes(routes)
  attachmentRoutes(routes)
  fieldAttachmentRoutes(routes)
  photoRoutes(routes)
  noteRoutes(routes)
  contactRoleRoutes(routes)
  dealContactRoleRoutes(routes)
  timelineRoutes(routes)
  conversionOptionRoutes(routes)
  convertLeadRoutes(routes)
  inventoryConvertRoutes(routes)
  massConvertRoutes(routes)
  mergeRoutes(routes)
  blueprintRoutes(routes)
  lockingInformationRoutes(routes)
  notificationRoutes(routes)
  compositeRoutes(routes, askPart)
  activityRoutes(routes)
  dataSharingRoutes(routes)
  sharingRuleRoutes(routes)
  upsertRoutes(routes)
  deletedRoutes(routes)
  cloneRoutes(routes)
  countRoutes(routes)
  massActionRoutes(routes)
  recordTagRoutes(routes)
  shareRoutes(routes)
  changeOwnerRoutes(routes)
  recordTerritoryRoutes(routes)
  fullDataRoutes(routes)
  cancelMeetingRoutes(routes)
  sendMailRoutes(routes)
  mailMergeRoutes(routes)
  associateEmailRoutes(routes)
  emailLinkRoutes(routes)
  emailSharingRoutes(routes)
  unblockEmailRoutes(routes)
  emailDraftRoutes(routes)
  emailRoutes(routes)
  relatedCountRoutes(routes)
  relatedRecordRoutes(routes)
  searchRoutes(routes)
  coqlRoutes(routes)
  // the inventory has these modules by name
  recordRoutes(routes, '/:module{Services__s}')
  recordRoutes(routes, '/:module{Appointments__s}')
  recordRoutes(routes, '/:module{Appointments_Rescheduled_History__s}', false)
  recordRoutes(routes)
}

/** As `declareRoutes`, of bulk jobs. */
export function declareBulkRoutes(routes: Routes): void {
  bulkReadRoutes(routes)
  bulkWriteRoutes(routes)
  backupRoutes(routes)
}

/** The content hosts, which take uploads. Like the download hosts they belong to no environment. */
export function contentRoutes(world: World): Room {
  const app = new Hono<CrmEnv>()
  uploadRoutes(createRoutes(app, world, content))
  return { routes: app, unrouted }
}

/** The download hosts, which hand out the results of jobs. */
export function downloadRoutes(world: World): Room {
  const app = new Hono<CrmEnv>()
  const routes = createRoutes(app, world, downloads)
  bulkWriteResultRoutes(routes)
  backupFileRoutes(routes)
  auditLogFileRoutes(routes)
  return { routes: app, unrouted }
}

const unrouted: Room['unrouted'] = c => {
  c.env.exchange.follow(crmChecks)
  throw refuseUnrouted(c)
}
