/** `/users`: the people of the org, and who the token stands for. */

import { queryParams } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime, offsetMs } from '../../protocol/date-time.ts'
import type { Version } from '../../protocol/versions.ts'
import type { Named } from '../../world/metadata.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import { locationOf } from '../../world/people.ts'
import { regions } from '../../world/regions.ts'
import type { World } from '../../world/world.ts'
import { answer, answerNothing } from '../answer.ts'
import { readPlainPage } from '../records/page.ts'
import { shortUserReference } from '../records/render.ts'
import type { Routes } from '../routes.ts'

/** Who a `type` means; everybody here is active and confirmed. */
const types: Readonly<Record<string, (user: OrgUser, caller: OrgUser) => boolean>> = {
  AllUsers: () => true,
  ActiveUsers: () => true,
  DeactiveUsers: () => false,
  ConfirmedUsers: () => true,
  NotConfirmedUsers: () => false,
  DeletedUsers: () => false,
  ActiveConfirmedUsers: () => true,
  AdminUsers: user => user.profile.administrator,
  ActiveConfirmedAdmins: user => user.profile.administrator,
  CurrentUser: (user, caller) => user.id === caller.id,
}

export function userRoutes({ on, world }: Routes): void {
  on('get', '/users', 'ZohoCRM.users.READ', c => {
    const { data, user: caller } = c.get('caller')
    const version = c.get('version')
    const query = queryParams(c)
    const type = query.get('type') ?? 'AllUsers'
    const name = Object.keys(types).find(known => known.toLowerCase() === type.toLowerCase())
    if (!name) throw crmError('invalidParam', { param_name: 'type' })
    const ids = query.get('ids')?.split(',')
    const page = readPlainPage(query)

    const found = data.users().filter(user => types[name]!(user, caller) && (!ids || ids.includes(user.id)))
    const users = found.slice(page.skip, page.skip + page.perPage)
    if (users.length === 0) return answerNothing(c)
    return answer(c, {
      users: users.map(user => toUserResponse(world, data, user, caller, version)),
      info: {
        per_page: page.perPage,
        count: users.length,
        page: page.page,
        more_records: found.length > page.skip + page.perPage,
      },
    })
  })

  on('get', '/users/:id', 'ZohoCRM.users.READ', c => {
    const { data, user: caller } = c.get('caller')
    const id = c.req.param('id') ?? ''
    if (!/^\d{1,19}$/.test(id)) throw crmError('invalidPathId', { resource_path_index: 1 })
    const user = data.user(id)
    if (!user) return answerNothing(c)
    return answer(c, { users: [toUserResponse(world, data, user, caller, c.get('version'))] })
  })
}

const reference = ({ id, name }: Named) => ({ id, name })

/** Source of the keys: https://www.zoho.com/crm/developer/docs/api/v8/get-users.html */
export function toUserResponse(world: World, data: OrgData, user: OrgUser, caller: OrgUser, version: Version): object {
  const { org } = data
  const region = regions[locationOf(world, org)]
  const since = formatDateTime(org.createdAt, org.timeZone)
  const founder = shortUserReference(data, data.users()[0]!.id)
  return {
    country: region.countryCode,
    language: region.locale,
    microsoft: false,
    $shift_effective_from: null,
    id: user.id,
    state: null,
    fax: null,
    country_locale: region.locale,
    zip: null,
    created_time: since,
    time_format: 'hh:mm a',
    offset: offsetMs(data.clock.now(), org.timeZone),
    profile: reference(user.profile),
    created_by: founder,
    zuid: user.zuid,
    full_name: user.fullName,
    phone: null,
    dob: null,
    status: 'active',
    ...(version.renamedUserKeys && { status_reason__s: null }),
    customize_info: {
      notes_desc: null,
      show_right_panel: null,
      bc_view: null,
      show_home: false,
      show_detail_view: true,
      unpin_recent_item: null,
    },
    city: null,
    signature: null,
    ...(version.renamedUserKeys && { sort_order_preference__s: 'First Name,Last Name' }),
    date_format: 'MM/dd/yyyy',
    confirm: true,
    decimal_separator: 'Period',
    number_separator: 'Comma',
    locale: region.locale,
    time_zone: org.timeZone,
    last_name: user.lastName,
    mobile: null,
    $current_shift: null,
    role: reference(user.role),
    Reporting_To: null,
    [version.renamedUserKeys ? 'name_format__s' : 'name_format']: 'Salutation,First Name,Last Name',
    ...(version.renamedUserKeys && { type__s: 'Regular User' }),
    website: null,
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
    alias: null,
    street: null,
    default_tab_group: '0',
    Isonline: user.id === caller.id,
    Modified_By: founder,
    Modified_Time: since,
    personal_account: false,
    sandboxDeveloper: false,
    ...(!version.renamedUserKeys && { territories: [] }),
  }
}
