/** How a user is answered. */

import { formatDateTime, offsetMs } from '../../protocol/date-time.ts'
import type { Version } from '../../protocol/versions.ts'
import type { Named } from '../../world/metadata.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import { locationOf } from '../../world/people.ts'
import { regions } from '../../world/regions.ts'
import type { World } from '../../world/world.ts'
import { shortUserReference } from '../records/render.ts'
import { primaryContact } from './members.ts'

const reference = ({ id, name }: Named) => ({ id, name })

/** Source of the keys: https://www.zoho.com/crm/developer/docs/api/v8/get-users.html */
export function toUserResponse(world: World, data: OrgData, user: OrgUser, caller: OrgUser, version: Version): object {
  const { org } = data
  const region = regions[locationOf(world, org)]
  const { about } = user.membership
  const values = about?.values ?? {}
  const founder = primaryContact(data)
  const author = (id: string | null | undefined) => shortUserReference(data, id ?? founder.id)
  const moment = (at: number | undefined) => formatDateTime(at ?? org.createdAt, org.timeZone)
  const timeZone = (values.time_zone as string | null | undefined) ?? org.timeZone
  return {
    country: values.country ?? region.countryCode,
    language: values.language ?? region.locale,
    microsoft: false,
    $shift_effective_from: null,
    id: user.id,
    state: values.state ?? null,
    fax: values.fax ?? null,
    country_locale: values.country_locale ?? region.locale,
    zip: values.zip ?? null,
    created_time: moment(about?.createdAt),
    time_format: values.time_format ?? 'hh:mm a',
    offset: offsetMs(data.clock.now(), timeZone),
    profile: reference(user.profile),
    created_by: author(about?.createdBy),
    zuid: user.zuid,
    full_name: user.fullName,
    phone: values.phone ?? null,
    dob: values.dob ?? null,
    status: user.status,
    ...(version.renamedUserKeys && { status_reason__s: null }),
    customize_info: {
      notes_desc: null,
      show_right_panel: null,
      bc_view: null,
      show_home: false,
      show_detail_view: true,
      unpin_recent_item: null,
    },
    city: values.city ?? null,
    signature: values.signature ?? null,
    ...(version.renamedUserKeys && {
      sort_order_preference__s: values.sort_order_preference__s ?? 'First Name,Last Name',
    }),
    date_format: values.date_format ?? 'MM/dd/yyyy',
    confirm: user.confirmed,
    decimal_separator: values.decimal_separator ?? 'Period',
    number_separator: values.number_separator ?? 'Comma',
    locale: values.locale ?? region.locale,
    time_zone: timeZone,
    last_name: user.lastName,
    mobile: values.mobile ?? null,
    $current_shift: null,
    role: reference(user.role),
    Reporting_To: null,
    [version.renamedUserKeys ? 'name_format__s' : 'name_format']:
      values.name_format__s ?? 'Salutation,First Name,Last Name',
    ...(version.renamedUserKeys && { type__s: 'Regular User' }),
    website: values.website ?? null,
    email: user.email,
    first_name: user.firstName,
    $next_shift: null,
    theme: {
      normal_tab: { font_color: '#FFFFFF', background: '#222222' },
      selected_tab: { font_color: '#FFFFFF', background: '#222222' },
      new_background: null,
      background: '#F3F0EB',
      screen: 'fixed',
      type: 'default',
    },
    alias: values.alias ?? null,
    street: values.street ?? null,
    default_tab_group: '0',
    Isonline: user.id === caller.id,
    Modified_By: author(about?.modifiedBy),
    Modified_Time: moment(about?.modifiedAt),
    personal_account: false,
    sandboxDeveloper: false,
    ...(!version.renamedUserKeys && { territories: [] }),
  }
}
