import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadFixture, readFixtureFile } from '../../src/world/fixtures.ts'
import { loadScenario, scenarioNames } from '../../src/world/scenarios.ts'

describe('the shipped fixtures', () => {
  it.each(readdirSync('fixtures'))('%s is valid and loads', async file => {
    await expect(readFixtureFile(`fixtures/${file}`)).resolves.toHaveProperty('portals')
    await expect(loadFixture(file.replace('.json', ''))).resolves.toHaveProperty('orgs')
  })

  it('empty has the people, orgs and clients of default', async () => {
    const [full, empty] = [await readFixtureFile('fixtures/default.json'), await readFixtureFile('fixtures/empty.json')]

    expect(empty).toEqual({ ...full, title: empty.title, records: 'none' })
  })
})

it.each(scenarioNames())('the shipped scenario %s is valid and says what it teaches', async name => {
  const scenario = await loadScenario(name)

  expect(scenario.name).toBe(name)
  expect(scenario.title).not.toBe(name)
  expect(scenario.description).toMatch(/correct client/)
  expect(JSON.parse(readFileSync(`scenarios/${name}.json`, 'utf8')).title).toBe(scenario.title)
})
