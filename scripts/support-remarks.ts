/**
 * What SUPPORT.md says of an operation beyond that it is emulated: what is missing of it. Keyed as the inventory of
 * `protocol/endpoints.ts` has it, `METHOD /crm/{v}/…`; several methods may stand before one path, and a path that ends in `*`
 * means all that begin so.
 */
export const remarks: Readonly<Record<string, string>> = {
  // modules, fields, layouts, records
  'POST,PUT /crm/{v}/settings/modules': 'team-based modules',
  'PUT /crm/{v}/settings/modules/{}': 'team-based modules',
  'GET /crm/{v}/settings/fields': 'fields of Users',
  'POST,PATCH /crm/{v}/settings/fields':
    '`rollup_summary`, addresses, permissions by profile, encryption, history tracking, mirror fields',
  'PATCH /crm/{v}/settings/fields/{}': 'as in POST',
  'PATCH /crm/{v}/settings/layouts': 'adding and deleting fields (`/settings/fields` does it)',
  'PATCH /crm/{v}/settings/layouts/{}': 'adding and deleting fields (`/settings/fields` does it)',
  'GET /crm/{v}/settings/custom_views': 'unread views, sharing with roles and groups',
  'GET /crm/{v}/settings/recycle_bin': '`filters`, sorting',

  // notes, attachments, photos, files
  'GET /crm/{v}/files': 'no files of e-mail templates (`type=email_template`)',
  'POST /crm/{v}/files': 'inline images are kept like other files',
  'POST /crm/{v}/{}/{}/Attachments': 'a link without a title is called by its address, no page is looked up',
  // tags, territories, sharing, locks, owners
  'GET /crm/{v}/settings/tags/{}/actions/records_count': '`configured_areas`',
  'GET /crm/{v}/settings/territories': '`include_inner_details`, forecasts',
  'GET /crm/{v}/settings/territories/{}': '`include_inner_details`, forecasts',
  'POST,PUT /crm/{v}/settings/territories': 'forecasts',
  'PUT /crm/{v}/settings/territories/{}': 'forecasts',
  'POST,PUT /crm/{v}/{}/{}/actions/share': 'sharing with groups, public links',
  'POST,PUT /crm/{v}/settings/record_locking_configurations':
    'restricted communications have no effect, custom buttons are refused',
  'PUT /crm/{v}/settings/record_locking_configurations/{}':
    'restricted communications have no effect, custom buttons are refused',
  // conversion, merging, contact roles, blueprint, timeline
  'POST /crm/{v}/Leads/{}/actions/convert': 'fields go over as in a new org, custom ones do not',
  'GET,POST /crm/{v}/Leads/actions/mass_convert': 'fields go over as in a new org; no portal user types',
  'GET,PUT /crm/{v}/{}/{}/actions/blueprint':
    'processes of a fixture; no automatic or parallel transitions, criteria, check lists or files',
  'GET /crm/{v}/{}/{}/__timeline': 'the last 200 events; none of mails, signals, line items, files and computed fields',
  // bulk read, bulk write, backup, audit log
  'POST /crm/{v}/settings/audit_log_export': 'what happened to records, not to settings',
  'POST /crm/bulk/{v}/read': 'subforms and linking modules, which have no file of their own',
  'POST /crm/bulk/{v}/write': 'rows of subforms and multi-select lookups are added, not changed; territories, layouts',
  'GET /crm/bulk/{v}/backup/urls': 'attachments and images of records',
  // notifications, composite requests
  'GET,POST,PUT,PATCH /crm/{v}/actions/watch': 'without events of users and the key `fields`',
  'POST /crm/{v}/__composite_requests':
    'parts that do not refer to each other follow one another too, so none times out',
  // org, users, roles, profiles, currencies, user groups, portals
  'GET /crm/{v}/users': '`fields`, `query_id` and `child_data` are not read',
  'POST,PUT /crm/{v}/users': 'no shifts, theme or tab group; a new user accepts the invitation by signing in',
  'PUT /crm/{v}/users/{}': 'no shifts, theme or tab group',
  'POST /crm/{v}/users/{}/actions/transfer*': 'records only; views that name the user stay as they are',
  'POST /crm/{v}/users/actions/transfer_and_delete': 'records only; views that name the user stay as they are',
  'GET,PUT /crm/{v}/settings/profiles/{}': 'lists the permissions that have an effect here',
  'GET /crm/{v}/settings/profiles': '`filters` is not read',
  'POST,PUT /crm/{v}/org/currencies*': 'rates do not update themselves; modules added later get no currency',
  'GET,POST,PUT,DELETE /crm/{v}/org/taxes*': 'after the older documentation, as no description has it',
  'GET,POST,PUT /crm/{v}/settings/user_groups': 'users and roles as sources, no territories; no `filters`',
  'GET,PUT,DELETE /crm/{v}/settings/user_groups/{}*': 'deleted at once, whatever names it',
  'GET /crm/{v}/settings/users_unavailability': 'no `filters`, no `territory_ids`',
  'PUT /crm/{v}/settings/portals/{}': 'no SAML',
  'POST,PUT /crm/{v}/settings/portals/{}/user_type*': 'kept and checked; nobody signs in to a portal',
  'POST,PUT /crm/{v}/settings/portals/{}/user_type/{}/users/{}/actions/change_status':
    'nobody confirms an invitation, so none can be deactivated',
  'GET /crm/{v}/__features*': 'user licences, profiles, currencies and enrichment',
  'GET /crm/{v}/__apis': 'lists what is emulated',
  // mail, templates, automation
  'GET,POST,DELETE /crm/{v}/settings/automation/field_updates':
    '`related_records` is kept, but their owner stays; `dependent_fields`, `related_module`, thresholds',
  'GET,PUT,DELETE /crm/{v}/settings/automation/field_updates/{}': 'as in POST',
  'GET,POST,PUT,DELETE /crm/{v}/settings/automation/webhooks': 'bodies other than JSON; headers are kept, but not sent',
  'GET /crm/{v}/settings/automation/webhooks/actions/usage_reports': '`group_by=date` alone',
  'GET,PUT,DELETE /crm/{v}/settings/automation/webhooks/{}': 'as in POST',
  'GET,POST,DELETE /crm/{v}/settings/automation/tasks': 'values by `execution_time`; nobody is notified',
  'GET,PUT,DELETE /crm/{v}/settings/automation/tasks/{}': 'as in POST',
  'GET,POST,PUT,DELETE /crm/{v}/settings/automation/workflow_rules':
    'rules for what is created, edited or deleted, which do field updates, webhooks and tasks at once; no scheduled actions',
  'GET,PUT,DELETE /crm/{v}/settings/automation/workflow_rules/{}': 'as in POST',
  'GET,POST,PUT,DELETE /crm/{v}/settings/automation/scoring_rules': 'signals, touch points, custom fields for scores',
  'GET,PUT,DELETE /crm/{v}/settings/automation/scoring_rules/{}': 'as in POST',
  'GET /crm/{v}/settings/automation/assignment_rules': 'an org has none, and the API makes none',
  'GET /crm/{v}/settings/automation/assignment_rules/{}': 'an org has none, and the API makes none',
  'GET /crm/{v}/settings/automation/cadences': 'an org has none, and the API makes none',
  'POST /crm/{v}/{}/actions/enrol_in_cadences': 'an org has no cadences, so all are refused',
  'POST /crm/{v}/{}/actions/unenrol_from_cadences': 'an org has no cadences, so all are refused',
  'POST /crm/{v}/{}/{}/actions/send_mail': '`data_subject_request`; documents of inventory templates are HTML, no PDF',
  'GET /crm/{v}/{}/{}/Emails': '`filter`; mails that a server synchronizes (`associate_email` brings them in)',
  'GET /crm/{v}/settings/email_templates': '`filters`',
  'GET /crm/{v}/settings/inventory_templates': '`filters`',
  'POST /crm/{v}/{}/{}/actions/download_mail_merge': 'PDF and DOCX; otherwise as sending',
  'POST /crm/{v}/{}/{}/actions/send_mail_merge': "templates of Zoho Writer (the org's e-mail templates stand for them)",

  // pick lists, hours, holidays, sharing rules, preferences
  'GET,PUT /crm/{v}/settings/fiscal_year': 'calendars of 4-4-5 weeks and the like',
  'GET,POST,PATCH,DELETE /crm/{v}/settings/global_picklists': '`filters`; a field keeps the list that it was made with',
  'GET /crm/{v}/settings/global_picklists/{}/actions/pick_list_values_associations': 'automations are not searched',
  'GET,POST /crm/{v}/settings/layouts/{}/map_dependency': 'subforms, `filters`; records are not checked by it',
  'GET,POST,PUT,DELETE /crm/{v}/settings/duplicate_check_preference':
    '`converted_records` is kept, but compares nothing more',
  'POST /crm/{v}/settings/data_sharing/rules/actions/run': 'rules take effect at once, so a run changes nothing',
  'GET,PUT /crm/{v}/settings/appointment_preferences': 'kept, but completed appointments make no deals',
  'GET,POST,PUT,DELETE /crm/{v}/Services__s': 'taxes',
  'GET,POST,PUT,DELETE /crm/{v}/Appointments__s': 'times are not checked against business hours, holidays and services',
  'GET,PUT,DELETE /crm/{v}/Appointments__s/{}': 'as in POST',
}
