/**
 * An app that uses an official SDK, once: reads what to do as JSON from its first argument and prints one JSON object,
 * `{ outcome, stored, requests, strays }`. Both SDKs have the same classes, so one program serves both.
 */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { stories } from './stories.mjs'

const input = JSON.parse(process.argv[2])
const loaded = await import(input.sdk)
const sdk = loaded.Initializer ? loaded : loaded.default

const outcome = await run().catch(error => ({ failed: describe(error) }))
const { wire } = globalThis
process.stdout.write(
  JSON.stringify({ outcome, stored: await storedTokens(), requests: wire.requests, strays: wire.strays }),
)

async function run() {
  await initialize()
  return stories[input.story](sdk, input)
}

async function initialize() {
  const { environment, token, autoRefreshFields = false } = input
  const builder = new sdk.OAuthBuilder()
  for (const [name, value] of Object.entries(token)) builder[name](value)
  const config = new sdk.SDKConfigBuilder().pickListValidation(false).autoRefreshFields(autoRefreshFields).build()
  const resources = join(input.directory, 'sdk/')
  mkdirSync(resources, { recursive: true })
  const initializer = await new sdk.InitializeBuilder()
  await initializer
    .environment(new sdk.Environment(environment.api, environment.accounts, environment.upload))
    .token(builder.build())
    .store(store())
    .SDKConfig(config)
    .resourcePath(resources)
    .logger(new sdk.LogBuilder().level(sdk.Levels.ERROR).filePath(join(input.directory, 'sdk.log')).build())
    .initialize()
}

function store() {
  return new sdk.FileStore(join(input.directory, 'tokens.csv'))
}

async function storedTokens() {
  return (await store().getTokens()).map(token => ({
    id: token.getId(),
    user: token.getUserSignature()?.getName() ?? null,
    accessToken: token.getAccessToken(),
    refreshToken: token.getRefreshToken(),
    apiDomain: token.getAPIDomain(),
  }))
}

function describe(error) {
  const isSdkException = error instanceof sdk.SDKException
  const { name, code = null, message, details = null, cause, stack } = error
  return {
    type: isSdkException ? 'SDKException' : name,
    code,
    message,
    details,
    cause: cause ? describe(cause) : null,
    ...(!isSdkException && { stack }),
  }
}
