/**
 * `/settings/emails/actions/from_addresses`: from which addresses a user may send.
 *
 * Source: https://github.com/zoho/crm-oas (from_addresses)
 */

import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { OrgUser } from '../../world/org-data.ts'
import { answer, type CrmContext } from '../answer.ts'
import { fromAddressesOf } from '../mail/addresses.ts'
import type { Routes } from '../routes.ts'

export function emailSettingRoutes({ on }: Routes): void {
  on('get', '/settings/emails/actions/from_addresses', 'ZohoCRM.settings.emails.READ', c => {
    const { data } = c.get('caller')
    const addresses = fromAddressesOf(data, userParam(c)).map(({ email, type, id, userName }) => ({
      email,
      type,
      ...(id !== null && { id }),
      user_name: userName,
      default: type === 'primary',
    }))
    return answer(c, { from_addresses: addresses })
  })
}

/** @throws CrmError */
function userParam(c: CrmContext): OrgUser {
  const { data, user } = c.get('caller')
  const id = queryParam(c, 'user_id')
  const found = id === undefined ? user : data.user(id)
  if (!found) throw crmError('invalidParam', { param_name: 'user_id' })
  return found
}
