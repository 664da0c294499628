/**
 * Generate Code of a self client: scope, duration and description; in the new flow a portal and one of its orgs; then the
 * code. Every step is a form that carries what was said before, and each one is checked from the start.
 *
 * Sources: https://www.zoho.com/accounts/protocol/oauth/self-client/authorization-code-flow.html,
 * https://help.zoho.com/portal/en/community/topic/org-specific-oauth2-0-tokens-in-zoho-crm
 */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { formPage, readForm } from '../http/forms.ts'
import { accountsBase, type PageContext, thisHost } from '../http/page-context.ts'
import { pageResponse, redirectResponse } from '../http/respond.ts'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import { isKnownScope, needsOrg, parseScopes } from '../protocol/scopes.ts'
import { ClientHeading, ConsoleLayout, Copyable, Tabs } from '../views/console.tsx'
import { EnvironmentBadge, EveryEnvironment } from '../views/environment.tsx'
import { Fact } from '../views/fact.tsx'
import { SelectField, TextField } from '../views/fields.tsx'
import { Form } from '../views/form.tsx'
import { Name } from '../views/name.tsx'
import { OrgChoices } from '../views/org-choices.tsx'
import { scriptFile } from '../views/scripts.ts'
import { secretOf } from '../world/clients.ts'
import { type GrantBinding, holderOf, issueCode, recordConsent } from '../world/credentials.ts'
import { count, isExhausted } from '../world/limits.ts'
import { flowOf, isMember, type PortalOrgs, portalsOf } from '../world/people.ts'
import type { AuthorizationCode, Client, Org, User } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { clientTypes } from './client-types.ts'
import { ownClient, signedIn } from './sign-in.ts'
import { clientUrl, tabsOf } from './tabs.ts'

const durations = ['3', '5', '7', '10']

/** What the person wants a code for, as the fields hold it. */
interface Wish {
  readonly scope: string
  readonly duration: string
  readonly description: string
}

type WishErrors = Readonly<Partial<Record<keyof Wish | 'form', string>>>

interface Owned {
  readonly user: User
  readonly client: Client
}

export function selfClientRoutes(app: Hono<EmulatorEnv>, world: World): void {
  // where a browser is after a step; loading that address anew starts over
  app.get(
    '/client/:client/code',
    signedIn(world, (c, user) => redirectResponse(clientUrl(c, selfClientOf(world, c, user)), { status: 303 })),
  )

  app.post(
    '/client/:client/code',
    signedIn(world, async (c, user) => {
      const form = await readForm(c)
      const owned = { user, client: selfClientOf(world, c, user) }
      const wish = readWish(form)
      const errors = problemsOf(world, wish)
      if (Object.keys(errors).length > 0) return generateCodePage(world, c, owned, wish, errors)

      const zgid = form.get('org')
      if (!asksForOrg(world, user, wish)) {
        if (zgid) throw new AccountsPageError('other', 'the form names an org, but this code is to be bound to none')
        return generate(world, c, owned, wish, null)
      }
      if (!zgid) return portalsPage(world, c, owned, wish, form)
      const org = world.orgs.get(zgid)
      if (!org || !isMember(world, user, zgid)) {
        throw new AccountsPageError('other', `org ${zgid.slice(0, 40)} is none of ${user.email}`, 403)
      }
      return generate(world, c, owned, wish, org)
    }),
  )
}

/** @throws AccountsPageError for a client that gets its codes in another way, or whose codes could not be redeemed here */
function selfClientOf(world: World, c: PageContext, user: User): Client {
  const client = ownClient(world, c, user)
  if (client.type !== 'self') throw new AccountsPageError('other', 'codes are made here for self clients only', 404)
  if (client.locations.includes(user.location)) return client
  throw new AccountsPageError('invalidClient', `client ${client.id} is not enabled in data center ${user.location}`)
}

const readWish = (form: URLSearchParams): Wish => ({
  scope: form.get('scope')?.trim() ?? '',
  duration: form.get('duration') ?? '',
  description: form.get('description')?.trim() ?? '',
})

function problemsOf(world: World, { scope, duration, description }: Wish): WishErrors {
  const scopes = parseScopes(scope)
  const settingsReadKnown = world.toggles.settings_read_scope_known
  const areKnown = scopes.length > 0 && scopes.every(each => isKnownScope(each, { settingsReadKnown }))
  return {
    ...(!areKnown && { scope: 'Enter a valid scope' }),
    ...(!durations.includes(duration) && { duration: 'Choose a time duration' }),
    ...(description === '' && { description: 'Enter a scope description' }),
  }
}

