/**
 * What SUPPORT.md says of an operation beyond that it is emulated: what is missing of it. Keyed as the inventory of
 * `protocol/endpoints.ts` has it, `METHOD /crm/{v}/…`; several methods may stand before one path, and a path that ends in `*`
 * means all that begin so.
 */
export const remarks: Readonly<Record<string, string>> = {
  // notes, attachments, photos, files
  // tags, territories, sharing, locks, owners
  // conversion, merging, contact roles, blueprint, timeline
  // bulk read, bulk write, backup, audit log
  // notifications, composite requests
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
  'GET,PUT,DELETE /crm/{v}/settings/user_groups/{}*': 'deleted at once; nothing refers to groups',
  'GET /crm/{v}/settings/users_unavailability': 'no `filters`, no `territory_ids`',
  'PUT /crm/{v}/settings/portals/{}': 'no SAML',
  'POST,PUT /crm/{v}/settings/portals/{}/user_type*': 'kept and checked; nobody signs in to a portal',
  'POST,PUT /crm/{v}/settings/portals/{}/user_type/{}/users/{}/actions/change_status':
    'nobody confirms an invitation, so none can be deactivated',
  'GET /crm/{v}/__features*': 'user licences, profiles, currencies and enrichment',
  'GET /crm/{v}/__apis': 'lists what is emulated',
  // mail, templates, automation

  // pick lists, hours, holidays, sharing rules, preferences
}
