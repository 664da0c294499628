/**
 * What SUPPORT.md says of an operation beyond that it is emulated: what is missing of it. Keyed as the inventory of
 * `protocol/endpoints.ts` has it, `METHOD /crm/{v}/…`; several methods may stand before one path, and a path that ends in `*`
 * means all that begin so.
 */
export const remarks: Readonly<Record<string, string>> = {
  // notes, attachments, photos, files
  // tags, territories, sharing, locks, owners
  // conversion, merging, contact roles, blueprint, timeline
  'POST /crm/{v}/Leads/{}/actions/convert': 'fields go over as in a new org, custom ones do not',
  'GET,POST /crm/{v}/Leads/actions/mass_convert': 'fields go over as in a new org; no portal user types',
  'GET,PUT /crm/{v}/{}/{}/actions/blueprint':
    'processes of a fixture; no automatic or parallel transitions, criteria, check lists or files',
  'GET /crm/{v}/{}/{}/__timeline': 'the last 200 events; none of mails, signals, line items, files and computed fields',
  // bulk read, bulk write, backup, audit log
  // notifications, composite requests
  // org, users, roles, profiles, currencies, user groups, portals
  // mail, templates, automation

  // pick lists, hours, holidays, sharing rules, preferences
}
