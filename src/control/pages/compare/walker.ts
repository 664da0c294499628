import type { Fetch } from '../../index.ts'
import { type Exchange, maskPairs, placeOf, shownAddress } from './exchange.ts'
import { readForms, readLines, type SeenForm, type SeenLine } from './seen-page.ts'

/** A page as a person saw it, and what they answered. */
export interface SeenPage {
  readonly path: string
  readonly status: number
  readonly lines: readonly SeenLine[]
  /** Values of what was chosen or pressed. */
  readonly chosen: ReadonlySet<string>
}

/** What came of one request of the browser's: one exchange, and a page unless it was sent on. */
export interface Move {
  readonly exchange: Exchange
  readonly page: { -readonly [Key in keyof SeenPage]: SeenPage[Key] } | null
}

/** A browser that runs no script: keeps cookies, follows redirects up to an address of the app's, fills in forms. */
export class Walker {
  readonly moves: Move[] = []
  readonly #fetch: Fetch
  readonly #app: string
  readonly #cookies = new Map<string, string>()
  #forms: readonly SeenForm[] = []
  /** Where the browser is; the app's address once it is back there. */
  address: URL

  /** @param app the redirect URI, at which the walk ends */
  constructor(fetch: Fetch, start: string, app: string) {
    this.#fetch = fetch
    this.#app = app
    this.address = new URL(start)
  }

  get isBack(): boolean {
    return this.address.href.startsWith(this.#app)
  }

  get page(): SeenPage | null {
    return this.moves.at(-1)?.page ?? null
  }

  open(): Promise<void> {
    return this.#go('GET', this.address)
  }

  /** The form that has a field or button of that name. */
  formWith(name: string): SeenForm | undefined {
    return this.#forms.find(({ html }) => html.includes(`name="${name}"`))
  }

  submit(form: SeenForm, fields: Readonly<Record<string, string>>): Promise<void> {
    const move = this.moves.at(-1)
    if (move?.page) move.page.chosen = new Set(Object.values(fields))
    return this.#go('POST', new URL(form.action, this.address), { ...form.hidden, ...fields })
  }

  async #go(method: string, first: URL, fields?: Readonly<Record<string, string>>): Promise<void> {
    let address = first
    let sent = fields
    for (let hops = 0; hops < 10; hops++) {
      this.address = address
      const exchange = await this.#send(sent ? method : 'GET', address, sent)
      if (exchange.next === null) return
      sent = undefined
      address = exchange.next
      if (address.href.startsWith(this.#app)) {
        this.address = address
        return
      }
    }
  }

  async #send(
    method: string,
    address: URL,
    fields: Readonly<Record<string, string>> | undefined,
  ): Promise<{ readonly next: URL | null }> {
    const response = await this.#fetch(
      new Request(address, {
        method,
        redirect: 'manual',
        headers: {
          Accept: 'text/html',
          Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        },
        ...(fields && { body: new URLSearchParams(fields) }),
      }),
    )
    this.#keepCookies(response)
    const html = await response.text()
    const location = response.headers.get('location')
    const next = location === null ? null : new URL(location, address)
    const place = placeOf(address)
    this.moves.push({
      exchange: {
        method,
        ...place,
        sent: maskPairs(fields ? Object.entries(fields) : address.searchParams),
        status: response.status,
        location: next && shownAddress(next),
        answer: [],
        reason: response.headers.get('x-zoho-emulator-reason'),
      },
      page: next ? null : { path: place.path, status: response.status, lines: readLines(html), chosen: new Set() },
    })
    this.#forms = next ? [] : readForms(html)
    return { next }
  }

  #keepCookies(response: Response): void {
    for (const header of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(header) ?? []
      if (name === undefined || value === undefined) continue
      if (/;\s*Max-Age=0\b/i.test(header)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
  }
}
