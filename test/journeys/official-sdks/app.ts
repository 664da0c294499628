/** An app on an official SDK, which is one per process and writes files: a run is a process, an app a directory. */

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished } from 'vitest'
import { callback, type Harness } from '../../support/emulator.ts'

export interface Run {
  // biome-ignore lint/suspicious/noExplicitAny: each story has an outcome of its own
  readonly outcome: any
  readonly requests: readonly SentRequest[]
  /** What the SDK has in its token store at the end. */
  readonly stored: readonly StoredToken[]
  /** Connections outside this machine that were tried. */
  readonly strays: readonly string[]
}

export interface SentRequest {
  readonly method: string
  readonly url: string
  readonly authorization: string | null
  readonly modifiedSince: string | null
}

export interface StoredToken {
  readonly id: string
  readonly user: string | null
  readonly accessToken: string
  readonly refreshToken: string | null
  readonly apiDomain: string
}

export interface RunOptions {
  /** Steps of the SDK's OAuthBuilder, e.g. `{ refreshToken }`; what the store has under id 1 by default. */
  readonly token?: Readonly<Record<string, string>>
  /** API host of the environment; the app's own by default. */
  readonly api?: string
  readonly autoRefreshFields?: boolean
  /** How far the clock of the process is ahead. */
  readonly clockAheadMs?: number
  /** Where a server of the app listens. */
  readonly listener?: string
  /** Connections outside this machine are part of the test. */
  readonly mayStray?: boolean
  /** What else a story has to know. */
  readonly more?: object
}

export interface AppOptions {
  readonly api?: string
  /** Top-level domain of the data center's accounts and content hosts. */
  readonly dataCenter?: string
}

export class App {
  readonly #harness: Harness
  readonly #sdk: string
  readonly #directory: string
  readonly #api: string
  readonly #dataCenter: string

  constructor(harness: Harness, sdk: string, directory: string, { api, dataCenter }: AppOptions) {
    this.#harness = harness
    this.#sdk = sdk
    this.#directory = directory
    this.#dataCenter = dataCenter ?? 'com'
    this.#api = api ?? `sandbox.zohoapis.${this.#dataCenter}`
  }

  /** Runs a story of `stories.mjs`, and makes sure that nothing but the emulator was asked for anything. */
  async run(story: string, options: RunOptions = {}): Promise<Run> {
    const {
      token = { id: '1' },
      api = this.#api,
      autoRefreshFields,
      listener,
      clockAheadMs = 0,
      mayStray = false,
      more,
    } = options
    const { url } = this.#harness.zoho
    const input = {
      sdk: this.#sdk,
      story,
      directory: this.#directory,
      emulator: url,
      environment: {
        api: `${url}/${api}`,
        accounts: `${url}/accounts.zoho.${this.#dataCenter}/oauth/v2/token`,
        upload: `${url}/content.zohoapis.${this.#dataCenter}`,
      },
      token,
      autoRefreshFields,
      listener,
      ...more,
    }
    const env = { ...process.env, NODE_OPTIONS: '', CLOCK_AHEAD_MS: `${clockAheadMs}` }
    const parameters = [
      '--import',
      program('preload.mjs').href,
      fileURLToPath(program('driver.mjs')),
      JSON.stringify(input),
    ]
    const { stdout } = await promisify(execFile)(process.execPath, parameters, { env, cwd: this.#directory })
    const run = JSON.parse(stdout) as Run
    if (!mayStray) {
      const origins = new Set(run.requests.map(request => new URL(request.url).origin))
      expect({ strays: run.strays, origins: [...origins] }).toEqual({ strays: [], origins: [url] })
    }
    return run
  }

  /** Puts another api_domain beside the stored token. */
  async rewriteStoredApiDomain(apiDomain: string): Promise<void> {
    const file = join(this.#directory, 'tokens.csv')
    const [head, ...tokens] = (await readFile(file, 'utf8')).split('\n')
    const rewritten = tokens.map(row => [...row.split(',').slice(0, -1), apiDomain].join(','))
    await writeFile(file, [head, ...rewritten].join('\n'))
  }
}

/** An app with an empty directory of its own, gone after the test. */
export async function createApp(harness: Harness, sdk: string, options: AppOptions = {}): Promise<App> {
  const directory = await mkdtemp(join(tmpdir(), 'official-sdk-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return new App(harness, sdk, directory, options)
}

/** What the server client gives to the SDK's OAuthBuilder along with a code or a token. */
export function clientOf({ client }: Harness, location = 'us'): Record<string, string> {
  const { client_id: clientId, client_secrets: secrets } = client('server')
  return { clientId, clientSecret: secrets[location]!, redirectURL: callback }
}

/** A code for an org, as the SDK's OAuthBuilder takes it. */
export async function grantFor(harness: Harness, org: string, user: object = {}): Promise<Record<string, string>> {
  return { grantToken: await harness.code({ org: harness.org(org).zgid, redirect_uri: callback, ...user }) }
}

const program = (name: string): URL => new URL(name, import.meta.url)
