import { crmError } from '../protocol/crm-errors/index.ts'
import { findVersion, type Version, type VersionName } from '../protocol/versions.ts'
import type { CrmContext } from './answer.ts'
import type { Needs, Routes, Scopes } from './routes.ts'

/**
 * The first version that has an operation. `customization` is that of changing modules, fields and layouts, whose refusal has
 * a form of its own.
 */
export type Since = VersionName | 'customization'

/** The oldest version whose documentation says how to customize is v6. */
export const firstVersion = (since: Since): VersionName => (since === 'customization' ? 'v6' : since)

/** Whether a version has an operation. */
export const hasSince = ({ number }: Version, since: Since): boolean =>
  number >= findVersion(firstVersion(since))!.number

/**
 * Refuses a call in a version that lacks the operation.
 * @throws CrmError
 */
export function requireVersion(c: CrmContext, since: Since): void {
  if (hasSince(c.get('version'), since)) return
  const first = firstVersion(since)
  c.env.exchange.check('version', false, `${first} or newer`, c.get('version').name)
  throw since === 'customization'
    ? crmError('versionNotSupported', { supported_version: findVersion(first)!.number })
    : crmError('apiNotSupported', { supported_version: first })
}

/** Declares routes that older versions lack. */
export const onSince =
  (since: Since, { on }: Routes): Routes['on'] =>
  (method, path, needs, handler) =>
    on(method, path, { ...asNeeds(needs), since }, handler)

/** What a route needs, where it says no more than its scopes too. */
export const asNeeds = (needs: Scopes | Needs): Needs => (typeof needs === 'object' ? needs : { scopes: needs })
