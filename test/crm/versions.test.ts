import { expect, it } from 'vitest'
import { everything, start } from '../support/emulator.ts'

it.each([
  ['v2', { api_name: 'Last_Name' }],
  ['v2.1', { api_name: 'Last_Name', json_path: '$.data[0].Last_Name' }],
])('%s is told apart from the versions whose names begin alike', async (version, details) => {
  const { send, tokens } = await start({ fixture: 'empty' })
  const { access_token: token } = await tokens({ org: 'Acme QA', scope: everything })

  const { json } = await send('POST', `/sandbox.zohoapis.com/crm/${version}/Leads`, {
    token,
    body: { data: [{ Company: 'C' }] },
  })

  expect(json.data[0].details).toEqual(details)
})

it.each(['v29', 'v2.10', 'v21', 'v9'])('%s is no version', async version => {
  const { send, tokens } = await start({ fixture: 'empty' })
  const { access_token: token } = await tokens({ org: 'Acme QA', scope: everything })

  const paths = ['Leads', 'org', 'Leads/search?word=graz', 'settings/modules']
  const answers = await Promise.all(
    paths.map(path => send('GET', `/sandbox.zohoapis.com/crm/${version}/${path}`, { token })),
  )

  expect(answers.map(({ status, json }) => [status, json.code])).toEqual(paths.map(() => [404, 'INVALID_URL_PATTERN']))
})

it.each(['settings/recycle_bin', 'settings/recycle_bin/actions/count', 'settings/data_sharing'])(
  '%s came with v8',
  async path => {
    const { send, tokens } = await start({ fixture: 'empty' })
    const { access_token: token } = await tokens({ org: 'Acme QA', scope: everything })

    const [older, newer] = await Promise.all(
      ['v7', 'v8'].map(version => send('GET', `/sandbox.zohoapis.com/crm/${version}/${path}`, { token })),
    )

    expect([older!.status, older!.json.code, older!.json.details]).toEqual([
      400,
      'API_NOT_SUPPORTED',
      { supported_version: 'v8' },
    ])
    expect(newer!.status).toBeLessThan(300)
  },
)
