import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function check(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/index.ts', 'check', ...args])
  let [out, err] = ['', '']
  child.stdout.on('data', chunk => {
    out += chunk
  })
  child.stderr.on('data', chunk => {
    err += chunk
  })
  return new Promise(resolve => child.on('close', code => resolve({ code, out, err })))
}

const write = (content: unknown): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'check-')), 'file.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

/** The default world, changed. */
// biome-ignore lint/suspicious/noExplicitAny: tests break files of any shape
function world(change: (copy: any) => void): string {
  const copy = JSON.parse(readFileSync('fixtures/default.json', 'utf8'))
  change(copy)
  return write(copy)
}

/** What is said of a file, line by line, without its name. */
async function problemsOf(file: string): Promise<string[]> {
  const { code, out } = await check(file)
  expect(code).toBe(2)
  return out
    .trimEnd()
    .split('\n')
    .map(line => {
      expect(line.startsWith(file)).toBe(true)
      return line.slice(file.length).replace(/^ at /, '')
    })
}

describe('check', () => {
  it('says of each shipped file what it is, and ends with 0', async () => {
    const files = ['fixtures', 'scenarios'].flatMap(folder => readdirSync(folder).map(file => `${folder}/${file}`))

    const { code, out, err } = await check(...files)

    expect([code, err]).toEqual([0, ''])
    expect(out.trimEnd().split('\n')).toEqual(
      files.map(file => `${file}: ${file.startsWith('fixtures') ? 'fixture' : 'scenario'}, can be used`),
    )
  })

  it('finds every problem of a fixture, in all its parts, and none that follows from another', async () => {
    const file = world(copy => {
      copy.nonsense = true
      const [acme, qa] = copy.portals[0].orgs
      acme.environment = 'sandbox'
      acme.id_prefix = qa.id_prefix
      acme.zgid = 'abc'
      Object.assign(qa, {
        modules: [
          {
            api_name: 'Cars',
            singular_label: 'Car',
            plural_label: 'Cars',
            fields: [
              { field_label: 'Seats', data_type: 'numbers' },
              { field_label: 'Colour', data_type: 'picklist' },
              { field_label: 'Plate', data_type: 'text', length: 9999 },
              { field_label: 'Owner Company', data_type: 'lookup', lookup: { module: 'Firms' } },
            ],
          },
          { api_name: 'leads', singular_label: 'Lead', plural_label: 'Leads' },
        ],
        fields: {
          Leads: [
            {
              field_label: 'Score',
              data_type: 'formula',
              formula: { return_type: 'double', expression: `\${Nope} + 1` },
            },
            { field_label: 'City again', api_name: 'City', data_type: 'text' },
          ],
          Boats: [{ field_label: 'Length', data_type: 'integer' }],
        },
        layouts: {
          Leads: [
            { name: 'Short', sections: [{ name: 'One', fields: ['Last_Name', 'Company', 'Shoe_Size', 'Last_Name'] }] },
          ],
          Cars: [{ name: 'Short', sections: [{ name: 'One', fields: ['Seats', 'Doors'] }], colour: 'red' }],
        },
        custom_views: [
          { module: 'Cars', name: 'Red', fields: ['Colour', 'Doors'], sort_by: 'Plate' },
          { module: 'Cars', name: 'red', sort_order: 'asc' },
          { module: 'Boats', name: 'All' },
          {
            module: 'Leads',
            name: 'Mine',
            criteria: { comparator: 'equal', field: { api_name: 'Shoe_Size' }, value: 1 },
            access_type: 'shared',
            created_by: 'stranger@acme.example',
          },
        ],
        profiles: [
          { name: 'Driver', modules: { Cars: ['view'], Boats: ['view'], Leads: ['edit'] } },
          { name: 'Driver' },
          { name: 'Administrator' },
        ],
        sharing: { Cars: 'private', Boats: 'private', Leads: 'secret' },
      })
      copy.users[0].default_portal = '99999999'
      copy.users[1].orgs.push({ zgid: '98989898', profile: 'Standard', role: 'CEO' })
      copy.users[2].orgs[0].profile = 'Pilot'
      copy.users[2].email = copy.users[1].email.toUpperCase()
      copy.clients[0].owner = 'stranger@acme.example'
      delete copy.clients[0].client_secrets.eu
      copy.clients[1].type = 'desktop'
    })

    const problems = await problemsOf(file)

    const qa = 'portals.0.orgs.1'
    // the org whose id could not be read may be the one that a person is said to belong to
    expect(problems.sort()).toEqual(
      [
        'nonsense: unknown key',
        'portals.0.orgs.0.zgid: expected 6 to 20 digits',
        `${qa}.id_prefix: 5731204 stands twice`,
        'portals.0.orgs: expected exactly one production org',
        `${qa}.modules.0.fields.0.data_type: `,
        `${qa}.modules.0.fields.1.pick_list_values: a picklist field needs it`,
        `${qa}.modules.0.fields.2.length: expected at most `,
        `${qa}.modules.0.fields.3.lookup.module: no module Firms`,
        `${qa}.modules.1.api_name: leads exists`,
        `${qa}.fields.Leads.0.formula.expression: character `,
        `${qa}.fields.Leads.1.api_name: Leads has a field City`,
        `${qa}.fields.Boats: no module Boats`,
        `${qa}.layouts.Leads.0.sections.0.fields.2: Leads has no field Shoe_Size`,
        `${qa}.layouts.Leads.0.sections.0.fields.3: Last_Name stands twice`,
        `${qa}.layouts.Cars.0.colour: unknown key`,
        `${qa}.layouts.Cars.0.sections.0.fields.1: Cars has no field Doors`,
        `${qa}.layouts.Cars.0.sections: expected the mandatory field Name in one`,
        `${qa}.custom_views.0.fields.1: Cars has no field Doors`,
        `${qa}.custom_views.1.name: Cars has two views red`,
        `${qa}.custom_views.1.sort_order: expected a sort_by too`,
        `${qa}.custom_views.2.module: no module Boats`,
        `${qa}.custom_views.3.criteria.field.api_name: there is no field Shoe_Size`,
        `${qa}.custom_views.3.shared_to: expected the users`,
        `${qa}.custom_views.3.created_by: no member stranger@acme.example`,
        `${qa}.profiles.0.modules.Boats: no module Boats`,
        `${qa}.profiles.0.modules.Leads: expected view beside the others`,
        `${qa}.profiles.1.name: Driver stands twice`,
        `${qa}.profiles.2.name: the profile of administrators cannot be changed`,
        `${qa}.sharing.Boats: no module Boats`,
        `${qa}.sharing.Leads: `,
        'users.0.default_portal: no portal 99999999',
        'users.2.orgs.0.profile: org ',
        'users.2.email: agent@acme.example stands twice',
        'clients.0.owner: no user stranger@acme.example',
        'clients.0.client_secrets: no secret for eu',
        'clients.1.type: ',
      ]
        .map(start => expect.stringContaining(start))
        .sort((a, b) => (String(a.sample) < String(b.sample) ? -1 : 1)),
    )
  })

  it('follows what a fixture extends, and knows the orgs of others by their ids', async () => {
    const good = write({
      title: 'x',
      extends: 'default',
      users: JSON.parse(readFileSync('fixtures/default.json', 'utf8')).users,
    })
    const bad = write({ title: 'x', extends: 'default', clients: [], users: [] })
    const lost = write({ title: 'x', extends: 'defualt', portals: [] })

    const { code, out } = await check(good, lost, write({ title: 'x', extends: 'empty', records: 'some' }))

    expect(code).toBe(2)
    expect(out).toMatch(/file\.json: fixture, can be used\n/)
    expect(out).toMatch(
      /file\.json at extends: no fixture defualt; there are customized, data-centers, default, empty\n/,
    )
    expect(out).toMatch(/file\.json at records: /)
    expect((await check(bad)).code).toBe(0)
  })

  it('finds every problem of a scenario', async () => {
    const file = write({
      flow: 'phased',
      nonsense: 1,
      toggles: { window_s: -1, wrong_org_error: 'x', nonsense: 1 },
      faults: [
        { id: 'a', match: { host: 'example.com' }, answer: { error: 'INTERNAL_ERROR', status: 500 }, times: 0 },
        { id: 'a', match: { host: 'accounts.zoho.com' }, answer: { error: 'NO_PERMISSION' } },
        { answer: { status: 204, body: {} }, delay_ms: 'long' },
      ],
      functions: { sum: {} },
      clock: { advance: 'soon', freeze: true },
      fixture: 'nonsense',
    })

    const problems = await problemsOf(file)

    const starts = [
      'clock.advance: "soon" is no duration',
      'faults.0.answer.status: an error brings its own status',
      'faults.0.match.host: expected a Zoho host',
      'faults.0.times: ',
      'faults.1.answer.error: accounts.zoho.com answers no NO_PERMISSION',
      'faults.1.id: a stands twice',
      'faults.2.answer.body: an answer with status 204 has no body',
      'faults.2.delay_ms: ',
      'fixture: nonsense: no fixture of that name',
      'functions.sum.output: ',
      'nonsense: unknown key',
      'phased: expected an object with portals and since',
      'toggles.nonsense: no toggle of that name',
      'toggles.window_s: expected a whole number',
      'toggles.wrong_org_error: expected one of "INVALID_TOKEN"',
    ]
    expect(problems.sort()).toEqual(starts.map(start => expect.stringContaining(start)))
  })

  it('finds a portal that the fixture of a rollout lacks', async () => {
    const rollout = {
      flow: 'phased',
      phased: { portals: ['60012001', '1'], since: '2020-05-07T00:00:00Z' },
      fixture: 'default',
    }

    expect(await problemsOf(write(rollout))).toEqual(['phased.portals.1: fixture default has no portal 1'])
  })

  it('says what is wrong with a file that is none of both, no JSON, or not there', async () => {
    const [neither, broken] = [write({ title: 'x' }), write('{"title":\n')]

    const { code, out } = await check(neither, broken, './nonsense.json')

    expect(code).toBe(2)
    expect(out.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/file\.json: expected a fixture \(.*portals.*\) or a scenario \(.*flow/),
      expect.stringMatching(/file\.json: no valid JSON: /),
      './nonsense.json: no such file',
    ])
  })

  it('prints JSON with --json', async () => {
    const file = write({ flow: 'new' })

    const { code, out } = await check('--json', 'scenarios/legacy.json', file)

    expect(code).toBe(2)
    expect(JSON.parse(out)).toEqual({
      files: [
        { file: 'scenarios/legacy.json', kind: 'scenario', problems: [] },
        {
          file,
          kind: 'scenario',
          problems: [{ path: 'flow', message: 'expected one of legacy, org-specific, phased' }],
        },
      ],
    })
  })

  it('needs a file, knows its options, and says how it is used', async () => {
    const [none, wrong, help] = [await check(), await check('--nonsense'), await check('--help')]

    expect([none.code, none.err]).toEqual([2, 'zoho-emulator: expected a file, see --help\n'])
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringMatching(/^zoho-emulator: .*--nonsense.*\n$/)])
    expect([help.code, help.out]).toEqual([0, expect.stringMatching(/^Usage: zoho-emulator check FILE/)])
  })
})
