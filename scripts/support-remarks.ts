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
  // tags, territories, sharing, locks, owners
  // conversion, merging, contact roles, blueprint, timeline
  // bulk read, bulk write, backup, audit log
  'POST /crm/{v}/settings/audit_log_export': 'what happened to records, not to settings',
  'POST /crm/bulk/{v}/read': 'subforms and linking modules, which have no file of their own',
  'POST /crm/bulk/{v}/write': 'rows of subforms and multi-select lookups are added, not changed; territories, layouts',
  'GET /crm/bulk/{v}/backup/urls': 'attachments and images of records',
  // notifications, composite requests
  'GET,POST,PUT,PATCH /crm/{v}/actions/watch':
    'without events of users and the key `fields`; `notify_on_related_action` is kept, but actions on related records tell nobody',
  'POST /crm/{v}/__composite_requests':
    'parts that do not refer to each other follow one another too, so none times out',
  // org, users, roles, profiles, currencies, user groups, portals
  // mail, templates, automation
  'POST /crm/{v}/{}/{}/actions/send_mail': '`data_subject_request`; documents of inventory templates are HTML, no PDF',
  'GET /crm/{v}/{}/{}/Emails': '`filter`; mails that a server synchronizes (`associate_email` brings them in)',
  'GET /crm/{v}/settings/email_templates': '`filters`',
  'GET /crm/{v}/settings/inventory_templates': '`filters`',
  'POST /crm/{v}/{}/{}/actions/send_mail_merge': "templates of Zoho Writer (the org's e-mail templates stand for them)",

  // pick lists, hours, holidays, sharing rules, preferences
}
