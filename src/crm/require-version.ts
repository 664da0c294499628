import { crmError } from '../protocol/crm-errors/index.ts'
import { findVersion, type VersionName } from '../protocol/versions.ts'
import type { CrmContext } from './answer.ts'
import type { Routes } from './routes.ts'

/**
 * Refuses a call in a version that lacks the operation.
 * @param first the first version that has it
 * @throws CrmError
 */
export function requireVersion(c: CrmContext, first: VersionName): void {
  const { number, name } = c.get('version')
  if (number < findVersion(first)!.number) {
    c.env.exchange.check('version', false, `${first} or newer`, name)
    throw crmError('apiNotSupported', { supported_version: first })
  }
}

/** Declares routes that older versions lack. */
export const onSince =
  (first: VersionName, { on }: Routes): Routes['on'] =>
  (method, path, needs, handler) =>
    on(method, path, needs, c => {
      requireVersion(c, first)
      return handler(c)
    })

/**
 * As `requireVersion` for the writing of settings, whose refusal has a form of its own; v6 is the oldest version whose
 * documentation says how.
 * @throws CrmError
 */
export function requireCustomization(c: CrmContext): void {
  const first = findVersion('v6')!.number
  if (c.get('version').number >= first) return
  c.env.exchange.check('version', false, 'v6 or newer', c.get('version').name)
  throw crmError('versionNotSupported', { supported_version: first })
}
