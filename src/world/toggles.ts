/**
 * Behaviour that can be switched: one name for each question that Zoho's documentation leaves open, and one for each
 * limit. A toggle is declared here and read in the room that behaves.
 */

interface Declaration<T> {
  readonly default: T
  readonly choices?: readonly T[]
  readonly meaning: string
  /** A limit: any whole number, or null for none. */
  readonly limit?: true
  /** An amount: any whole number. */
  readonly amount?: true
}

const flag = (byDefault: boolean, meaning: string): Declaration<boolean> => ({
  default: byDefault,
  choices: [true, false],
  meaning,
})

const choice = <const T extends readonly (string | number)[]>(choices: T, meaning: string): Declaration<T[number]> => ({
  default: choices[0]!,
  choices,
  meaning,
})

const limit = (byDefault: number | null, meaning: string): Declaration<number | null> => ({
  default: byDefault,
  meaning,
  limit: true,
})

const amount = (byDefault: number, meaning: string): Declaration<number> => ({
  default: byDefault,
  meaning,
  amount: true,
})

/** The first choice is the default. */
export const toggleDeclarations = {
  wrong_org_error: choice(
    ['INVALID_TOKEN', 'AUTHENTICATION_FAILURE', 'OAUTH_ORG_MISMATCH', 'NO_PERMISSION'],
    'What a CRM call answers when its token belongs to another org or environment (the last two with 403).',
  ),
  api_domain_of_environment: flag(
    true,
    'Whether api_domain names the environment host of the grant’s org; otherwise the production host.',
  ),
  auth_error_page_status: choice([400, 200], 'HTTP status of the authorization endpoint’s error pages.'),
  reject_redirect_parameters: choice(
    ['error_and_state', 'all'],
    'What goes back when a person rejects: error and state, or location and accounts-server too.',
  ),
  state_position: choice(['last', 'first'], 'Where state stands in the redirect back.'),
  picker_with_one_org: choice(['skip', 'show'], 'Whether a user with one org sees the org page.'),
  picker_on_repeat_consent: choice(['show', 'skip'], 'Whether the org page is shown again when consent is on record.'),
  scope_on_refresh: flag(true, 'Whether the answer to a refresh has a scope key.'),
  refresh_revokes_grant: flag(
    false,
    'Whether a refresh finds that its user has taken the consent back meanwhile, which ends all tokens that came from it.',
  ),
  refresh_token_on_exchange: flag(true, 'Whether an offline code exchange brings a refresh token.'),
  revoke_error_body: choice(['json', 'empty', 'html'], 'Body of the 400 for an unknown token at the revoke endpoint.'),
  org_type_case: choice(['lower', 'capitalised'], 'Letter case of type in GET /org.'),
  all_rows_failed_status: choice(
    ['by_version', '202', '400'],
    'HTTP status of a write whose rows all failed: 202 up to v5 and 400 from v6 on, or always the same.',
  ),
  mixed_rows_status: choice([207, 200], 'HTTP status of a write of which some rows failed.'),
  scope_mismatch_status: choice([401, 403], 'HTTP status of OAUTH_SCOPE_MISMATCH.'),
  sandbox_soid: choice(
    ['allowed', 'refused'],
    'Whether client_credentials takes the soid of a sandbox or developer org.',
  ),
  bad_soid_error: choice(
    ['invalid_soid', 'missing_org_info'],
    'The error word for a soid that names no org of the client’s owner.',
  ),
  pkce_mismatch_error: choice(
    ['invalid_code', 'invalid_client'],
    'The error word for a code_verifier that does not match.',
  ),
  pkce_required_for_mobile: flag(true, 'Whether a mobile client has to send a code_challenge; old ones need not.'),
  json_body_at_token_endpoint: choice(
    ['ignored', 'accepted'],
    'Whether the token endpoint reads parameters from a JSON body.',
  ),
  disabled_data_center_error: choice(
    ['invalid_client', 'invalid_client_secret'],
    'The error word for a client that is not enabled in the data center.',
  ),
  code_reuse_revokes: flag(false, 'Whether redeeming a code a second time ends the tokens of the first redemption.'),
  legacy_expires_in_sec: flag(
    false,
    'Whether token answers have the old expires_in_sec, and expires_in in milliseconds.',
  ),
  implicit_fragment: choice(
    ['plain', 'leading_ampersand'],
    'Whether the fragment of an implicit answer begins with # or #&.',
  ),
  device_time_unit: choice(['ms', 's'], 'Unit of expires_in and interval in the answer to a device request.'),
  device_poll_spacing_s: choice([5, 30], 'Seconds that a device has to wait between two polls.'),
  userinfo: choice(
    ['zoho_claims', 'standard_claims', 'html_400'],
    'What /oauth/v2/userinfo answers: Zoho’s claim names, the standard ones, or 400 with a page.',
  ),
  user_info_error_status: choice([401, 400, 200], 'HTTP status of the errors of /oauth/user/info.'),
  introspection: choice(['rfc7662', 'not_found'], 'What /oauth/v2/introspect answers: RFC 7662, or 404.'),
  unlicensed_user_fails_at: choice(
    ['api', 'consent'],
    'Where a user without any org is refused: at the API with NO_PERMISSION, or on an error page before consent.',
  ),
  picklist_values_checked: flag(false, 'Whether a value outside a pick list is refused; the API takes it.'),
  newer_mandatory_fields: flag(
    false,
    'Whether v8 demands Closing_Date and Pipeline of deals and Meeting_Venue__s of meetings, as its newest description says.',
  ),
  securesearch_required: flag(
    true,
    'Whether search needs the scope ZohoSearch.securesearch.READ beside that of the module.',
  ),
  search_lag_ms: amount(
    0,
    'Milliseconds before search sees a new or changed record. Records say when they changed in whole seconds, and from there it counts.',
  ),
  job_step_ms: amount(1000, 'Milliseconds of the world’s clock that a job waits, and then takes; 0 is done at once.'),
  bulk_read_page_rows: amount(200_000, 'Rows in one page of a bulk read; fewer make paging easy to try.'),
  bulk_downloads_per_minute: limit(
    10,
    'Results of bulk reads that a user downloads in a minute; one more is refused with 429.',
  ),
  settings_read_scope_known: flag(false, 'Whether ZohoCRM.settings.READ exists as a scope.'),
  code_lifetime_s: limit(120, 'Seconds in which an authorization code can be redeemed.'),
  access_token_lifetime_s: limit(3600, 'Seconds in which an access token works.'),
  device_code_lifetime_s: limit(300, 'Seconds in which a person can enter a device’s user code.'),
  window_s: limit(600, 'Seconds over which the limits “per window” count.'),
  codes_per_window: limit(10, 'Authorization codes per user and client in a window.'),
  refreshes_per_window: limit(10, 'Access tokens minted from one refresh token in a window.'),
  refresh_tokens_per_window: limit(10, 'Refresh tokens made per user and client in a window.'),
  refresh_tokens_per_user_and_client: limit(
    20,
    'Refresh tokens that live at a time; one more ends the oldest and its access tokens.',
  ),
  active_access_tokens: limit(15, 'Access tokens of one refresh token that work at a time; one more ends the oldest.'),
  api_credits_per_day: limit(
    null,
    'API credits that an org has for 24 hours; one more call is refused with 429. What is left is told when half is gone.',
  ),
  concurrent_calls: limit(
    null,
    'CRM calls of one org and client that run at a time; one more is refused with 429. Zoho allows 5 to 25, by edition.',
  ),
  concurrent_heavy_calls: limit(
    null,
    'Of these, searches, queries, sorted lists, conversions, composite requests and writes of more than 10 rows. Zoho allows 10.',
  ),
  legacy_rate_limit_headers: flag(
    false,
    'Whether CRM answers carry the X-RATELIMIT headers that the SDKs of v2 read; nothing is refused for them.',
  ),
  retry_after_header: flag(false, 'Whether a 429 says by Retry-After when the next credit comes.'),
  throttle_status: choice([400, 200], 'HTTP status of the token endpoint’s answer to too many requests.'),
  code_excess: choice(
    ['page', 'redirect'],
    'What too many codes bring: an error page, or a redirect with error=access_denied.',
  ),
} as const satisfies Record<string, Declaration<string | number | boolean | null>>

