import { describe, expect, it } from 'vitest'
import { admin, agent, type Harness, listen, start } from '../support/emulator.ts'
import { Visitor } from '../support/visitor.ts'
import { atConsole, consoleUrl } from './at-console.ts'

/** A browser for hosts that have cookies of their own: follows redirects from host to host. */
function browse({ zoho }: Harness) {
  const jars = new Map<string, Map<string, string>>()
  const visited: string[] = []
  return {
    visited,
    async go(url: string, body?: Record<string, string>): Promise<{ url: string; html: string; status: number }> {
      let target = new URL(url)
      let init: RequestInit = body ? { method: 'POST', body: new URLSearchParams(body) } : {}
      for (let hops = 0; hops < 10; hops++) {
        const jar = jars.get(target.host) ?? new Map<string, string>()
        jars.set(target.host, jar)
        visited.push(`${target.host}${target.pathname}`)
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
        const response = await zoho.fetch(target.href, { ...init, headers: { cookie }, redirect: 'manual' })
        for (const set of response.headers.getSetCookie()) {
          const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!
          jar.set(name!, value!)
        }
        const location = response.headers.get('location')
        if (!location) return { url: target.href, html: await response.text(), status: response.status }
        target = new URL(location, target)
        init = {}
      }
      throw new Error('too many redirects')
    },
    cookiesOf: (host: string) => [...(jars.get(host)?.keys() ?? [])],
  }
}

const formToken = (html: string): string => /name="iamcsrcoo" value="([^"]*)"/.exec(html)![1]!

describe('whoever is not signed in', () => {
  it.each(['/', '/add', '/add/server', '/client/1000.NONE', '/client/1000.NONE/secret'])(
    'is sent from %s to the sign-in and comes back to the list',
    async path => {
      const harness = await listen()
      const visitor = await new Visitor(harness).open(consoleUrl(harness, path))

      expect(visitor.url).toBe(`${harness.zoho.url}/accounts.zoho.com/signin?service=console`)
      expect(visitor.text).toContain('to continue to the API Console')
      await visitor.signIn(admin)

      expect(visitor.url).toBe(consoleUrl(harness))
      expect(visitor.text).toContain(admin)
    },
  )

  it('keeps the way to the console over a wrong e-mail and a wrong password', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(consoleUrl(harness))

    await visitor.submit({ email: 'nobody@acme.example' })
    await visitor.submit({ email: admin })
    await visitor.submit({ password: 'wrong' })
    await visitor.submit({ password: 'password' })

    expect(visitor.url).toBe(consoleUrl(harness))
  })

  it('can send no form', async () => {
    const harness = await listen()
    const visitor = new Visitor(harness)

    await visitor.post(consoleUrl(harness, '/add/self'), {})

    expect(visitor.url).toContain('/accounts.zoho.com/signin?service=console')
  })
})

describe('the way back from the sign-in', () => {
  it('is that to the own data center', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(consoleUrl(harness))

    await visitor.signIn('admin@initech.example')

    expect(visitor.url).toBe(consoleUrl(harness, '/', 'api-console.zoho.eu'))
    expect(visitor.text).toContain('GET STARTED')
  })

  it('leads nowhere but to known services', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(
      '/accounts.zoho.com/signin?service=https%3A%2F%2Fevil.example&serviceurl=https%3A%2F%2Fevil.example',
    )

    await visitor.signIn(admin)

    expect(visitor.url).toBe(`${harness.zoho.url}/accounts.zoho.com/signin`)
    expect(visitor.text).toContain('You are signed in')
  })

  it('works once and for a minute', async () => {
    const harness = await start()
    const cookie = await accountsCookie(harness)
    const askForTicket = async () =>
      (
        await harness.send('GET', 'http://accounts.zoho.com.localhost/signin?service=console', { headers: { cookie } })
      ).headers.get('location')!

    const ticket = await askForTicket()
    const first = await harness.send('GET', ticket)
    const second = await harness.send('GET', ticket)
    const stale = await askForTicket()
    await harness.zoho.advanceClock('1m')
    const late = await harness.send('GET', stale)

    expect(ticket).toMatch(/^http:\/\/api-console\.zoho\.com\.localhost\/signin\/continue\?ticket=[0-9a-f]{64}$/)
    expect(first.headers.get('location')).toBe('http://api-console.zoho.com.localhost/')
    expect(first.headers.get('set-cookie')).toMatch(/^session_us=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Lax$/)
    expect([second.status, late.status]).toEqual([400, 400])
    expect(second.text).toContain('was used already or took too long')
  })

  it('leads to the console of the own data center alone', async () => {
    const harness = await start()
    const cookie = await accountsCookie(harness)
    const asked = await harness.send('GET', 'http://accounts.zoho.com.localhost/signin?service=console', {
      headers: { cookie },
    })

    const elsewhere = await harness.send('GET', asked.headers.get('location')!.replace('zoho.com', 'zoho.eu'))

    expect(elsewhere.status).toBe(400)
    expect(elsewhere.headers.get('set-cookie')).toBeNull()
  })
})

