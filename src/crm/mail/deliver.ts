/**
 * Sending: a mail is kept with its record and put into the outbox. Nothing leaves the machine, so nothing would ever come
 * back; for those who want to see it, mails to addresses under `bounce.example` do. What came back once is sent nothing more
 * until it is unblocked.
 */

import {
  blockedAddresses,
  type Email,
  type EmailFile,
  emailsOf,
  mailOwner,
  ownFiles,
  ownImages,
} from '../../world/emails.ts'
import type { OrgData } from '../../world/org-data.ts'
import { addFile } from '../../world/org-files.ts'
import { putInOutbox } from '../../world/outbox.ts'
import type { MailAddress } from '../../world/schema.ts'
import type { World } from '../../world/world.ts'

const bounces = ({ email }: MailAddress): boolean => /[@.]bounce\.example$/i.test(email)

const isBlocked = (data: OrgData, { email }: MailAddress): boolean => blockedAddresses(data).has(email.toLowerCase())

export interface Delivery {
  readonly email: Email
  /** Those of its addresses to which nothing was sent. */
  readonly blocked: readonly MailAddress[]
}

/** A page of HTML that is made for a mail. */
export interface MailDocument {
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * @param mail its id is given here; without a thread it begins one
 * @param documents what it takes along beside uploads
 */
export function deliver(
  world: World,
  data: OrgData,
  mail: Omit<Email, 'id' | 'threadId' | 'origin' | 'sent' | 'bounced'> & { readonly threadId: string | undefined },
  documents: readonly MailDocument[] = [],
): Delivery {
  const id = world.ids.hex(`email/${data.org.id}`)
  const all = [...mail.to, ...mail.cc, ...mail.bcc]
  const blocked = all.filter(address => isBlocked(data, address))
  const reached = (addresses: readonly MailAddress[]) => addresses.filter(address => !blocked.includes(address))
  const isForAnybody = blocked.length < all.length
  const bounced = reached(all).filter(bounces)
  for (const { email } of bounced) blockedAddresses(data).put({ id: email.toLowerCase(), at: mail.at })
  const email = emailsOf(data).insert({
    ...mail,
    id,
    attachments: [...ownFiles(data, id, mail.attachments), ...documents.map(each => keep(data, id, mail.owner, each))],
    threadId: mail.threadId ?? id,
    origin: 'crm',
    sent: true,
    bounced: bounced.length > 0 || !isForAnybody,
  })
  ownImages(data, id, email.content)
  const { at, from, subject, content, mailFormat, record } = email
  const place = { org: data.org.id, module: record.module, recordId: record.id }
  const addresses = { from, to: reached(email.to), cc: reached(email.cc), bcc: reached(email.bcc) }
  if (isForAnybody) putInOutbox(world, { at, ...place, ...addresses, subject, content, mailFormat })
  return { email, blocked }
}

function keep(data: OrgData, mailId: string, userId: string, { name, bytes }: MailDocument): EmailFile {
  const file = addFile(data, { name, type: 'text/html', bytes, userId, usedBy: mailOwner(mailId) })
  return { id: file.id, name, size: file.size }
}
