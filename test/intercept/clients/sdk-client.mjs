/** An app on an official SDK as its README has it: no address but those that the SDK itself brings. */

import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const { sdk: name, dataCenter, environment, token, client } = JSON.parse(readFileSync(0, 'utf8'))
const loaded = await import(name)
const sdk = loaded.Initializer ? loaded : loaded.default
const folder = mkdtempSync(join(tmpdir(), 'sdk-'))

const oauth = () =>
  new sdk.OAuthBuilder().clientId(client.client_id).clientSecret(client.client_secret).redirectURL(client.redirect_uri)
const store = new sdk.FileStore(join(folder, 'tokens.csv'))

async function initialize(environmentName, authentication, keptIn) {
  const builder = await new sdk.InitializeBuilder()
  await builder
    .environment(sdk[dataCenter][environmentName]())
    .token(authentication)
    .store(keptIn)
    .SDKConfig(new sdk.SDKConfigBuilder().pickListValidation(false).autoRefreshFields(false).build())
    .resourcePath(folder)
    .logger(new sdk.LogBuilder().level(sdk.Levels.OFF).filePath(join(folder, 'sdk.log')).build())
    .initialize()
  return new sdk.Org.OrgOperations().getOrganization()
}

const answer = await initialize(environment, oauth().grantToken(token).build(), store)
const [org] = answer.getObject().getOrg()
const [{ accessToken }] = (await store.getTokens()).map(each => ({ accessToken: each.getAccessToken() }))
const elsewhere = new sdk.FileStore(join(folder, 'elsewhere.csv'))
const other = environment === 'PRODUCTION' ? 'SANDBOX' : 'PRODUCTION'
const refused = await initialize(other, new sdk.OAuthBuilder().accessToken(accessToken).build(), elsewhere)
const problem = refused.getObject()
process.stdout.write(
  JSON.stringify({ org: org.getCompanyName(), status: answer.getStatusCode(), refused: problem.getCode().getValue() }),
)