/** The cookie of a browser that has signed in at the accounts host, and there alone. */
async function accountsCookie({ send }: Harness): Promise<string> {
  const answer = await send('POST', 'http://accounts.zoho.com.localhost/signin/password', {
    headers: { cookie: 'iamcsr=known', 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ iamcsrcoo: 'known', email: admin, password: 'password' }).toString(),
  })
  return answer.headers.get('set-cookie')!.split(';')[0]!
}

describe('under names of their own', () => {
  it.each([
    ['.localhost', 'http://HOST.localhost:8400'],
    ['real', 'https://HOST'],
    ['real with a port', 'http://HOST:8443'],
  ])('accounts and console have a cookie each: %s', async (_, pattern) => {
    const harness = await start()
    const at = (host: string, path = '/') => `${pattern.replace('HOST', host)}${path}`
    const browser = browse(harness)

    const asked = await browser.go(at('api-console.zoho.com'))
    await browser.go(at('accounts.zoho.com', '/signin/password'), {
      iamcsrcoo: formToken(asked.html),
      service: 'console',
      email: agent,
      password: 'password',
    })
    browser.visited.length = 0
    const again = await browser.go(at('api-console.zoho.com', '/add'))

    expect(asked.url).toBe(at('accounts.zoho.com', '/signin?service=console'))
    expect(again.html).toContain('Choose a client type')
    expect(browser.visited).toHaveLength(1)
    for (const host of ['accounts.zoho.com', 'api-console.zoho.com']) {
      const cookies = browser.cookiesOf(new URL(at(host)).host)
      expect(cookies.filter(name => name.startsWith('session_us'))).toHaveLength(1)
    }
  })

  it('who is signed in at accounts needs no password at the console', async () => {
    const harness = await start()
    const browser = browse(harness)
    const { html } = await browser.go('http://accounts.zoho.com.localhost/signin')
    await browser.go('http://accounts.zoho.com.localhost/signin/password', {
      iamcsrcoo: formToken(html),
      email: agent,
      password: 'password',
    })

    const { url, html: list } = await browser.go('http://api-console.zoho.com.localhost/')

    expect(url).toBe('http://api-console.zoho.com.localhost/')
    expect(list).toContain('GET STARTED')
  })

  it('signing out at the console signs out at accounts too', async () => {
    const harness = await start()
    const browser = browse(harness)
    const { html } = await browser.go('http://api-console.zoho.com.localhost/')
    await browser.go('http://accounts.zoho.com.localhost/signin/password', {
      iamcsrcoo: formToken(html),
      service: 'console',
      email: agent,
      password: 'password',
    })

    const { html: out } = await browser.go('http://api-console.zoho.com.localhost/logout')

    expect(out).toContain('You are signed out')
    const { url } = await browser.go('http://api-console.zoho.com.localhost/')
    expect(url).toBe('http://accounts.zoho.com.localhost/signin?service=console')
  })
})

describe('the console’s host', () => {
  it('is where the old address leads', async () => {
    const harness = await start()

    const byPath = await harness.send('GET', '/accounts.zoho.eu/developerconsole')
    const short = await harness.send('GET', '/developerconsole')
    const byName = await harness.send('GET', 'http://accounts.zoho.com.localhost/developerconsole')

    expect(byPath.headers.get('location')).toBe('http://localhost/api-console.zoho.eu/')
    expect(short.headers.get('location')).toBe('http://localhost/api-console.zoho.com/')
    expect(byName.headers.get('location')).toBe('http://api-console.zoho.com.localhost/')
  })

  it('answers a page of its own to an unknown address', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)

    await visitor.open(consoleUrl(harness, '/nowhere'))

    expect(visitor.status).toBe(404)
    expect(visitor.text).toContain('the API console has no such address')
    expect(visitor.text).toContain('api-console.zoho.com · not the real service')
  })

  it('ends a session after twelve hours', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)

    await harness.zoho.advanceClock('13h')
    await visitor.open(consoleUrl(harness))

    expect(visitor.url).toContain('/signin?service=console')
  })
})
