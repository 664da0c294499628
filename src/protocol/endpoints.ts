/**
 * Which operations Zoho CRM has, whether this emulator answers them or not: methods and path, `{v}` the version and `{}`
 * any one segment. What stands here and is not routed is refused by name instead of as an unknown path.
 *
 * Sources: Zoho's published API descriptions (https://github.com/zoho/crm-oas) and
 * https://www.zoho.com/crm/developer/docs/api/v8/.
 */
import { getOrMake } from './get-or-make.ts'

const inventory = `
GET,POST,PUT /crm/{v}/Appointments_Rescheduled_History__s
GET,PUT,DELETE /crm/{v}/Appointments_Rescheduled_History__s/{}
GET,POST,PUT,DELETE /crm/{v}/Appointments__s
GET,PUT,DELETE /crm/{v}/Appointments__s/{}
GET,POST,PUT,DELETE /crm/{v}/Contacts/roles
GET,PUT,DELETE /crm/{v}/Contacts/roles/{}
POST,DELETE /crm/{v}/Contacts/{}/Emails/actions/link_record
POST,DELETE /crm/{v}/Contacts/{}/Emails/{}/actions/link_record
GET /crm/{v}/Entity_Scores__s
GET /crm/{v}/Entity_Scores__s/{}
POST /crm/{v}/Events/{}/actions/cancel
GET,POST /crm/{v}/Leads/actions/mass_convert
GET /crm/{v}/Leads/{}/__conversion_options
POST /crm/{v}/Leads/{}/actions/convert
GET,POST,PUT,DELETE /crm/{v}/Notes
GET,PUT,DELETE /crm/{v}/Notes/{}
GET,POST,PUT,DELETE /crm/{v}/Services__s
GET,PUT,DELETE /crm/{v}/Services__s/{}
GET /crm/{v}/__apis
POST /crm/{v}/__composite_requests
GET /crm/{v}/__features
GET /crm/{v}/__features/data_enrichment
GET /crm/{v}/__features/user_licenses
GET /crm/{v}/__features/{}
GET,POST /crm/{v}/__zia_org_enrichment
GET /crm/{v}/__zia_org_enrichment/{}
GET,POST /crm/{v}/__zia_people_enrichment
GET /crm/{v}/__zia_people_enrichment/{}
GET /crm/{v}/actions/email_available
GET,POST,PUT,PATCH,DELETE /crm/{v}/actions/watch
POST /crm/{v}/coql
GET,POST /crm/{v}/files
GET /crm/{v}/org
GET,POST,PUT /crm/{v}/org/currencies
GET /crm/{v}/org/currencies/actions/available_currencies
POST,PUT /crm/{v}/org/currencies/actions/enable
GET,PUT /crm/{v}/org/currencies/{}
GET,POST,DELETE /crm/{v}/org/photo
GET,PUT /crm/{v}/settings/appointment_preferences
GET,POST /crm/{v}/settings/audit_log_export
GET /crm/{v}/settings/audit_log_export/{}
GET /crm/{v}/settings/automation/assignment_rules
GET /crm/{v}/settings/automation/assignment_rules/{}
GET /crm/{v}/settings/automation/cadences
GET,POST,DELETE /crm/{v}/settings/automation/field_updates
GET,PUT,DELETE /crm/{v}/settings/automation/field_updates/{}
GET,POST,PUT,DELETE /crm/{v}/settings/automation/scoring_rules
GET,PUT,DELETE /crm/{v}/settings/automation/scoring_rules/{}
PUT,DELETE /crm/{v}/settings/automation/scoring_rules/{}/actions/activate
POST /crm/{v}/settings/automation/scoring_rules/{}/actions/clone
GET,POST,DELETE /crm/{v}/settings/automation/tasks
GET,PUT,DELETE /crm/{v}/settings/automation/tasks/{}
GET /crm/{v}/settings/automation/webhook_failures
GET,POST,PUT,DELETE /crm/{v}/settings/automation/webhooks
GET /crm/{v}/settings/automation/webhooks/actions/associated_modules
GET /crm/{v}/settings/automation/webhooks/actions/usage_reports
GET,PUT,DELETE /crm/{v}/settings/automation/webhooks/{}
GET,POST,PUT,DELETE /crm/{v}/settings/automation/workflow_rules
GET /crm/{v}/settings/automation/workflow_rules/actions/actions_count
GET /crm/{v}/settings/automation/workflow_rules/actions/module_specific_count
PUT /crm/{v}/settings/automation/workflow_rules/actions/reorder
GET /crm/{v}/settings/automation/workflow_rules/actions/rules_count
GET,PUT,DELETE /crm/{v}/settings/automation/workflow_rules/{}
GET /crm/{v}/settings/automation/workflow_rules/{}/actions/usage
GET,POST,PUT /crm/{v}/settings/business_hours
GET,POST,PUT /crm/{v}/settings/business_hours/shift_hours
GET,PUT,DELETE /crm/{v}/settings/business_hours/shift_hours/{}
GET,PUT /crm/{v}/settings/call_preferences
GET /crm/{v}/settings/custom_views
PUT /crm/{v}/settings/custom_views/actions/change_sort
GET /crm/{v}/settings/custom_views/{}
PUT /crm/{v}/settings/custom_views/{}/actions/change_sort
GET,PUT /crm/{v}/settings/data_sharing
GET,POST,PUT /crm/{v}/settings/data_sharing/rules
POST /crm/{v}/settings/data_sharing/rules/actions/run
GET,POST /crm/{v}/settings/data_sharing/rules/actions/summary
POST /crm/{v}/settings/data_sharing/rules/search
GET,PUT,DELETE /crm/{v}/settings/data_sharing/rules/{}
PUT,DELETE /crm/{v}/settings/data_sharing/rules/{}/actions/activate
GET,POST,PUT,DELETE /crm/{v}/settings/duplicate_check_preference
GET /crm/{v}/settings/email_templates
GET /crm/{v}/settings/email_templates/{}
GET /crm/{v}/settings/emails/actions/from_addresses
GET,POST,PATCH /crm/{v}/settings/fields
GET,PATCH,DELETE /crm/{v}/settings/fields/{}
GET /crm/{v}/settings/fields/{}/pick_list_values
GET,PUT /crm/{v}/settings/fiscal_year
GET,POST,PATCH,DELETE /crm/{v}/settings/global_picklists
GET,PATCH,DELETE /crm/{v}/settings/global_picklists/{}
GET /crm/{v}/settings/global_picklists/{}/actions/associations
GET /crm/{v}/settings/global_picklists/{}/actions/pick_list_values_associations
POST /crm/{v}/settings/global_picklists/{}/actions/replace_picklist_values
GET /crm/{v}/settings/global_picklists/{}/actions/replaced_values
GET,POST,PUT /crm/{v}/settings/holidays
GET,PUT,DELETE /crm/{v}/settings/holidays/{}
GET /crm/{v}/settings/inventory_templates
GET /crm/{v}/settings/inventory_templates/{}
GET,PATCH /crm/{v}/settings/layouts
GET,PATCH,DELETE /crm/{v}/settings/layouts/{}
POST,DELETE /crm/{v}/settings/layouts/{}/actions/activate
GET,POST /crm/{v}/settings/layouts/{}/map_dependency
GET,PUT,DELETE /crm/{v}/settings/layouts/{}/map_dependency/{}
GET,POST,PUT /crm/{v}/settings/modules
GET,PUT /crm/{v}/settings/modules/{}
GET,POST,PUT,PATCH /crm/{v}/settings/pipeline
POST /crm/{v}/settings/pipeline/actions/transfer
GET,PUT,PATCH /crm/{v}/settings/pipeline/{}
GET,POST /crm/{v}/settings/portals
GET /crm/{v}/settings/portals/meta
GET,PUT,DELETE /crm/{v}/settings/portals/{}
GET,POST /crm/{v}/settings/portals/{}/user_type
GET,PUT,DELETE /crm/{v}/settings/portals/{}/user_type/{}
GET,DELETE /crm/{v}/settings/portals/{}/user_type/{}/users
POST /crm/{v}/settings/portals/{}/user_type/{}/users/action/transfer
POST /crm/{v}/settings/portals/{}/user_type/{}/users/actions/change_status
POST,PUT /crm/{v}/settings/portals/{}/user_type/{}/users/{}/actions/change_status
GET /crm/{v}/settings/profiles
GET,PUT,DELETE /crm/{v}/settings/profiles/{}
POST /crm/{v}/settings/profiles/{}/actions/clone
GET,POST,PUT,DELETE /crm/{v}/settings/record_locking_configurations
GET,PUT,DELETE /crm/{v}/settings/record_locking_configurations/{}
GET,DELETE /crm/{v}/settings/recycle_bin
GET /crm/{v}/settings/recycle_bin/actions/count
POST /crm/{v}/settings/recycle_bin/actions/empty
POST /crm/{v}/settings/recycle_bin/actions/restore
GET,DELETE /crm/{v}/settings/recycle_bin/{}
POST /crm/{v}/settings/recycle_bin/{}/actions/restore
GET /crm/{v}/settings/related_lists
GET /crm/{v}/settings/related_lists/{}
GET,POST,PUT /crm/{v}/settings/roles
GET,PUT,DELETE /crm/{v}/settings/roles/{}
GET,PUT /crm/{v}/settings/service_preferences
GET,POST,PUT /crm/{v}/settings/tags
GET,POST /crm/{v}/settings/tags/actions/mass_delete
PUT,DELETE /crm/{v}/settings/tags/{}
POST /crm/{v}/settings/tags/{}/actions/merge
GET /crm/{v}/settings/tags/{}/actions/records_count
GET,POST,PUT,DELETE /crm/{v}/settings/territories
GET /crm/{v}/settings/territories/actions/associated_users_count
GET /crm/{v}/settings/territories/actions/deleted_associated_territories
POST /crm/{v}/settings/territories/actions/transfer_and_delete
GET,PUT,DELETE /crm/{v}/settings/territories/{}
GET /crm/{v}/settings/territories/{}/__child_territories
POST /crm/{v}/settings/territories/{}/actions/transfer_and_delete
GET,PUT,DELETE /crm/{v}/settings/territories/{}/users
GET,PUT,DELETE /crm/{v}/settings/territories/{}/users/{}
GET /crm/{v}/settings/unsubscribe_link/actions/associations
GET,POST,PUT /crm/{v}/settings/unsubscribe_links
GET,PUT,DELETE /crm/{v}/settings/unsubscribe_links/{}
GET,POST,PUT /crm/{v}/settings/user_groups
GET /crm/{v}/settings/user_groups/actions/associated_users_count
GET /crm/{v}/settings/user_groups/actions/deletion_jobs
POST /crm/{v}/settings/user_groups/actions/get_assigned
POST /crm/{v}/settings/user_groups/actions/get_unassigned
GET,PUT,DELETE /crm/{v}/settings/user_groups/{}
GET /crm/{v}/settings/user_groups/{}/actions/associations
GET /crm/{v}/settings/user_groups/{}/actions/sources_count
GET /crm/{v}/settings/user_groups/{}/associated_users/actions/grouped_counts
GET /crm/{v}/settings/user_groups/{}/sources
GET,POST,PUT /crm/{v}/settings/users_unavailability
GET,PUT,DELETE /crm/{v}/settings/users_unavailability/{}
GET,PUT /crm/{v}/settings/variable_groups
GET,PUT /crm/{v}/settings/variable_groups/{}
GET,POST,PUT,DELETE /crm/{v}/settings/variables
GET,PUT,DELETE /crm/{v}/settings/variables/{}
GET /crm/{v}/settings/wizards
GET /crm/{v}/settings/wizards/{}
GET /crm/{v}/settings/zia/data_enrichment
POST /crm/{v}/upload
GET,POST,PUT /crm/{v}/users
GET /crm/{v}/users/actions/count
GET /crm/{v}/users/actions/transfer
GET,POST /crm/{v}/users/actions/transfer_and_delete
GET,PUT,DELETE /crm/{v}/users/{}
GET /crm/{v}/users/{}/actions/associated_groups
POST /crm/{v}/users/{}/actions/transfer
POST /crm/{v}/users/{}/actions/transfer_and_delete
GET /crm/{v}/users/{}/actions/validate_before_transfer
GET,PUT,DELETE /crm/{v}/users/{}/territories
GET,DELETE /crm/{v}/users/{}/territories/{}
GET /crm/{v}/workflow_configurations
GET,POST,PUT,DELETE /crm/{v}/{}
POST /crm/{v}/{}/actions/add_tags
POST /crm/{v}/{}/actions/assign_territories
POST /crm/{v}/{}/actions/change_owner
GET,POST /crm/{v}/{}/actions/count
POST /crm/{v}/{}/actions/enrol_in_cadences
GET /crm/{v}/{}/actions/fetch_full_data
GET,POST /crm/{v}/{}/actions/mass_change_owner
GET,POST /crm/{v}/{}/actions/mass_convert
GET,POST /crm/{v}/{}/actions/mass_delete
GET,POST /crm/{v}/{}/actions/mass_update
GET,POST /crm/{v}/{}/actions/portal_invite
POST /crm/{v}/{}/actions/remove_tags
POST /crm/{v}/{}/actions/remove_territories
PUT /crm/{v}/{}/actions/run_scoring_rules
POST /crm/{v}/{}/actions/share_emails
POST /crm/{v}/{}/actions/unblock_email
POST /crm/{v}/{}/actions/unenrol_from_cadences
POST /crm/{v}/{}/actions/unshare_emails
GET /crm/{v}/{}/deleted
GET /crm/{v}/{}/deleted/{}/{}
GET /crm/{v}/{}/search
POST /crm/{v}/{}/upsert
GET,PUT,DELETE /crm/{v}/{}/{}
GET,POST,DELETE /crm/{v}/{}/{}/Attachments
GET,DELETE /crm/{v}/{}/{}/Attachments/{}
GET,PUT,DELETE /crm/{v}/{}/{}/Contact_Roles
GET,PUT,DELETE /crm/{v}/{}/{}/Contact_Roles/{}
GET /crm/{v}/{}/{}/Emails
GET /crm/{v}/{}/{}/Emails/actions/download_attachments
GET /crm/{v}/{}/{}/Emails/actions/download_inline_images
GET /crm/{v}/{}/{}/Emails/{}
GET,POST /crm/{v}/{}/{}/Locking_Information__s
GET,PUT,DELETE /crm/{v}/{}/{}/Locking_Information__s/{}
GET,POST,PUT,DELETE /crm/{v}/{}/{}/Notes
GET,PUT,DELETE /crm/{v}/{}/{}/Notes/{}
GET,POST,PUT /crm/{v}/{}/{}/__email_drafts
GET,PUT,DELETE /crm/{v}/{}/{}/__email_drafts/{}
GET /crm/{v}/{}/{}/__emails_sharing_details
GET /crm/{v}/{}/{}/__timeline
POST /crm/{v}/{}/{}/actions/add_tags
POST /crm/{v}/{}/{}/actions/assign_territories
POST /crm/{v}/{}/{}/actions/associate_email
GET,PUT /crm/{v}/{}/{}/actions/blueprint
POST /crm/{v}/{}/{}/actions/change_owner
POST /crm/{v}/{}/{}/actions/clone
POST /crm/{v}/{}/{}/actions/convert
GET /crm/{v}/{}/{}/actions/download_fields_attachment
POST /crm/{v}/{}/{}/actions/download_mail_merge
GET /crm/{v}/{}/{}/actions/fetch_full_data
POST /crm/{v}/{}/{}/actions/get_related_records_count
GET,POST /crm/{v}/{}/{}/actions/merge
POST /crm/{v}/{}/{}/actions/portal_invite
POST /crm/{v}/{}/{}/actions/remove_tags
POST /crm/{v}/{}/{}/actions/remove_territories
POST /crm/{v}/{}/{}/actions/send_mail
POST /crm/{v}/{}/{}/actions/send_mail_merge
GET,POST,PUT,DELETE /crm/{v}/{}/{}/actions/share
POST /crm/{v}/{}/{}/actions/share_emails
POST /crm/{v}/{}/{}/actions/sign_mail_merge
POST /crm/{v}/{}/{}/actions/unblock_email
POST /crm/{v}/{}/{}/actions/unshare_emails
GET,POST,DELETE /crm/{v}/{}/{}/photo
GET,PUT,DELETE /crm/{v}/{}/{}/{}
GET,PUT,DELETE /crm/{v}/{}/{}/{}/{}
GET,POST /crm/bulk/{v}/backup
GET /crm/bulk/{v}/backup/history
GET /crm/bulk/{v}/backup/urls
PUT /crm/bulk/{v}/backup/{}/actions/cancel
POST /crm/bulk/{v}/read
GET /crm/bulk/{v}/read/{}
GET /crm/bulk/{v}/read/{}/result
POST /crm/bulk/{v}/write
GET /crm/bulk/{v}/write/{}
GET,PUT /crm/email/{v}/settings/compose
POST /crm/graphql
GET,POST /crm/{v}/functions/{}/actions/execute
GET,POST,PUT,DELETE /crm/{v}/org/taxes
GET,PUT,DELETE /crm/{v}/org/taxes/{}
`

