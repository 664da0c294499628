/** A person with a browser that runs no script: keeps cookies, follows redirects, fills in forms. */

import supertest from 'supertest'
import type { Harness } from './emulator.ts'

export interface Form {
  readonly action: string
  /** Hidden and prefilled values. */
  readonly values: Record<string, string>
  readonly html: string
}

export class Visitor {
  readonly #agent: ReturnType<typeof supertest.agent>
  readonly #base: string
  /** Where the browser is; outside the emulator it stays at the address without loading it. */
  url = ''
  status = 0
  html = ''

  constructor({ zoho }: Harness) {
    this.#base = zoho.url
    this.#agent = supertest.agent(zoho.url)
  }

  open(url: string): Promise<this> {
    return this.#go('get', url)
  }

  /** Submits the form that has the button or field named in `fields`. */
  submit(fields: Record<string, string>, { headers = {}, without = [] }: SubmitOptions = {}): Promise<this> {
    const form = this.forms().find(each => Object.keys(fields).every(name => each.html.includes(`name="${name}"`)))
    if (!form) throw new Error(`no form with ${Object.keys(fields).join(', ')} at ${this.url}: ${this.html}`)
    const values = { ...form.values, ...fields }
    for (const name of without) delete values[name]
    return this.#go('post', form.action, new URLSearchParams(values).toString(), headers)
  }

  /** Posts what a form would, to any address. */
  post(url: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<this> {
    return this.#go('post', url, new URLSearchParams(fields).toString(), headers)
  }

  async signIn(email: string, password = 'password'): Promise<this> {
    await this.submit({ email })
    return this.submit({ password })
  }

  forms(): Form[] {
    return [...this.html.matchAll(/<form\b[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].map(([, action, html]) => ({
      action: decodeEntities(action!),
      html: html!,
      values: Object.fromEntries(
        [...html!.matchAll(/<input\b[^>]*type="(?:hidden|password|email)"[^>]*>/g)]
          .map(([input]) => [attribute(input, 'name'), attribute(input, 'value')] as const)
          .filter(([name]) => name !== ''),
      ),
    }))
  }

  /** The parameters with which the browser came back to the app. */
  get returned(): Record<string, string> {
    return Object.fromEntries(new URL(this.url).searchParams)
  }

  /** What a person reads, without markup. */
  get text(): string {
    return decodeEntities(this.html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '))
  }

  async #go(method: 'get' | 'post', url: string, body?: string, headers: Record<string, string> = {}): Promise<this> {
    let target = new URL(url, this.url || this.#base)
    let request = this.#request(method, target, headers)
    if (body !== undefined) request = request.type('form').send(body)
    for (let hops = 0; hops < 10; hops++) {
      const response = await request.redirects(0).ok(() => true)
      this.url = target.href
      this.status = response.status
      this.html = response.text ?? ''
      const location = response.headers.location
      if (!location) return this
      target = new URL(location, target)
      this.url = target.href
      if (target.origin !== this.#base) return this
      request = this.#request('get', target, {})
    }
    throw new Error(`too many redirects, last to ${this.url}`)
  }

  #request(method: 'get' | 'post', target: URL, headers: Record<string, string>) {
    return this.#agent[method](target.pathname + target.search).set(headers)
  }
}

interface SubmitOptions {
  readonly headers?: Record<string, string>
  /** Fields of the form to leave out. */
  readonly without?: readonly string[]
}

const attribute = (tag: string, name: string): string =>
  decodeEntities(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '')

const decodeEntities = (html: string): string =>
  html.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]!,
  )
