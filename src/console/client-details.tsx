/** What an owner fills in about a client: the fields, how they are written, and what is wrong with them. */

import type { Child } from 'hono/jsx'
import { TextField } from '../views/fields.tsx'
import type { ClientDetails } from '../world/clients.ts'
import type { Client, ClientType } from '../world/schema.ts'
import { clientTypes, type DetailField } from './client-types.ts'

type ByField<T> = Readonly<Partial<Record<DetailField, T>>>

interface Declaration {
  readonly label: string
  readonly rows: number
  readonly hint?: Child
  readonly isValid: (text: string) => boolean
  /** Said of anything else. Source: the console's own messages, https://help.zoho.com/portal/en/community (Kaizen 4). */
  readonly complaint: string
}

const declarations: Readonly<Record<DetailField, Declaration>> = {
  name: {
    label: 'Client Name',
    rows: 1,
    isValid: text => /^[\p{L}\p{M}\p{N} _&]+$/u.test(text),
    complaint: 'Enter a valid client name',
  },
  homepage_url: {
    label: 'Homepage URL',
    rows: 1,
    isValid: isWebAddress,
    complaint: 'Enter a valid homepage URL',
  },
  redirect_uris: {
    label: 'Authorized Redirect URIs',
    rows: 3,
    hint: (
      <>
        One a line, exactly as your app sends it. <code>{'{emulator}/_emulator/callback'}</code> is the emulator’s own
        callback page.
      </>
    ),
    isValid: text => areAll(linesOf(text), isRedirectUri),
    complaint: 'Enter a valid redirect URI',
  },
  javascript_domains: {
    label: 'JavaScript Domains',
    rows: 2,
    hint: 'Separated by commas.',
    isValid: text => areAll(domainsOf(text), domain => isWebAddress(domain) || domain === '{emulator}'),
    complaint: 'Enter a valid JavaScript Domain URI',
  },
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/?#]\S*$/i.test(text) && URL.canParse(text)
}

/** A fragment would swallow the code (RFC 6749, 3.1.2). */
const isRedirectUri = (text: string): boolean =>
  (isWebAddress(text) && !text.includes('#')) || text === '{emulator}/_emulator/callback'

const linesOf = (text: string): string[] => partsOf(text, /[\r\n]+/)
const domainsOf = (text: string): string[] => partsOf(text, /,/)

const partsOf = (text: string, separator: RegExp): string[] => [
  ...new Set(
    text
      .split(separator)
      .map(part => part.trim())
      .filter(part => part !== ''),
  ),
]

const areAll = (parts: readonly string[], isValid: (part: string) => boolean): boolean =>
  parts.length > 0 && parts.every(isValid)

/** What stands in the fields, and what is wrong there. */
export interface FilledDetails {
  readonly values: ByField<string>
  readonly errors: ByField<string>
}

export const emptyDetails: FilledDetails = { values: {}, errors: {} }

export const filledWith = ({ name, homepageUrl, redirectUris, javascriptDomains }: Client): FilledDetails => ({
  values: {
    name,
    homepage_url: homepageUrl ?? '',
    redirect_uris: redirectUris.join('\n'),
    javascript_domains: javascriptDomains.join(', '),
  },
  errors: {},
})

/** @returns the details, or what was filled in with a complaint beside each wrong field */
export function readDetails(type: ClientType, form: URLSearchParams): ClientDetails | FilledDetails {
  const values: Partial<Record<DetailField, string>> = {}
  const errors: Partial<Record<DetailField, string>> = {}
  for (const field of clientTypes[type].fields) {
    const text = form.get(field)?.trim() ?? ''
    const { isValid, complaint } = declarations[field]
    values[field] = text
    if (!isValid(text)) errors[field] = complaint
  }
  if (Object.keys(errors).length > 0) return { values, errors }
  return {
    name: values.name ?? clientTypes[type].label,
    homepageUrl: values.homepage_url ?? null,
    redirectUris: linesOf(values.redirect_uris ?? ''),
    javascriptDomains: domainsOf(values.javascript_domains ?? ''),
  }
}

export interface DetailFieldsProps extends FilledDetails {
  readonly type: ClientType
  /** Whether the first field has the focus where nothing is wrong. */
  readonly autofocus?: boolean
}

/** The fields of a type; the first wrong one has the focus. */
export const DetailFields = ({ type, values, errors, autofocus = false }: DetailFieldsProps) => {
  const { fields } = clientTypes[type]
  const focused = fields.find(field => errors[field]) ?? (autofocus ? fields[0] : undefined)
  return fields.map(field => (
    <TextField
      name={field}
      label={declarations[field].label}
      rows={declarations[field].rows}
      hint={declarations[field].hint}
      value={values[field] ?? ''}
      error={errors[field]}
      autofocus={field === focused}
    />
  ))
}