/** As at sign-in, who belongs to no org has nothing to choose from, and is refused by the API later. */
const asksForOrg = (world: World, user: User, { scope }: Wish): boolean =>
  flowOf(world, user) === 'org-specific' && needsOrg(parseScopes(scope)) && portalsOf(world, user).length > 0

function generate(world: World, c: PageContext, owned: Owned, wish: Wish, org: Org | null): Response {
  const { user, client } = owned
  const scopes = parseScopes(wish.scope)
  const binding: GrantBinding = {
    clientId: client.id,
    zuid: user.id,
    zgid: org?.id ?? null,
    flow: flowOf(world, user),
  }
  if (isExhausted(world, 'codes_per_window', holderOf(binding))) {
    return generateCodePage(world, c, owned, wish, {
      form: 'You have made too many requests continuously. Please try again after some time.',
    })
  }
  count(world, 'codes_per_window', holderOf(binding))
  const code = issueCode(world, {
    grant: recordConsent(world, binding, scopes),
    scopes,
    redirectUri: null,
    refreshable: true,
    lifetimeMs: Number(wish.duration) * 60 * 1000,
  })
  return codePage(c, owned, { wish, code, binding, org, portal: org && world.portals.get(org.portalId)!.name })
}

const emptyWish: Wish = { scope: '', duration: durations[0]!, description: '' }

export function generateCodePage(
  world: World,
  c: PageContext,
  { user, client }: Owned,
  wish: Wish = emptyWish,
  errors: WishErrors = {},
): Response {
  return formPage(
    world,
    c,
    formToken => (
      <ConsoleLayout title={client.name} {...thisHost(c)} user={user.email}>
        <ClientHeading name={client.name} type={clientTypes.self.label} />
        <Tabs tabs={tabsOf(c, client)} current="Generate Code" />
        <Form action={clientUrl(c, client, '/code')} formToken={formToken}>
          {errors.form && (
            <p class="error" role="alert">
              {errors.form}
            </p>
          )}
          <TextField
            name="scope"
            label="Scope"
            rows={2}
            hint="Separated by commas, for example ZohoCRM.modules.ALL,ZohoCRM.settings.ALL"
            value={wish.scope}
            error={errors.scope}
            autofocus={!errors.description || !!errors.scope}
          />
          <SelectField
            name="duration"
            label="Time Duration"
            value={wish.duration}
            error={errors.duration}
            options={durations.map(minutes => ({ value: minutes, text: `${minutes} minutes` }))}
          />
          <TextField
            name="description"
            label="Scope Description"
            rows={2}
            value={wish.description}
            error={errors.description}
            autofocus={!!errors.description && !errors.scope}
          />
          <button type="submit" class="primary">
            CREATE
          </button>
        </Form>
      </ConsoleLayout>
    ),
    { status: Object.keys(errors).length > 0 ? 400 : 200 },
  )
}

/** Portals at the left; at the right the orgs of the chosen one, or of the only one. */
function portalsPage(world: World, c: PageContext, owned: Owned, wish: Wish, form: URLSearchParams): Response {
  const { user, client } = owned
  const portals = portalsOf(world, user)
  const asked = form.get('portal')
  const chosen = portals.length === 1 ? portals[0] : portals.find(({ portal }) => portal.id === asked)
  if (asked && !chosen) {
    throw new AccountsPageError('other', `portal ${asked.slice(0, 40)} is none of ${user.email}`, 403)
  }
  const error = form.has('generate') ? 'Choose an organization.' : undefined
  const action = clientUrl(c, client, '/code')
  return formPage(
    world,
    c,
    formToken => (
      <ConsoleLayout title={client.name} {...thisHost(c)} user={user.email}>
        <ClientHeading name={client.name} type={clientTypes.self.label} />
        <Tabs tabs={tabsOf(c, client)} current="Generate Code" />
        <p class="asked">Choose the org whose data the code may open.</p>
        <div class="panes">
          <section aria-labelledby="portals">
            <h2 id="portals">Portals</h2>
            <Form action={action} formToken={formToken} hidden={{ ...wish }} class="portals">
              {portals.map(({ portal }, index) => (
                <button
                  type="submit"
                  name="portal"
                  value={portal.id}
                  aria-current={portal === chosen?.portal ? 'true' : undefined}
                  autofocus={!chosen && index === 0}
                >
                  <Name>{portal.name}</Name>
                </button>
              ))}
            </Form>
          </section>
          <section aria-labelledby="orgs">
            <h2 id="orgs">Environments</h2>
            {chosen ? (
              <Form action={action} formToken={formToken} hidden={{ ...wish, portal: chosen.portal.id }}>
                {error && (
                  <p class="error" id="org-error" role="alert">
                    {error}
                  </p>
                )}
                <ChosenPortal {...chosen} describedBy={error && 'org-error'} />
                <div class="actions">
                  <button type="submit" name="generate" value="1" class="primary">
                    Generate
                  </button>
                </div>
              </Form>
            ) : (
              <p class="nothing">Choose a portal to see its environments.</p>
            )}
          </section>
        </div>
      </ConsoleLayout>
    ),
    { status: error ? 400 : 200 },
  )
}

