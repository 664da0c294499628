/** Modules and fields that tests add to an org by the API. */

import type { Answer } from '../support/emulator.ts'
import type { AtCrm } from './at-crm.ts'

/** Machines, for administrators. */
export async function addModule({ call }: AtCrm, more: object = {}): Promise<Answer> {
  const { json } = await call('GET', 'users?type=CurrentUser')
  const profiles = [{ id: json.users[0].profile.id }]
  return call('POST', 'settings/modules', {
    modules: [{ plural_label: 'Machines', singular_label: 'Machine', api_name: 'Machines', profiles, ...more }],
  })
}

export const addField = ({ call }: AtCrm, module: string, field: object): Promise<Answer> =>
  call('POST', `settings/fields?module=${module}`, { fields: [field] })
