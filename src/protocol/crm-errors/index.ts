/**
 * The catalogue of CRM's refusals, keyed by case: code, message, status and the shape of the details. A new entry goes into
 * the file of its subject.
 *
 * Every refusal may carry a `reason`: one line in our own words that goes out in `x-zoho-emulator-reason`, never in the body.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/status-codes.html, Zoho's API descriptions
 * (https://github.com/zoho/crm-oas), captured answers in public issue threads.
 */

import { auditLogErrors } from './audit-log.ts'
import { bulkErrors } from './bulk.ts'
import { compositeErrors } from './composite.ts'
import { conversionErrors } from './conversion.ts'
import { coqlErrors } from './coql.ts'
import type { CrmErrorEntry } from './entry.ts'
import { fileErrors } from './files.ts'
import { formulaErrors } from './formula.ts'
import { layoutErrors } from './layouts.ts'
import { mailErrors } from './mail.ts'
import { massActionErrors } from './mass-actions.ts'
import { notificationErrors } from './notifications.ts'
import { orgSettingsErrors } from './org-settings.ts'
import { peopleErrors } from './people.ts'
import { recordAccessErrors } from './record-access.ts'
import { requestErrors } from './request.ts'
import { rowErrors } from './rows.ts'
import { settingsErrors } from './settings.ts'
import { tagErrors } from './tags.ts'
import { territoryErrors } from './territories.ts'

export const crmErrors = {
  ...requestErrors,
  ...rowErrors,
  ...settingsErrors,
  ...massActionErrors,
  ...formulaErrors,
  ...coqlErrors,
  ...layoutErrors,
  ...orgSettingsErrors,
  ...bulkErrors,
  ...auditLogErrors,
  ...fileErrors,
  ...mailErrors,
  ...conversionErrors,
  ...tagErrors,
  ...recordAccessErrors,
  ...territoryErrors,
  ...notificationErrors,
  ...compositeErrors,
  ...peopleErrors,
} as const satisfies Record<string, CrmErrorEntry>

export type CrmErrorName = keyof typeof crmErrors

type DetailsOf<Name extends CrmErrorName> = NonNullable<(typeof crmErrors)[Name]['details']>

/** The body of a CRM refusal, and of one failed row. */
export interface CrmErrorBody {
  readonly code: string
  readonly details: object
  readonly message: string
  readonly status: 'error'
}

/** A refusal of a whole CRM request; `http/on-error.ts` writes it. */
export class CrmError extends Error {
  readonly status: CrmErrorEntry['status']
  readonly body: CrmErrorBody
  readonly reason: string | undefined
  /** A body under a root key, for errors that Zoho reports as the only row. */
  readonly root: string | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: CrmErrorEntry['status'],
    body: CrmErrorBody,
    reason?: string,
    root?: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(reason ?? body.message)
    this.status = status
    this.body = body
    this.reason = reason
    this.root = root
    this.headers = headers
  }
}

/** The row or envelope of a catalogue entry. Key order as on the wire. */
export function crmErrorBody<Name extends CrmErrorName>(name: Name, details?: DetailsOf<Name>): CrmErrorBody {
  const { code, message } = crmErrors[name]
  return { code, details: details ?? {}, message, status: 'error' }
}

/** @example throw crmError('invalidParam', { param_name: 'page' }) */
export function crmError<Name extends CrmErrorName>(
  name: Name,
  details?: DetailsOf<Name>,
  options: { reason?: string; root?: string; message?: string; headers?: Readonly<Record<string, string>> } = {},
): CrmError {
  const body = crmErrorBody(name, details)
  return new CrmError(
    crmErrors[name].status,
    options.message ? { ...body, message: options.message } : body,
    options.reason,
    options.root,
    options.headers,
  )
}
