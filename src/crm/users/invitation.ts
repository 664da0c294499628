import type { OrgData, OrgUser } from '../../world/org-data.ts'
import { putInOutbox } from '../../world/outbox.ts'
import type { User } from '../../world/schema.ts'
import type { World } from '../../world/world.ts'

/** The mail that asks somebody to join the org. Its words are inferred; what accepts it is signing in. */
export function invite(world: World, data: OrgData, from: OrgUser, to: User): void {
  putInOutbox(world, {
    at: data.clock.now(),
    org: data.org.id,
    from: { userName: from.fullName, email: from.email },
    to: [{ userName: `${to.firstName} ${to.lastName}`.trim(), email: to.email }],
    cc: [],
    bcc: [],
    subject: `${from.fullName} has invited you to join ${data.org.name} in Zoho CRM`,
    content: `Sign in as ${to.email} to accept the invitation.`,
    mailFormat: 'text',
    module: null,
    recordId: null,
  })
}