type Declarations = typeof toggleDeclarations

export type ToggleName = keyof Declarations

export type Toggles = {
  -readonly [Name in ToggleName]: Declarations[Name] extends Declaration<infer T> ? T : never
}

export const defaultToggles = (): Toggles =>
  Object.fromEntries(Object.entries(toggleDeclarations).map(([name, { default: value }]) => [name, value])) as Toggles

export const isToggleName = (name: string): name is ToggleName => Object.hasOwn(toggleDeclarations, name)

/** Some thirty years, where it means seconds; more than a date can be reckoned with. */
export const mostOfALimit = 1_000_000_000

/** @returns what is wrong with the value, or null */
export function toggleProblem(name: ToggleName, value: unknown): string | null {
  const declaration: Declaration<unknown> = toggleDeclarations[name]
  const isWhole = Number.isInteger(value) && (value as number) >= 0 && (value as number) <= mostOfALimit
  if (declaration.limit) {
    return value === null || isWhole ? null : `expected a whole number up to ${mostOfALimit}, or null`
  }
  if (declaration.amount) return isWhole ? null : `expected a whole number up to ${mostOfALimit}`
  if (declaration.choices?.includes(value)) return null
  return `expected one of ${declaration.choices?.map(one => JSON.stringify(one)).join(', ')}`
}