/** One path of Zoho's with the methods it takes. */
export interface Operation {
  readonly path: string
  readonly methods: readonly string[]
}

interface Node {
  readonly literals: Map<string, Node>
  /** Modules that stand in the inventory by name, in lower case: their names come in any case. */
  readonly names: Map<string, Node>
  any?: Node
  operation?: Operation
}

const emptyNode = (): Node => ({ literals: new Map(), names: new Map() })

/** All operations in the order of the inventory. */
export const operations = (): Operation[] =>
  inventory
    .trim()
    .split('\n')
    .map(line => {
      const [methods, path] = line.split(' ') as [string, string]
      return { path, methods: methods.split(',') }
    })

let root: Node | undefined

/**
 * The operation that a path belongs to; where several fit, the one with more literal segments at the front wins, as in
 * Zoho's own routing. Names of modules are compared without case.
 */
export function findOperation(path: string): Operation | undefined {
  root ??= buildTree()
  return walk(root, path.split('/').slice(1), 0)
}

function buildTree(): Node {
  const top = emptyNode()
  for (const operation of operations()) {
    let node = top
    for (const segment of operation.path.split('/').slice(1)) node = childFor(node, segment)
    node.operation = operation
  }
  return top
}

function childFor(node: Node, segment: string): Node {
  if (segment === '{v}' || segment === '{}') {
    node.any ??= emptyNode()
    return node.any
  }
  const isName = /^[A-Z]/.test(segment)
  return getOrMake(isName ? node.names : node.literals, isName ? segment.toLowerCase() : segment, emptyNode)
}

function walk(node: Node, segments: readonly string[], depth: number): Operation | undefined {
  const segment = segments[depth]
  if (segment === undefined) return node.operation
  if (segment === '') return undefined
  const literal = node.literals.get(segment) ?? node.names.get(segment.toLowerCase())
  const found = literal && walk(literal, segments, depth + 1)
  return found ?? (node.any && walk(node.any, segments, depth + 1))
}
