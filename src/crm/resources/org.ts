/** `/org`: the organization that the token belongs to. */

import type { Environment } from '../../protocol/data-centers.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { Version } from '../../protocol/versions.ts'
import { idIn } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { locationOf } from '../../world/people.ts'
import { regions } from '../../world/regions.ts'
import type { World } from '../../world/world.ts'
import { answer } from '../answer.ts'
import { baseCurrency } from '../currencies/table.ts'
import type { Routes } from '../routes.ts'
import { userLicences } from '../users/members.ts'
import { orgPhoto } from './org-photo.ts'

export function orgRoutes({ on, world }: Routes): void {
  on('get', '/org', 'ZohoCRM.org.READ', c =>
    answer(c, { org: [toOrgResponse(world, c.get('caller').data, c.get('version'))] }),
  )
}

const capitalised: Readonly<Record<Environment, string>> = {
  production: 'Production',
  sandbox: 'Sandbox',
  developer: 'Developer',
}

/** The base currency, where the org has several. */
function homeCurrency(data: OrgData): { name: unknown; symbol: unknown; isoCode: unknown } {
  const base = baseCurrency(data)?.values
  if (base) return { name: base.name, symbol: base.symbol, isoCode: base.iso_code }
  const { name, symbol, isoCode } = data.org.currency
  return { name: `${name} - ${isoCode}`, symbol, isoCode }
}

/** Source of the keys: https://www.zoho.com/crm/developer/docs/api/v8/get-org-data.html */
function toOrgResponse(world: World, data: OrgData, version: Version): object {
  const { org } = data
  const region = regions[locationOf(world, org)]
  const [owner] = data.users()
  const currency = homeCurrency(data)
  const type = world.toggles.org_type_case === 'lower' ? org.environment : capitalised[org.environment]
  return {
    country: region.country,
    ...(version.newOrgKeys && { hierarchy_preferences: { type: 'Role_Hierarchy' } }),
    photo_id: orgPhoto(data)?.id ?? null,
    city: null,
    description: null,
    ...(version.newOrgKeys && { type }),
    mc_status: false,
    gapps_enabled: false,
    ...(version.newOrgKeys && { lite_users_enabled: false }),
    domain_name: org.domainName,
    translation_enabled: false,
    street: null,
    alias: null,
    currency: currency.name,
    ...(version.newOrgKeys && { deletable_org_account: false }),
    id: idIn(org.idPrefix, 'organization'),
    state: null,
    fax: null,
    employee_count: String(data.users().length),
    zip: null,
    ...(version.newOrgKeys && { created_time: formatDateTime(org.createdAt, org.timeZone) }),
    website: null,
    currency_symbol: currency.symbol,
    mobile: null,
    currency_locale: currency.isoCode,
    primary_zuid: owner?.zuid ?? null,
    zia_portal_id: null,
    time_zone: org.timeZone,
    zgid: org.id,
    country_code: region.countryCode,
    license_details: {
      paid_expiry: null,
      users_license_purchased: userLicences,
      trial_type: null,
      trial_expiry: null,
      paid: true,
      paid_type: 'enterprise',
      portal_users_license_purchased: 0,
    },
    phone: null,
    company_name: org.name,
    privacy_settings: false,
    primary_email: owner?.email ?? null,
    ...(version.newOrgKeys && { hipaa_compliance_enabled: false }),
    iso_code: currency.isoCode,
  }
}
