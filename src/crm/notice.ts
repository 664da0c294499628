import type { OrgData, OrgUser } from '../world/org-data.ts'
import { putInOutbox } from '../world/outbox.ts'
import type { World } from '../world/world.ts'

export interface Notice {
  readonly to: OrgUser
  readonly subject: string
  readonly content: string
  /** API name of the module, and the record that it is about. */
  readonly module: string
  readonly recordId: string | null
}

/** Mails a user what happened. What the service's own mails say, and who sends them, is inferred. */
export function sendNotice(world: World, data: OrgData, { to, subject, content, module, recordId }: Notice): void {
  putInOutbox(world, {
    at: data.clock.now(),
    org: data.org.id,
    from: { userName: 'Zoho CRM', email: 'noreply@zohocrm.com' },
    to: [{ userName: to.fullName, email: to.email }],
    cc: [],
    bcc: [],
    subject,
    content,
    mailFormat: 'text',
    module,
    recordId,
  })
}
