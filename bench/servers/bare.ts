/** The least that a server of these answers has to do, over node:http: what the emulator is measured against. */

import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readSeed } from './seed.ts'

const { accessToken, records } = readSeed()
const tokens = new Map([[accessToken, { user: records[0]!.Created_By }]])
const list = [...records]
const byId = new Map<string, object>(records.map(record => [record.id, record]))
let created = 0

const server = createServer((request, response) => {
  const token = tokens.get(request.headers.authorization?.slice('Zoho-oauthtoken '.length) ?? '')
  if (!token) return send(response, 401, { code: 'INVALID_TOKEN' })
  if (request.method === 'POST') {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const [sent] = (JSON.parse(Buffer.concat(chunks).toString()) as { data: object[] }).data
      send(response, 201, { data: [create(sent!, token.user)] })
    })
    return
  }
  const url = request.url!
  const mark = url.indexOf('?')
  if (mark !== -1) return send(response, 200, listPage(new URLSearchParams(url.slice(mark + 1))))
  const record = byId.get(url.slice(url.lastIndexOf('/') + 1))
  if (record) send(response, 200, { data: [record] })
  else send(response, 404, {})
})

function create(sent: object, user: object): object {
  const id = `5725767${String(1_000_000_000 + ++created).padStart(12, '0')}`
  const now = `${new Date().toISOString().slice(0, 19)}+00:00`
  byId.set(id, { ...sent, Owner: user, Created_By: user, Modified_By: user, Created_Time: now, Modified_Time: now, id })
  return {
    code: 'SUCCESS',
    details: {
      Modified_Time: now,
      Modified_By: user,
      Created_Time: now,
      id,
      Created_By: user,
      $approval_state: 'approved',
    },
    message: 'record added',
    status: 'success',
  }
}

function listPage(query: URLSearchParams): object {
  const count = Number(query.get('per_page'))
  const rows = list.slice(0, count).map(({ Last_Name, Email, Company, id }) => ({ Last_Name, Email, Company, id }))
  return { data: rows, info: { per_page: count, count: rows.length, page: 1, more_records: list.length > count } }
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'Content-Type': 'application/json;charset=UTF-8',
    'Content-Length': Buffer.byteLength(text),
  })
  response.end(text)
}

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready http://localhost:${(server.address() as AddressInfo).port}\n`)
})
