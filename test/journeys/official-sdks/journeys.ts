import { describe, expect, it } from 'vitest'
import { listen } from '../../support/emulator.ts'
import { clientOf, createApp, grantFor, type Run, type SentRequest } from './app.ts'

const hour = 3_600_000
const minute = 60_000

const invalidToken = {
  status: 401,
  type: 'APIException',
  code: 'INVALID_TOKEN',
  state: 'error',
  message: 'invalid oauth token',
  details: {},
}

/** How the SDKs report an error in a call that they make on their own account, before the one they were asked for. */
const invalidTokenOnTheWay = expect.objectContaining({
  type: 'SDKException',
  code: 'API_EXCEPTION',
  details: { code: 'INVALID_TOKEN', status: 'error', message: 'invalid oauth token' },
})

const saved = (message: string, id: unknown = expect.stringMatching(/^5731204\d{12}$/)) =>
  expect.objectContaining({ type: 'SuccessResponse', code: 'SUCCESS', state: 'success', message, id })

/** `GET /sandbox.zohoapis.com/crm/v8/org`; the Node SDK ends its queries in `&`. */
const line = ({ method, url }: SentRequest): string =>
  `${method} ${url.replace(/^http:\/\/localhost:\d+/, '').replace(/&$/, '')}`

/** The modules whose fields were fetched. */
const fieldsOf = ({ requests }: Run): string[] =>
  requests.flatMap(request => /settings\/fields\?module=(\w+)/.exec(line(request))?.[1] ?? [])

const accessTokensOf = ({ requests }: Run): string[] => [
  ...new Set(requests.flatMap(({ authorization }) => authorization?.replace('Zoho-oauthtoken ', '') ?? [])),
]

