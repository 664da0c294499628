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
  // mail, templates, automation
  // pick lists, hours, holidays, sharing rules, preferences
}
