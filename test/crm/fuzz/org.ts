/** An org to be asked anything: the app on the world's own rows, so that what a call wrote can be told without another call. */

import { strToU8, zipSync } from 'fflate'
import { type App, createApp } from '../../../src/app.ts'
import { uploadsOf } from '../../../src/crm/bulk/uploads.ts'
import { crmRoutes } from '../../../src/crm/index.ts'
import { addFile } from '../../../src/world/org-files.ts'
import { createWorld, type World } from '../../../src/world/world.ts'

export interface Route {
  readonly method: string
  /** What stands before the version, below `/crm/`: nothing, or `bulk/`. */
  readonly root: string
  /** Below the version; parameters as `:name`, perhaps with a pattern. */
  readonly path: string
}

export interface Answer {
  readonly status: number
  readonly text: string
}

export interface FuzzOrg {
  readonly world: World
  readonly app: App
  readonly routes: readonly Route[]
  /** What there is to be named, for calls that concern a module. */
  idsOf(module: string): Ids
  call(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer>
  /** The rows of the org that are not as they were in the beginning, by table and id. */
  written(): ReadonlyMap<string, unknown>
}

/** What there is at the time; records of single modules stand under the names of these. */
export type Ids = Readonly<Record<(typeof idNames)[number], string>>

const idNames = [
  ...(['module', 'record', 'field', 'layout', 'section', 'view', 'pipeline', 'stage', 'user', 'profile'] as const),
  ...(['recycled', 'note', 'noteParent', 'noteModule', 'job', 'Leads', 'Accounts', 'Products'] as const),
  ...(['tag', 'territory', 'colleague', 'lockConfiguration', 'lock'] as const),
  ...(['bulkRead', 'bulkWrite', 'upload'] as const),
] as const

const scopes = [
  ...[
    'modules.ALL',
    'settings.ALL',
    'org.ALL',
    'users.ALL',
    'coql.READ',
    'mass_update.ALL',
    'mass_delete.ALL',
    'bulk.ALL',
    'bulk.backup.ALL',
    'files.ALL',
  ].map(scope => `ZohoCRM.${scope}`),
  'ZohoSearch.securesearch.READ',
  ...['ZohoWriter.documentEditor.ALL', 'ZohoWriter.merge.ALL'],
  ...['send_mail.all.CREATE', 'templates.email.READ', 'templates.inventory.READ'].map(scope => `ZohoCRM.${scope}`),
  ...['ZohoCRM.share.ALL', 'ZohoCRM.change_owner.ALL'],
]

/**
 * Its clock stands still, so that no job ends while something else is looked at.
 * @param used an emulator that was reset; a new one without it
 */
export async function fuzzOrg(used?: Pick<FuzzOrg, 'world' | 'app'>): Promise<FuzzOrg> {
  const world = used?.world ?? (await createWorld({ realNow: () => Date.parse('2026-05-05T12:00:00Z') }))
  const app = used?.app ?? createApp(world)
  const org = world.orgs.all().find(({ name }) => name === 'Acme QA')!
  const data = world.orgData(org)
  const user = world.users.findOne('email', 'admin@acme.example')!
  const grant = { id: 'grant', clientId: 'client', zuid: user.id, zgid: org.id, scopes, createdAt: 0 } as const
  world.grants.insert({ ...grant, flow: 'org-specific', instanceLevel: false })
  const token = { id: 'token', grantId: 'grant', refreshToken: null, counted: false, scopes, createdAt: 0 } as const
  world.accessTokens.insert({ ...token, expiresAt: null, ended: null })

  const call: FuzzOrg['call'] = async (method, path, headers, body) => {
    const response = await app.fetch(
      new Request(`http://sandbox.zohoapis.com/crm/${path}`, {
        method,
        headers: { host: 'sandbox.zohoapis.com', Authorization: 'Zoho-oauthtoken token', ...headers },
        ...(body !== undefined && method !== 'GET' && { body }),
      }),
    )
    return { status: response.status, text: await response.text() }
  }
  const done = async (method: string, path: string, body?: object) =>
    JSON.parse((await call(method, `v8/${path}`, {}, JSON.stringify(body))).text)
  const records = (name: string) => data.records(data.module(name)!)
  const first = Object.fromEntries(
    ['Leads', 'Accounts', 'Products', 'Notes'].map(name => [name, records(name).all()[0]!]),
  )
  const newest = (name: string) => records(name).all().at(-1) ?? first[name]!
  /** Something in the recycle bin; put there where nothing is left. */
  const recycled = (): string => {
    const known = data.recycled().find(({ record }) => record)?.id
    if (known) return known
    const record = { ...first.Leads!, id: data.nextRecordId() }
    const row = { id: record.id, module: 'Leads', record, deletedAt: data.clock.now(), deletedBy: data.users()[0]!.id }
    return data.recycleBin.put(row).id
  }
  const criteria = { comparator: 'equal', field: { api_name: 'Owner' }, value: '${' + 'CURRENTUSER}' }
  const created = async (path: string, root: string, row: object): Promise<string> =>
    (await done('POST', path, { [root]: [row] }))[root][0].details.id
  const tag = () => created('settings/tags?module=Leads', 'tags', { name: data.nextRecordId() })
  const tags = [await tag(), await tag()]
  const [top] = (await done('GET', 'settings/territories')).territories
  const territory = await created('settings/territories', 'territories', {
    ...{ name: 'North', permission_type: 'read_only', reporting_to: { id: top.id } },
  })
  const lockConfiguration = await created(
    'settings/record_locking_configurations?module=Leads',
    'record_locking_configurations',
    { lock_type: 'manual' },
  )
  const lockedLead = await created('Leads', 'data', { Last_Name: 'Locked', Company: 'C' })
  const lock = await created(`Leads/${lockedLead}/Locking_Information__s`, 'data', { Locked_Reason__s: 'R' })
  // the newest lead is not to be the locked one
  await created('Leads', 'data', { Last_Name: 'Open', Company: 'C' })
  const bulkQuery = { module: { api_name: 'Leads' } }
  const bulkRead = JSON.parse((await call('POST', 'bulk/v8/read', {}, JSON.stringify({ query: bulkQuery }))).text)
  const bytes = zipSync({ 'a.csv': strToU8('Last_Name,Company\nA,C\n') }, { mtime: '2026-05-05' })
  const file = addFile(data, { name: 'a.zip', type: 'application/zip', bytes, userId: data.users()[0]!.id })
  const upload = uploadsOf(data).insert({
    id: data.nextRecordId(),
    file: file.id,
    userId: data.userOfZuid(user.id)!.id,
  })
  const resource = [{ module: { api_name: 'Leads' }, file_id: upload.id }]
  const bulkWrite = await call('POST', 'bulk/v8/write', {}, JSON.stringify({ operation: 'insert', resource }))
  const scheduled = await done('POST', 'Leads/actions/mass_update', { data: [{ City: 'Graz' }], criteria })

  return {
    world,
    app,
    routes: crmRoutes(world, () => new Response()).routes.routes.map(({ method, path }) => {
      const [before, root] = versionSegment.exec(path)!
      return { method, root: root!, path: path.slice(before.length) }
    }),
    idsOf(name) {
      const module = data.module(name)!
      const pipeline = data.metadata.pipelines()[0]!
      const note = newest('Notes')
      return {
        module: module.id,
        record: records(name).all().at(-1)?.id ?? '1',
        field: (module.fields.find(({ custom }) => custom) ?? module.fields[3]!).id,
        layout: module.layout.id,
        section: module.layout.sections[0]!.id,
        view: `${org.idPrefix}${String(1_500_001 + module.sequence * 1000).padStart(12, '0')}`,
        pipeline: pipeline.id,
        stage: pipeline.stages[0]!,
        user: data.users()[0]!.id,
        profile: data.users()[0]!.profile.id,
        recycled: recycled(),
        note: note.id,
        noteParent: String(note.Parent_Id),
        noteModule: String(note.$se_module),
        job: scheduled.data[0].details.job_id,
        bulkRead: bulkRead.data[0].details.id,
        bulkWrite: JSON.parse(bulkWrite.text).details.id,
        upload: upload.id,
        Leads: newest('Leads').id,
        Accounts: newest('Accounts').id,
        Products: newest('Products').id,
        ...{ tag: tags.at(-1)!, territory, colleague: data.users().at(-1)!.id, lockConfiguration, lock },
      }
    },
    call,
    written() {
      const tables = [...world.store.snapshot()].filter(([table]) => table.startsWith(`org/${org.id}/`))
      return new Map(
        tables.flatMap(([table, rows]) => Array.from(rows, ([id, row]) => [`${table}/${id}`, row] as const)),
      )
    },
  }
}

const versionSegment = /^\/crm\/(|bulk\/|email\/):version\{\(\?:[^)]*\)\}/
