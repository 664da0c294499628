/**
 * Sources: https://www.zoho.com/accounts/protocol/oauth/self-client/authorization-code-flow.html (fields, CREATE);
 * https://help.zoho.com/portal/en/community/topic/org-specific-oauth2-0-tokens-in-zoho-crm (portals, orgs, Generate)
 */

import { describe, expect, it } from 'vitest'
import { admin, agent, control, everything, type Harness, listen } from '../support/emulator.ts'
import type { Visitor } from '../support/visitor.ts'
import { atConsole, consoleUrl, credentials, shown } from './at-console.ts'

const wish = { scope: everything, duration: '3', description: 'Nightly export' }

const acme = (harness: Harness) => harness.directory.portals.find(({ name }) => name === 'Acme')!.id

/** At the Generate Code tab of the administrator's self client. */
async function atGenerateCode(harness: Harness): Promise<Visitor> {
  const visitor = await atConsole(harness)
  return visitor.open(consoleUrl(harness, `/client/${harness.client('self').client_id}`))
}

/** Goes all the way to a code for one org of Acme. */
async function generate(harness: Harness, visitor: Visitor, org: string, more: Partial<typeof wish> = {}) {
  await visitor.open(consoleUrl(harness, `/client/${harness.client('self').client_id}`))
  await visitor.submit({ ...wish, ...more })
  await visitor.submit({ portal: acme(harness) })
  return visitor.submit({ org: harness.org(org).zgid, generate: '1' })
}

const redeem = async (harness: Harness, code: string, accounts?: string) => {
  const { client_id, client_secret } = harness.client('self')
  const parameters = { grant_type: 'authorization_code', client_id, client_secret, code }
  return (await harness.exchange(parameters, accounts)).json
}

const companyNames = async ({ send }: Harness, token: string): Promise<string[]> => {
  const names: string[] = []
  for (const host of ['www', 'sandbox', 'developer']) {
    const { json } = await send('GET', `/${host}.zohoapis.com/crm/v8/org`, { token })
    names.push(json.org?.[0].company_name ?? json.code)
  }
  return names
}

describe('in the new flow', () => {
  it('a code is for the chosen org alone, and redeemed without a redirect URI', async () => {
    const harness = await listen()
    const visitor = await atGenerateCode(harness)

    await visitor.submit(wish)
    const portals = [...visitor.html.matchAll(/name="portal" value="(\d+)"/g)].map(([, id]) => id)
    const before = visitor.text
    await visitor.submit({ portal: acme(harness) })
    const orgs = [...visitor.html.matchAll(/name="org" value="(\d+)"/g)].map(([, zgid]) => zgid)
    const preselected = visitor.html.includes('checked')
    await visitor.submit({ org: harness.org('Acme UAT').zgid, generate: '1' })
    const tokens = await redeem(harness, shown(visitor, 'code'))

    expect(portals).toEqual(harness.directory.portals.slice(0, 2).map(({ id }) => id))
    expect(before).toContain('Choose a portal to see its environments.')
    expect(orgs).toEqual(['Acme', 'Acme QA', 'Acme UAT', 'Acme Dev'].map(name => harness.org(name).zgid))
    expect(preselected).toBe(false)
    expect(visitor.text).toContain(`Acme UAT Sandbox in the portal Acme · ${harness.org('Acme UAT').zgid}`)
    expect(visitor.text).not.toContain('every environment')
    expect(Object.keys(tokens)).toContain('refresh_token')
    expect(tokens.api_domain).toBe(`${harness.zoho.url}/sandbox.zohoapis.com`)
    expect(await companyNames(harness, tokens.access_token)).toEqual(['INVALID_TOKEN', 'Acme UAT', 'INVALID_TOKEN'])
  })

  it('shows the orgs of the only portal at once, and of those the person’s own', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness, agent)
    await visitor.open(consoleUrl(harness, '/add/self'))
    await visitor.submit({})
    await visitor.open(consoleUrl(harness, `/client/${credentials(visitor).client_id}`))

    await visitor.submit(wish)

    const orgs = [...visitor.html.matchAll(/name="org" value="(\d+)"/g)].map(([, zgid]) => zgid)
    expect(orgs).toEqual([harness.org('Acme').zgid, harness.org('Acme QA').zgid])
  })

  it('asks again when no org was chosen', async () => {
    const harness = await listen()
    const visitor = await atGenerateCode(harness)
    await visitor.submit(wish)
    await visitor.submit({ portal: acme(harness) })

    await visitor.submit({ generate: '1' })

    expect(visitor.status).toBe(400)
    expect(visitor.text).toContain('Choose an organization.')
  })

  it('is not asked for an org by scopes that touch none', async () => {
    const harness = await listen()
    const visitor = await atGenerateCode(harness)

    await visitor.submit({ ...wish, scope: 'AaaServer.profile.READ' })

    expect(await redeem(harness, shown(visitor, 'code'))).toHaveProperty('refresh_token')
    expect(visitor.text).not.toContain('every environment')
  })

  it.each([
    ['of a portal that the person does not belong to', 'Initech'],
    ['that does not exist', ''],
  ])('refuses an org %s', async (_, name) => {
    const harness = await listen()
    const visitor = await atGenerateCode(harness)
    await visitor.submit(wish)
    await visitor.submit({ portal: acme(harness) })

    await visitor.submit({ org: name ? harness.org(name).zgid : '123', generate: '1' })

    expect(visitor.status).toBe(403)
    expect(visitor.text).toContain(`is none of ${admin}`)
  })

  it('refuses a portal that the person does not belong to', async () => {
    const harness = await listen()
    const visitor = await atGenerateCode(harness)
    await visitor.submit(wish)

    await visitor.submit({ portal: harness.directory.portals.find(({ name }) => name === 'Initech')!.id })

    expect(visitor.status).toBe(403)
  })

  it('checks what the hidden fields carry from the start', async () => {
    const harness = await listen()
    const visitor = await atGenerateCode(harness)
    await visitor.submit(wish)
    await visitor.submit({ portal: acme(harness) })
    const org = { org: harness.org('Acme').zgid, generate: '1' }
    const { action, values } = visitor.forms().find(({ html }) => html.includes('name="org"'))!

    await visitor.post(action, { ...values, ...org, duration: '600' })
    const longer = visitor.text
    await visitor.post(action, { ...values, ...org, scope: 'ZohoCRM.nothing.ALL' })

    expect(longer).toContain('Choose a time duration')
    expect(visitor.status).toBe(400)
    expect(visitor.text).toContain('Enter a valid scope')
  })
})