/** What each official SDK does with the emulator; they have the same classes. */
export const describeSdk = (name: string, sdk: string) =>
  describe(`the ${name}`, { timeout: 60_000 }, () => {
    it('initialises itself with a code and keeps the tokens under the user and org that they are for', async () => {
      const harness = await listen()
      const app = await createApp(harness, sdk)

      const { stored, requests } = await app.run('org', {
        token: { ...clientOf(harness), ...(await grantFor(harness, 'Acme QA')) },
      })

      expect(requests.map(line).slice(0, 3)).toEqual([
        'POST /accounts.zoho.com/oauth/v2/token',
        'GET /sandbox.zohoapis.com/crm/v8/users?type=CurrentUser',
        'GET /sandbox.zohoapis.com/crm/v8/org',
      ])
      expect(stored).toEqual([
        {
          id: '1',
          user: `admin@acme.example:${harness.org('Acme QA').zgid}`,
          accessToken: expect.stringMatching(/^1000\.[0-9a-f]{32}\.[0-9a-f]{32}$/),
          refreshToken: expect.stringMatching(/^1000\.[0-9a-f]{32}\.[0-9a-f]{32}$/),
          apiDomain: `${harness.zoho.url}/sandbox.zohoapis.com`,
        },
      ])
    })

    it('reads the user, the org, its modules, and the fields and related lists of leads', async () => {
      const harness = await listen()
      const app = await createApp(harness, sdk)

      const { outcome } = await app.run('tour', {
        token: { ...clientOf(harness), ...(await grantFor(harness, 'Acme QA')) },
      })

      expect(outcome.currentUser).toEqual({
        status: 200,
        type: 'ResponseWrapper',
        content: [
          {
            id: expect.stringMatching(/^5731204\d{12}$/),
            email: 'admin@acme.example',
            name: 'Ada Marlow',
            profile: 'Administrator',
            role: 'CEO',
          },
        ],
      })
      expect(outcome.org.content).toEqual([
        { company: 'Acme QA', zgid: harness.org('Acme QA').zgid, type: 'sandbox', currency: 'USD' },
      ])
      expect(outcome.modules.content).toContainEqual({ name: 'Leads', apiSupported: true, generatedType: 'default' })
      expect(outcome.fields.content).toEqual(
        expect.arrayContaining([
          { name: 'Last_Name', dataType: 'text', mandatory: true, choices: [] },
          {
            name: 'Lead_Source',
            dataType: 'picklist',
            mandatory: false,
            choices: expect.arrayContaining(['Web Download']),
          },
          { name: 'Owner', dataType: 'ownerlookup', mandatory: false, choices: [] },
        ]),
      )
      expect(outcome.relatedLists.content).toContainEqual({ name: 'Tasks', module: 'Tasks', href: 'Tasks' })
    })

    it('creates, lists, updates and deletes leads of the sandbox it was initialised for', async () => {
      const harness = await listen()
      const app = await createApp(harness, sdk)

      const { outcome } = await app.run('leads', {
        token: { ...clientOf(harness), ...(await grantFor(harness, 'Acme QA')) },
      })

      expect(outcome.failed).toBeUndefined()
      expect(outcome.created).toEqual({
        status: 207,
        type: 'ActionWrapper',
        content: [
          saved('record added'),
          {
            type: 'APIException',
            code: 'MANDATORY_NOT_FOUND',
            state: 'error',
            message: 'required field not found',
            details: { api_name: 'Last_Name', json_path: '$.data[1].Last_Name' },
          },
        ],
      })
      const { id } = outcome.created.content[0]
      const lovelace = {
        id,
        lastName: 'Lovelace',
        company: 'Analytical Engines',
        leadSource: 'Web Download',
        annualRevenue: 1234.5,
        owner: 'Ada Marlow',
        isDated: true,
      }
      expect(outcome.got.content).toEqual([lovelace])
      expect(outcome.updated).toEqual({
        status: 200,
        type: 'ActionWrapper',
        content: [saved('record updated', id)],
      })
      expect(outcome.gotUpdated.content).toEqual([{ ...lovelace, company: 'Difference Engines' }])
      expect(outcome.deleted).toEqual({ status: 200, type: 'ActionWrapper', content: [saved('record deleted', id)] })
      expect(outcome.gotDeleted).toEqual({ status: 204, type: null })
    })

    it('follows a list by page number and by page token to the same second page', async () => {
      const harness = await listen()
      const app = await createApp(harness, sdk)

      const { outcome } = await app.run('leads', {
        token: { ...clientOf(harness), ...(await grantFor(harness, 'Acme QA')) },
      })

      const [first, second, secondByToken] = [outcome.first, outcome.second, outcome.secondByToken].map(
        ({ content }) => content,
      )
      expect(first).toMatchObject({ page: 1, perPage: 5, count: 5, moreRecords: true })
      expect(first.nextPageToken).toEqual(expect.any(String))
      expect(first.names[0]).toBe('Lovelace')
      expect(second).toMatchObject({ page: 2, perPage: 5, count: 5, moreRecords: true })
      expect(second.ids).toHaveLength(5)
      expect(new Set([...first.ids, ...second.ids]).size).toBe(10)
      expect(secondByToken.ids).toEqual(second.ids)
      expect(secondByToken.names).toEqual(second.names)
    })

    it('writes dates, choices and lookups of deals that the other orgs do not get to see', async () => {
      const harness = await listen()
      const app = await createApp(harness, sdk)

      const { outcome } = await app.run('deals', {
        token: { ...clientOf(harness), ...(await grantFor(harness, 'Acme QA')) },
      })

      expect(outcome.failed).toBeUndefined()
      const accountId = outcome.account.content[0].id
      const ids = outcome.created.content.map((row: { id: string }) => row.id)
      expect(outcome.created).toMatchObject({ status: 201, content: [saved('record added'), saved('record added')] })
      expect(outcome.updated.content).toEqual(ids.map((id: string) => saved('record updated', id)))
      expect(outcome.got.content).toEqual([
        {
          name: 'Engine no. 1',
          account: 'Analytical Engines',
          accountId,
          closes: '2027-02-28',
          amount: 99.5,
          stage: 'Closed Won',
        },
      ])
      expect(outcome.deleted.content).toEqual(ids.map((id: string) => saved('record deleted', id)))
      const reading = async (org: string, host: string) => {
        const { access_token: token } = await harness.tokens({ org })
        return (await harness.send('GET', `/${host}/crm/v8/Accounts/${accountId}`, { token })).status
      }
      expect(await reading('Acme QA', 'sandbox.zohoapis.com')).toBe(200)
      expect(await reading('Acme UAT', 'sandbox.zohoapis.com')).toBe(204)
      expect(await reading('Acme', 'www.zohoapis.com')).toBe(204)
    })

    it('reads a record of every module with all its fields', async () => {
      const harness = await listen()
      const app = await createApp(harness, sdk)

      const { outcome } = await app.run('everyModule', {
        token: { ...clientOf(harness), ...(await grantFor(harness, 'Acme')) },
        api: 'www.zohoapis.com',
      })

      expect(Object.keys(outcome)).toEqual(expect.arrayContaining(['Leads', 'Deals', 'Quotes', 'Notes', 'Solutions']))
      for (const [module, answer] of Object.entries(outcome)) {
        expect({ module, answer }).toEqual({
          module,
          answer: { status: 200, type: 'ResponseWrapper', content: [expect.any(Number)] },
        })
      }
    })

    it('works in the data center of the user, with the secret of that place', async () => {
      const harness = await listen()
      const app = await createApp(harness, sdk, { dataCenter: 'eu' })
      const grant = await grantFor(harness, 'Initech Sandbox', { user: 'admin@initech.example' })

      const abroad = await app.run('org', { token: { ...clientOf(harness, 'us'), ...grant } })
      const { outcome, stored } = await app.run('org', { token: { ...clientOf(harness, 'eu'), ...grant } })

      expect(abroad.outcome.failed).toMatchObject({ type: 'SDKException', message: 'invalid_client_secret' })
      expect(outcome.content).toEqual([
        { company: 'Initech Sandbox', zgid: harness.org('Initech Sandbox').zgid, type: 'sandbox', currency: 'EUR' },
      ])
      expect(stored[0]?.apiDomain).toBe(`${harness.zoho.url}/sandbox.zohoapis.eu`)
    })

    it('gets INVALID_TOKEN in the other environment, with the token that works in its own', async () => {
      const harness = await listen()
      const app = await createApp(harness, sdk)
      const { outcome, stored } = await app.run('org', {
        token: { ...clientOf(harness), ...(await grantFor(harness, 'Acme QA')) },
      })
      const { accessToken } = stored[0]!
      const stranger = await createApp(harness, sdk, { api: 'www.zohoapis.com' })

      const org = await app.run('org', { api: 'www.zohoapis.com' })
      const user = await stranger.run('currentUser', { token: { accessToken } })
      const leads = await app.run('leadsPage', { api: 'www.zohoapis.com' })
      const backAtHome = await app.run('org')

      expect(outcome.content[0].company).toBe('Acme QA')
      expect(org.requests.map(line)).toEqual(['GET /www.zohoapis.com/crm/v8/org'])
      expect(accessTokensOf(org)).toEqual([accessToken])
      expect(org.outcome).toEqual(invalidToken)
      expect(user.outcome).toEqual(invalidToken)
      expect(user.stored[0]?.user).toBeNull()
      expect(leads.outcome.failed).toEqual(invalidTokenOnTheWay)
      expect(backAtHome.outcome.content[0].company).toBe('Acme QA')
    })

    it('stays on the emulator since api_domain names that, and would leave it for a real host', async () => {
      const harness = await listen()
      const app = await createApp(harness, sdk)
      await app.run('tour', { token: { ...clientOf(harness), ...(await grantFor(harness, 'Acme QA')) } })

      const again = await app.run('tour')
      await app.rewriteStoredApiDomain('https://sandbox.zohoapis.com')
      const lured = await app.run('org', { mayStray: true })

      expect(again.strays).toEqual([])
      expect(again.requests.map(line)).toContain('GET /sandbox.zohoapis.com/crm/v8/org')
      expect(lured.strays).toEqual(['sandbox.zohoapis.com:443'])
      expect(lured.outcome.failed.message).toContain('sandbox.zohoapis.com:443 is not on this machine')
    })

    it('refreshes its access token when its clock says so, and uses the new one', async () => {
      const harness = await listen()
      const app = await createApp(harness, sdk)
      const first = await app.run('org', {
        token: { ...clientOf(harness), ...(await grantFor(harness, 'Acme QA')) },
      })
      await harness.zoho.advanceClock('61m')

      const clockBehind = await app.run('org')
      const later = await app.run('org', { clockAheadMs: 61 * minute })

      expect(clockBehind.outcome).toEqual(invalidToken)
      expect(later.outcome.content[0].company).toBe('Acme QA')
      expect(later.requests.map(line)).toEqual([
        'POST /accounts.zoho.com/oauth/v2/token',
        'GET /sandbox.zohoapis.com/crm/v8/org',
      ])
      expect(accessTokensOf(later)).toEqual([later.stored[0]!.accessToken])
      expect(later.stored[0]!.accessToken).not.toBe(first.stored[0]!.accessToken)
      expect(later.stored).toEqual([{ ...first.stored[0], accessToken: later.stored[0]!.accessToken }])
    })

    it('starts anew from a refresh token', async () => {
      const harness = await listen()
      const { stored } = await (await createApp(harness, sdk)).run('org', {
        token: { ...clientOf(harness), ...(await grantFor(harness, 'Acme QA')) },
      })
      const { accessToken, refreshToken } = stored[0]!
      await harness.zoho.advanceClock('61m')
      const app = await createApp(harness, sdk)

      const run = await app.run('org', { token: { ...clientOf(harness), refreshToken: refreshToken! } })

      expect(run.outcome.content[0].company).toBe('Acme QA')
      expect(run.stored[0]).toMatchObject({
        user: `admin@acme.example:${harness.org('Acme QA').zgid}`,
        refreshToken,
        apiDomain: `${harness.zoho.url}/sandbox.zohoapis.com`,
      })
      expect(accessTokensOf(run)).toEqual([run.stored[0]!.accessToken])
      expect(run.stored[0]!.accessToken).not.toBe(accessToken)
    })

    it('fetches the fields of leads and of the modules they point to when it is not to refresh all', async () => {
      const harness = await listen()
      const app = await createApp(harness, sdk)

      const run = await app.run('leadsPage', {
        token: { ...clientOf(harness), ...(await grantFor(harness, 'Acme QA')) },
        autoRefreshFields: false,
      })

      expect(run.outcome.content.ids).toHaveLength(5)
      expect(fieldsOf(run)[0]).toBe('Leads')
      expect(fieldsOf(run).sort()).toEqual(['Accounts', 'Campaigns', 'Contacts', 'Deals', 'Leads', 'Vendors'])
      expect(run.requests.map(line)).not.toContain('GET /sandbox.zohoapis.com/crm/v8/settings/modules')
    })

    it('fetches the fields of all modules when it is to refresh them, and asks for changes an hour later', async () => {
      const harness = await listen()
      const app = await createApp(harness, sdk)
      const first = await app.run('leadsPage', {
        token: { ...clientOf(harness), ...(await grantFor(harness, 'Acme QA')) },
        autoRefreshFields: true,
      })
      const { outcome } = await app.run('tour')
      await harness.zoho.advanceClock(hour + minute)

      const later = await app.run('leadsPage', { autoRefreshFields: true, clockAheadMs: hour + minute })

      const modules = outcome.modules.content.map(({ name }: { name: string }) => name)
      expect(first.outcome.content.ids).toHaveLength(5)
      expect(fieldsOf(first).sort()).toEqual(modules.sort())
      expect(later.outcome.content.ids).toEqual(first.outcome.content.ids)
      expect(later.requests.slice(1).map(line)).toEqual([
        'GET /sandbox.zohoapis.com/crm/v8/settings/modules',
        expect.stringContaining('GET /sandbox.zohoapis.com/crm/v8/Leads?fields='),
      ])
      expect(later.requests[1]?.modifiedSince).toMatch(/^\d{4}-\d\d-\d\dT/)
    })

    it('reports why the token endpoint refused it', async () => {
      const harness = await listen()
      const grant = await grantFor(harness, 'Acme QA')
      const running = async (token: Record<string, string>): Promise<Run> =>
        (await createApp(harness, sdk)).run('org', { token })

      const wrongSecret = await running({ ...clientOf(harness), ...grant, clientSecret: 'x' })
      const once = await running({ ...clientOf(harness), ...grant })
      const twice = await running({ ...clientOf(harness), ...grant })

      expect(wrongSecret.outcome.failed).toMatchObject({ type: 'SDKException', message: 'invalid_client_secret' })
      expect(once.outcome.content[0].company).toBe('Acme QA')
      expect(twice.outcome.failed).toMatchObject({ type: 'SDKException', message: 'invalid_code' })
    })

    it('revokes its refresh token, after which neither that nor the access token works', async () => {
      const harness = await listen()
      const app = await createApp(harness, sdk)

      const { outcome, requests, stored } = await app.run('revoke', {
        token: { ...clientOf(harness), ...(await grantFor(harness, 'Acme QA')) },
      })
      const other = await createApp(harness, sdk)
      const refreshed = await other.run('org', {
        token: { ...clientOf(harness), refreshToken: stored[0]!.refreshToken! },
      })

      // revoke(id) looks for the token in an object that it has just made, so it sends nothing;
      // revokeRefreshToken(token) sends it and then takes the parsed answer for a Map
      expect(outcome.between.content).toEqual(outcome.before.content)
      expect(outcome.byToken.error).toContain('responseJSON.has is not a function')
      expect(requests.map(line).filter(sent => sent.endsWith('/revoke'))).toEqual([
        'POST /accounts.zoho.com/oauth/v2/token/revoke',
      ])
      expect(outcome.after).toEqual(invalidToken)
      expect(refreshed.outcome.failed).toMatchObject({ type: 'SDKException', message: 'invalid_code' })
    })
  })