const ChosenPortal = ({ portal, orgs, describedBy }: PortalOrgs & { describedBy: string | undefined }) => (
  <div class="portal">
    <h2>
      <Name>{portal.name}</Name>
    </h2>
    <OrgChoices orgs={orgs} checked={orgs.length === 1 ? orgs[0]!.id : null} describedBy={describedBy} />
  </div>
)

interface Generated {
  readonly wish: Wish
  readonly code: AuthorizationCode
  readonly binding: GrantBinding
  readonly org: Org | null
  /** Name of the org's portal. */
  readonly portal: string | null
}

function codePage(c: PageContext, { user, client }: Owned, { wish, code, binding, org, portal }: Generated): Response {
  const expiresAt = new Date(code.expiresAt).toISOString()
  return pageResponse(
    200,
    <ConsoleLayout title={client.name} {...thisHost(c)} user={user.email}>
      <ClientHeading name={client.name} type={clientTypes.self.label} />
      <Tabs tabs={tabsOf(c, client)} current="Generate Code" />
      <dl class="facts">
        <Fact name="Code">
          <Copyable testId="code">{code.id}</Copyable>
        </Fact>
        <Fact name="Works">
          once, within {wish.duration} minutes: until{' '}
          <time datetime={expiresAt} title={expiresAt}>
            {expiresAt.slice(0, 10)} {expiresAt.slice(11, 19)} UTC
          </time>{' '}
          by the emulator’s clock{' '}
          <span class="hint" data-testid="left" data-seconds-left={String(Number(wish.duration) * 60)} />
        </Fact>
        {org && portal && (
          <Fact name="Opens the data of">
            <strong>
              <Name>{org.name}</Name>
            </strong>{' '}
            <EnvironmentBadge environment={org.environment} />{' '}
            <span class="hint">
              in the portal <Name>{portal}</Name> · <span class="zgid">{org.id}</span>
            </span>
          </Fact>
        )}
        <Fact name="Scope">
          {code.scopes.map(scope => (
            <>
              <code>{scope}</code>{' '}
            </>
          ))}
        </Fact>
        <Fact name="Scope Description">
          <Name>{wish.description}</Name>
        </Fact>
      </dl>
      {binding.flow === 'legacy' && needsOrg(code.scopes) && <EveryEnvironment />}
      <h2 id="exchange">Redeem it</h2>
      <Copyable testId="exchange">
        {exchangeLine(`${accountsBase(c)}/oauth/v2/token`, {
          grant_type: 'authorization_code',
          client_id: client.id,
          client_secret: secretOf(client, user.location)!,
          code: code.id,
        })}
      </Copyable>
      <p class="links">
        <a href={clientUrl(c, client)}>Generate another code</a>
      </p>
      <script src={`${thisHost(c).base}/assets/${scriptFile('code')}`} defer />
    </ConsoleLayout>,
  )
}

/** Ready for a shell; none of the values holds anything that a shell would take for its own. */
const exchangeLine = (address: string, parameters: Readonly<Record<string, string>>): string =>
  [`curl -X POST '${address}'`, ...Object.entries(parameters).map(([name, value]) => `-d '${name}=${value}'`)].join(
    ' \\\n  ',
  )