describe('in the old flow', () => {
  it('a code is there at once, and its token works in every environment', async () => {
    const harness = await listen({ scenario: 'legacy' })
    const visitor = await atGenerateCode(harness)

    await visitor.submit(wish)
    const tokens = await redeem(harness, shown(visitor, 'code'))

    expect(visitor.text).toContain('will work in every environment')
    expect(await companyNames(harness, tokens.access_token)).toEqual(['Acme', 'Acme QA', 'Acme Dev'])
  })

  it('a form that still names an org is refused', async () => {
    const harness = await listen()
    const visitor = await atGenerateCode(harness)
    await visitor.submit(wish)
    await visitor.submit({ portal: acme(harness) })
    await harness.zoho.useScenario('legacy')

    await visitor.submit({ org: harness.org('Acme').zgid, generate: '1' })

    expect(visitor.status).toBe(400)
    expect(visitor.text).toContain('this code is to be bound to none')
  })
})

describe('the form of Generate Code', () => {
  it('offers four durations, the shortest first', async () => {
    const harness = await listen()

    const visitor = await atGenerateCode(harness)

    const options = [...visitor.html.matchAll(/<option value="(\d+)"( selected="")?>/g)]
    expect(options.map(([, minutes]) => minutes)).toEqual(['3', '5', '7', '10'])
    expect(options.filter(([, , selected]) => selected).map(([, minutes]) => minutes)).toEqual(['3'])
  })

  it.each([
    ['scope', '', 'Enter a valid scope'],
    ['scope', ' , ', 'Enter a valid scope'],
    ['scope', 'ZohoCRM.modulez.ALL', 'Enter a valid scope'],
    ['scope', `${everything},nothing`, 'Enter a valid scope'],
    ['scope', 'ZohoCRM.settings.READ', 'Enter a valid scope'],
    ['duration', '4', 'Choose a time duration'],
    ['duration', '', 'Choose a time duration'],
    ['description', '  ', 'Enter a scope description'],
  ])('says of %s %j that it is wrong, and keeps the rest', async (field, value, message) => {
    const harness = await listen()
    const visitor = await atGenerateCode(harness)

    await visitor.submit({ ...wish, duration: '7', [field]: value })

    expect(visitor.status).toBe(400)
    expect(visitor.html).toMatch(new RegExp(`id="${field}-error" role="alert">${message}<`))
    expect(visitor.html.match(/role="alert"/g)).toHaveLength(1)
    if (field !== 'duration') expect(visitor.html).toContain('<option value="7" selected="">')
    if (field !== 'description') expect(visitor.html).toContain('Nightly export</textarea>')
  })

  it('escapes what was typed', async () => {
    const harness = await listen({ scenario: 'legacy' })
    const visitor = await atGenerateCode(harness)

    await visitor.submit({ ...wish, description: '</textarea><script>alert(1)</script>' })

    expect(visitor.html).not.toContain('<script>alert')
    expect(visitor.text).toContain('<script>alert(1)</script>')
  })

  it('is refused without the anti-forgery token, or from elsewhere', async () => {
    const harness = await listen({ scenario: 'legacy' })
    const visitor = await atGenerateCode(harness)
    const { action, values } = visitor.forms()[0]!

    await visitor.post(action, { ...values, ...wish }, { Origin: 'https://evil.example' })
    const foreign = visitor.status
    await visitor.post(action, { ...values, ...wish, iamcsrcoo: 'guessed' })

    expect([foreign, visitor.status]).toEqual([403, 403])
  })

  it('starts over when its address is loaded anew', async () => {
    const harness = await listen()
    const visitor = await atGenerateCode(harness)
    const { url } = visitor
    await visitor.submit(wish)

    await visitor.open(visitor.url)

    expect(visitor.url).toBe(url)
    expect(visitor.html).not.toContain('Nightly export')
  })

  it('is for self clients only', async () => {
    const harness = await listen()
    const visitor = await atGenerateCode(harness)
    const { action, values } = visitor.forms()[0]!
    const { client_id } = harness.client('server')

    await visitor.post(action.replace(harness.client('self').client_id, client_id), { ...values, ...wish })

    expect(visitor.status).toBe(404)
  })

  it('takes settings.READ where the toggle says that it exists', async () => {
    const harness = await listen({ scenario: 'legacy' })
    await control(harness.send, '/_emulator/toggles', { settings_read_scope_known: true }, 'PATCH')
    const visitor = await atGenerateCode(harness)

    await visitor.submit({ ...wish, scope: 'ZohoCRM.settings.READ' })

    expect(shown(visitor, 'code')).toMatch(/^1000\./)
  })
})

