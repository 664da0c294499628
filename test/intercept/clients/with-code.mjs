/**
 * Asks the emulator for a code, and runs a program that gets it: as JSON on its standard input, or behind its arguments.
 * node with-code.mjs input|arguments JSON COMMAND…
 */

import { spawnSync } from 'node:child_process'

const [how, text, command, ...parameters] = process.argv.slice(2)
const { server, sandbox, told } = JSON.parse(text)
const { ZOHO_EMULATOR_URL: url } = process.env
const directory = await (await fetch(`${url}/_emulator/directory`)).json()
const { client_secrets: secrets } = directory.clients.find(({ client_id }) => client_id === server.client_id)
const client = { ...server, client_secret: secrets[told.location ?? 'us'] }
const scope = 'ZohoCRM.org.READ,ZohoCRM.users.READ,ZohoCRM.modules.ALL,ZohoCRM.settings.ALL'
const { redirect_uri, client_id } = client
const answer = await fetch(`${url}/_emulator/codes`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ client_id, user: sandbox.user, org: sandbox.zgid, scope, redirect_uri }),
})
const { code } = await answer.json()
const known = { ...told, client, code, token: code }
const { accounts, api, other } = told
const behind = how === 'arguments' ? [code, client_id, client.client_secret, redirect_uri, accounts, api, other] : []
const input = JSON.stringify(known)
const { status } = spawnSync(command, [...parameters, ...behind], { input, stdio: ['pipe', 'inherit', 'inherit'] })
process.exitCode = status ?? 1
