/**
 * The rows of the world's tables. A row is what is stored; what a client sees of it is made at the edge. Times are epoch
 * milliseconds; ids are strings. Rows that come from a file are checked by the zod schemas in fixture-schema.ts.
 */

import type { Environment, Location } from '../protocol/data-centers.ts'
import type { JsonCriteria } from '../protocol/json-criteria.ts'
import type { BlueprintRow } from './blueprints.ts'
import type { Customization } from './customization.ts'
import type { Authorship, ProfileRow } from './profiles.ts'
import type { ShareType } from './sharing.ts'

/** Which sign-in a user meets: the new one binds a grant to one org, the old one to none. */
export type Flow = 'legacy' | 'org-specific'

/** One company's CRM account, in one data center. */
export interface Portal {
  readonly id: string
  readonly name: string
  readonly location: Location
  /** Wins over the scenario's flow for users whose default portal this is. */
  readonly flow: Flow | null
}

export interface Currency {
  readonly isoCode: string
  readonly name: string
  readonly symbol: string
}

/** One organization in one environment; owns all CRM data. `id` is its zgid. */
export interface Org {
  readonly id: string
  readonly portalId: string
  readonly name: string
  readonly environment: Environment
  readonly domainName: string
  /** The digits with which every id inside the org begins. */
  readonly idPrefix: string
  readonly createdAt: number
  /** In which moments are written, e.g. `America/Los_Angeles`. */
  readonly timeZone: string
  readonly currency: Currency
  /** How many plausible records each module starts with; null: 20 to 60, by seed. */
  readonly startingRecords: number | null
  /** CRM users who own those records: fixed when the org is made, so that later members change nothing. */
  readonly recordOwners: readonly string[]
  /** Modules and fields that it has beyond the standard ones from the start. */
  readonly customization: Customization | null
  /** Views beside those that Zoho ships; the service’s API makes none. */
  readonly customViews: readonly OwnView[]
  /** Profiles beside those that every org has. */
  readonly profiles: readonly ProfileRow[]
  /** Processes that its records go through. */
  readonly blueprints?: readonly BlueprintRow[]
  /** With whom the records of a module are shared at the start, by API name; modules that are not named: with everybody. */
  readonly sharing: Readonly<Record<string, ShareType>>
}

/** A view that the people of an org made. */
export interface OwnView {
  readonly module: string
  readonly name: string
  /** Null for all records. */
  readonly criteria: JsonCriteria | null
  /** API names of the columns; null for those of the module’s standard views. */
  readonly fields: readonly string[] | null
  readonly sortBy: string | null
  readonly sortOrder: 'asc' | 'desc' | null
  readonly accessType: 'public' | 'shared' | 'only_to_me'
  /** The CRM user who made it, and those with whom it is shared. */
  readonly createdBy: string
  readonly sharedTo: readonly string[]
  /** Whether the module opens with it. */
  readonly opensFirst: boolean
}

/** `id` is the ZUID. */
export interface User {
  readonly id: string
  readonly email: string
  readonly password: string
  readonly firstName: string
  readonly lastName: string
  readonly location: Location
  readonly defaultPortalId: string | null
}

/** A user's place in one org. */
export interface Membership {
  readonly id: string
  readonly zuid: string
  readonly zgid: string
  /** The user's id inside the org's CRM. */
  readonly userId: string
  readonly profile: string
  readonly role: string
  /** Deactivated: listed still, but let in no more. */
  readonly inactive?: boolean
  /** Invited, but not signed in since. */
  readonly unconfirmed?: boolean
  /** What this org says of the user beyond the account, and who said it; missing for who was there from the start. */
  readonly about?: AboutMember
}

export interface AboutMember extends Authorship {
  /** By the names of the API. */
  readonly values: Readonly<Record<string, unknown>>
}

export type ClientType = 'server' | 'javascript' | 'mobile' | 'device' | 'self'

/** Registered in the API console. `id` is the client id. */
export interface Client {
  readonly id: string
  readonly type: ClientType
  readonly name: string
  readonly homepageUrl: string | null
  readonly redirectUris: readonly string[]
  readonly javascriptDomains: readonly string[]
  readonly ownerZuid: string
  /** The data centers in which it is enabled. */
  readonly locations: readonly Location[]
  /** One secret for all data centers (`all`), or one for each. */
  readonly secrets: Readonly<Partial<Record<Location | 'all', string>>>
}

/** A signed-in browser on one accounts host. */
export interface Session {
  readonly id: string
  readonly zuid: string
  readonly location: Location
  readonly createdAt: number
  readonly expiresAt: number
}

