/**
 * Which operations may stand in a composite request, and for how many records.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/composite-api.html
 */

import { findOperation } from '../../protocol/endpoints.ts'

/** What a part is limited in: the rows that it writes, those that it lists, or nothing. */
export type PartKind = 'open' | 'write' | 'list'

export const mostRows: Readonly<Record<'write' | 'list', number>> = { write: 1, list: 25 }

/** Operations of the inventory (protocol/endpoints.ts). A deletion names its record in the path. */
const allowed = `
open GET /org
open GET /__features
open GET /__features/{}
open GET /settings/modules
open GET /settings/modules/{}
open GET /settings/fields
open GET /settings/fields/{}
open GET /settings/layouts
open GET /settings/layouts/{}
open GET /settings/related_lists
open GET /settings/related_lists/{}
open GET /settings/custom_views
open GET /settings/custom_views/{}
open POST /Leads/{}/actions/convert
open POST /{}/{}/actions/convert
open GET /settings/layout_rules
open GET /settings/layout_rules/{}
open GET /settings/validation_rules
open GET /settings/validation_rules/{}
open GET /settings/custom_links
open GET /settings/custom_links/{}
open GET,POST,PUT /settings/roles
open GET,PUT /settings/roles/{}
open GET /settings/profiles
open GET /settings/profiles/{}
open GET /{}/actions/count
open GET,PUT /{}/{}/actions/blueprint
open GET /settings/variables
open GET /settings/variables/{}
open GET /settings/variable_groups
open GET /settings/variable_groups/{}
open GET /settings/tags
open GET /settings/tags/{}/actions/records_count
open POST /{}/{}/actions/add_tags
open POST /{}/{}/actions/remove_tags
open GET /{}/{}/Attachments
open DELETE /{}/{}/photo
open GET /org/currencies
open GET /org/currencies/{}
open GET /{}/{}/actions/share
open GET /settings/automation/assignment_rules
open GET /settings/automation/assignment_rules/{}
open GET,POST,PUT /settings/pipeline
open GET,PUT /settings/pipeline/{}
open GET /settings/wizards
open GET /settings/wizards/{}
open GET /settings/emails/actions/from_addresses
open DELETE /actions/watch
write POST,PUT /users
write PUT,DELETE /users/{}
write PUT,DELETE /{}/{}/{}/{}
write PUT /{}/{}/{}
write POST /settings/variables
write DELETE /settings/variables/{}
write POST,PUT /Notes
write PUT,DELETE /Notes/{}
write POST,PUT /{}/{}/Notes
write PUT,DELETE /{}/{}/Notes/{}
write POST,PUT /settings/tags
write PUT /settings/tags/{}
write POST /settings/tags/{}/actions/merge
write POST,PUT /org/currencies
write PUT /org/currencies/{}
write POST,PUT,PATCH /actions/watch
write POST,PUT /{}
write PUT,DELETE /{}/{}
write POST /{}/upsert
list GET /settings/territories
open GET /settings/territories/{}
list GET /Notes
open GET /Notes/{}
list GET /{}/{}/Notes
open GET /{}/{}/Notes/{}
list GET /settings/email_templates
open GET /settings/email_templates/{}
list GET /settings/inventory_templates
open GET /settings/inventory_templates/{}
list GET /actions/watch
list GET /{}
open GET /{}/{}
list GET /{}/search
list GET /{}/{}/{}
list POST /coql
list GET /{}/deleted
list GET /users
open GET /users/{}
`

let kinds: Map<string, PartKind> | undefined

/** @returns null for an operation that may not stand in a composite request */
export function partKindOf(method: string, path: string): PartKind | null {
  kinds ??= new Map(
    allowed
      .trim()
      .split('\n')
      .flatMap(line => {
        const [kind, methods, template] = line.split(' ') as [PartKind, string, string]
        return methods.split(',').map((each): [string, PartKind] => [`${each} /crm/{v}${template}`, kind])
      }),
  )
  const operation = findOperation(path)
  return (operation && kinds.get(`${method} ${operation.path}`)) ?? null
}