describe('a generated code', () => {
  it.each(['3', '5', '7', '10'])('works for %s minutes by the emulator’s clock', async duration => {
    const harness = await listen({ scenario: 'legacy' })
    const visitor = await atGenerateCode(harness)
    await visitor.submit({ ...wish, duration })
    const inTime = shown(visitor, 'code')
    const [, until] = /<time datetime="([^"]*)"/.exec(visitor.html)!
    await visitor.open(consoleUrl(harness, `/client/${harness.client('self').client_id}`))
    await visitor.submit({ ...wish, duration })
    const late = shown(visitor, 'code')
    const lifetimeMs = Number(duration) * 60_000

    const shownLifetimeMs = Date.parse(until!) - harness.zoho.now()
    await harness.zoho.advanceClock(lifetimeMs - 10_000)
    const redeemed = await redeem(harness, inTime)
    await harness.zoho.advanceClock(10_000)

    expect(Math.abs(shownLifetimeMs - lifetimeMs)).toBeLessThan(5000)
    expect(visitor.text).toContain(`within ${duration} minutes`)
    expect(redeemed).toHaveProperty('access_token')
    expect(await redeem(harness, late)).toEqual({ error: 'invalid_code' })
  })

  it('works once, and at the accounts host of its data center alone', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    await generate(harness, visitor, 'Acme QA')
    const code = shown(visitor, 'code')

    const elsewhere = await redeem(harness, code, 'accounts.zoho.eu')
    await redeem(harness, code)

    expect(elsewhere).toEqual({ error: 'invalid_client' })
    expect(await redeem(harness, code)).toEqual({ error: 'invalid_code' })
  })

  it('comes with a line for the shell that says all that the exchange needs', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    await generate(harness, visitor, 'Acme QA')

    const line = shown(visitor, 'exchange')
    const [, address] = /^curl -X POST '([^']*)'/.exec(line)!
    const parameters = Object.fromEntries(
      [...line.matchAll(/-d '(\w+)=([^']*)'/g)].map(([, name, value]) => [name, value]),
    )

    expect(address).toBe(`${harness.zoho.url}/accounts.zoho.com/oauth/v2/token`)
    expect(parameters.code).toBe(shown(visitor, 'code'))
    expect((await harness.exchange(parameters)).json).toHaveProperty('refresh_token')
  })

  it('is one of ten in ten minutes', async () => {
    const harness = await listen({ scenario: 'legacy' })
    const visitor = await atGenerateCode(harness)
    const { action, values } = visitor.forms()[0]!
    for (let codes = 0; codes < 10; codes++) await visitor.post(action, { ...values, ...wish })
    const tenth = visitor.status

    await visitor.post(action, { ...values, ...wish })
    const eleventh = visitor.text
    await harness.zoho.advanceClock('10m')
    await visitor.post(action, { ...values, ...wish })

    expect(tenth).toBe(200)
    expect(eleventh).toContain('You have made too many requests continuously. Please try again after some time.')
    expect(shown(visitor, 'code')).toMatch(/^1000\./)
  })

  it('keeps its org when the next one is for another', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)

    const names = []
    for (const org of ['Acme QA', 'Acme Dev']) {
      await generate(harness, visitor, org)
      const { access_token } = await redeem(harness, shown(visitor, 'code'))
      names.push(await companyNames(harness, access_token))
    }

    expect(names).toEqual([
      ['INVALID_TOKEN', 'Acme QA', 'INVALID_TOKEN'],
      ['INVALID_TOKEN', 'INVALID_TOKEN', 'Acme Dev'],
    ])
  })
})