/** What an authorization request ends in: a code or a token for the app, a device let in, a token with more scopes. */
export type Purpose =
  | { readonly kind: 'code'; readonly challenge: CodeChallenge | null }
  | { readonly kind: 'token' }
  | { readonly kind: 'device'; readonly deviceCode: string }
  | { readonly kind: 'scope-enhancement'; readonly refreshToken: string; readonly logout: boolean }

/** What a code's verifier has to match (RFC 7636). */
export interface CodeChallenge {
  readonly method: 'S256' | 'plain'
  readonly value: string
}

/** What a client asked for, and what the steps have learned since. */
export interface AuthorizationRequest {
  readonly id: string
  readonly clientId: string
  readonly purpose: Purpose
  /** An administrator's consent for the whole org, which outlasts the administrator. */
  readonly instanceLevel: boolean
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string | null
  readonly nonce: string | null
  readonly accessType: 'online' | 'offline'
  readonly promptConsent: boolean
  readonly expiresAt: number
  /** The flow that its user met; null until somebody has signed in. */
  readonly flow: Flow | null
  /** Whom the steps so far were about; somebody else signing in starts them anew. */
  readonly zuid: string | null
  /** The chosen org; stays null in the old flow. */
  readonly zgid: string | null
  readonly outcome: 'open' | 'granted' | 'rejected'
}

/** Carries a fresh sign-in to the accounts host of the user's own data center. */
export interface Handoff {
  readonly id: string
  readonly zuid: string
  readonly requestId: string | null
  readonly persistent: boolean
  readonly expiresAt: number
}

/** A user's consent for a client, bound to one org (new flow) or to none (old flow). */
export interface Grant {
  readonly id: string
  readonly clientId: string
  readonly zuid: string
  readonly zgid: string | null
  readonly flow: Flow
  readonly instanceLevel: boolean
  readonly scopes: readonly string[]
  readonly createdAt: number
}

/** Why a code or token no longer works. */
export type Ending = 'revoked' | 'evicted' | 'expired' | 'redeemed'

/** `id` is the code. */
export interface AuthorizationCode {
  readonly id: string
  readonly grantId: string
  readonly scopes: readonly string[]
  /** The URI the code was sent to; null where none was involved, and then the exchange takes any registered one or none. */
  readonly redirectUri: string | null
  readonly challenge: CodeChallenge | null
  readonly nonce: string | null
  readonly refreshable: boolean
  readonly expiresAt: number
  readonly ended: Ending | null
  /** The access token that it brought. */
  readonly redeemedFor: string | null
}

/** A device that waits for its person. `id` is the device code. */
export interface DeviceRequest {
  readonly id: string
  /** What the person types. */
  readonly userCode: string
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly accessType: 'online' | 'offline'
  readonly promptConsent: boolean
  readonly expiresAt: number
  readonly lastPolledAt: number | null
  readonly outcome: 'pending' | 'denied' | 'granted' | 'redeemed'
  readonly grantId: string | null
  /** Whether the person saw the consent page, without which there is no refresh token. */
  readonly consented: boolean
}

/** Lets a client ask for more scopes of a refresh token. `id` is the token. */
export interface EnhancementToken {
  readonly id: string
  readonly refreshToken: string
  readonly expiresAt: number
}

/** A consent for the whole session, by which a JavaScript client gets new tokens without a page. */
export interface SessionGrant {
  /** Session and client. */
  readonly id: string
  readonly grantId: string
}

/** `id` is the token. */
export interface RefreshToken {
  readonly id: string
  readonly grantId: string
  /** Client and user, who may have so many; null for one that no limit counts. */
  readonly holder: string | null
  readonly scopes: readonly string[]
  readonly createdAt: number
  readonly ended: Ending | null
}

/** `id` is the token. */
export interface AccessToken {
  readonly id: string
  readonly grantId: string
  readonly refreshToken: string | null
  /** Whether it is one of the tokens that its refresh token may have at a time. */
  readonly counted: boolean
  readonly scopes: readonly string[]
  readonly createdAt: number
  /** null: never. */
  readonly expiresAt: number | null
  readonly ended: Ending | null
}

/** A serverless function as far as a client sees it. `id` is its name. */
export interface CrmFunction {
  readonly id: string
  /** Its place among all functions, from which its id in each org follows. */
  readonly sequence: number
  /** What it answers: text as it is, anything else as JSON; null answers nothing. */
  readonly output: unknown
}

/** A mail that the service would have sent. */
export interface SentMail {
  readonly id: string
  readonly at: number
  /** The zgid of the org that sent it. */
  readonly org: string
  readonly from: MailAddress
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  readonly bcc: readonly MailAddress[]
  readonly subject: string
  readonly content: string
  readonly mailFormat: 'html' | 'text'
  /** API name of the module, and the record that it was sent from. */
  readonly module: string | null
  readonly recordId: string | null
}

export interface MailAddress {
  readonly userName: string | null
  readonly email: string
}
