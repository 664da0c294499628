/** What control calls take and answer, as it stands on the wire; the package's types for tests. */

import type { DataCenter, Environment, Location } from '../protocol/data-centers.ts'
import type { ClientType } from '../world/schema.ts'

/** `GET /directory`: everything that a test needs to begin. A tenant has the same shape. */
export interface Directory {
  readonly data_centers: readonly DirectoryDataCenter[]
  readonly portals: readonly DirectoryPortal[]
  readonly users: readonly DirectoryUser[]
  readonly clients: readonly DirectoryClient[]
}

/** The addresses under which a data center's hosts are reached here. */
export type DirectoryDataCenter = Omit<DataCenter, 'download'>

export interface DirectoryPortal {
  readonly id: string
  readonly name: string
  readonly location: Location
  readonly orgs: readonly DirectoryOrg[]
}

export interface DirectoryOrg {
  readonly zgid: string
  readonly name: string
  readonly environment: Environment
  readonly domain_name: string
}

export interface DirectoryUser {
  readonly zuid: string
  readonly email: string
  readonly password: string
  readonly location: Location
  /** Id of the portal whose orgs the old flow opens. */
  readonly default_portal: string | null
  readonly portals: readonly string[]
  readonly orgs: readonly { readonly zgid: string; readonly profile: string; readonly role: string }[]
}

export interface DirectoryClient {
  readonly client_id: string
  /** The secret for all data centers, or that of the first one. */
  readonly client_secret: string
  readonly client_secrets: Readonly<Partial<Record<Location, string>>>
  readonly type: ClientType
  readonly name: string
  readonly redirect_uris: readonly string[]
  readonly javascript_domains: readonly string[]
  /** E-mail address. */
  readonly owner: string
  readonly locations: readonly Location[]
}

/** What `POST /tenants` takes. */
export interface TenantInput {
  readonly name?: string
  readonly location?: Location
  /** How many sandboxes; 1. */
  readonly sandboxes?: number
  /** How many developer orgs; 1. */
  readonly developers?: number
  /** How many records in each module; 0. */
  readonly records?: number
  /** The flow that its users meet, whatever the scenario says. */
  readonly flow?: 'legacy' | 'org-specific'
}

/** What `POST /codes` answers. */
export interface IssuedCode {
  readonly code: string
  readonly expires_in: number
  readonly accounts_server: string
  readonly location: Location
}

/** What the token endpoint answers, and `POST /tokens` too. */
export interface IssuedTokens {
  readonly access_token: string
  readonly refresh_token?: string
  readonly id_token?: string
  readonly scope: string
  readonly api_domain: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
}

/** Which rows of `GET /requests` are wanted. */
export interface RequestFilter {
  readonly host?: string
  /** Zoho's path, exact or with `*` for any part of it. */
  readonly path?: string
  /** `401`, or `4xx` for all of a kind. */
  readonly status?: number | string
  /** ISO 8601, by the world's clock. */
  readonly since?: string
  readonly limit?: number
}

/** How control calls refuse. */
export interface ControlRefusal {
  readonly error: { readonly code: string; readonly message: string; readonly path: string }
}
