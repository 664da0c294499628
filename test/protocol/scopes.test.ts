import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { covers, describeScope, isKnownScope, needsOrg, parseScopes } from '../../src/protocol/scopes.ts'

describe('a scope parameter', () => {
  it('is split at commas and spaces, keeps its order and drops doubles', () => {
    expect(parseScopes(' ZohoCRM.modules.ALL, ZohoCRM.org.READ openid,,ZOHOCRM.modules.all')).toEqual([
      'ZohoCRM.modules.ALL',
      'ZohoCRM.org.READ',
      'openid',
    ])
  })

  it('comes out with service and operation in their own spelling', () => {
    expect(parseScopes('zohocrm.users.all,AAASERVER.profile.Read,OPENID')).toEqual([
      'ZohoCRM.users.ALL',
      'AaaServer.profile.READ',
      'openid',
    ])
  })
})

describe('covering', () => {
  it.each([
    ['ZohoCRM.modules.ALL', 'ZohoCRM.modules.leads.READ', true],
    ['ZohoCRM.modules.ALL', 'ZohoCRM.modules.CREATE', true],
    ['ZohoCRM.modules.leads.ALL', 'ZohoCRM.modules.Leads.DELETE', true],
    ['ZohoCRM.modules.salesorders.READ', 'ZohoCRM.modules.Sales_Orders.READ', true],
    ['ZohoCRM.modules.ALL.READ', 'ZohoCRM.modules.leads.READ', true],
    ['ZohoCRM.modules.leads.WRITE', 'ZohoCRM.modules.leads.UPDATE', true],
    ['ZohoCRM.settings.ALL', 'ZohoCRM.settings.fields.READ', true],
    ['openid', 'openid', true],
    ['ZohoCRM.modules.leads.WRITE', 'ZohoCRM.modules.leads.READ', false],
    ['ZohoCRM.modules.leads.READ', 'ZohoCRM.modules.leads.CREATE', false],
    ['ZohoCRM.modules.leads.ALL', 'ZohoCRM.modules.READ', false],
    ['ZohoCRM.modules.lead.ALL', 'ZohoCRM.modules.leads.READ', false],
    ['ZohoCRM.modules.ALL', 'ZohoCRM.settings.fields.READ', false],
    ['ZohoCRM.mod.ALL', 'ZohoCRM.modules.leads.READ', false],
    ['ZohoBigin.modules.ALL', 'ZohoCRM.modules.leads.READ', false],
    ['ZohoCRM.org.READ', 'ZohoCRM.org.UPDATE', false],
    ['ZohoCRM.bulk.ALL', 'ZohoCRM.bulk.backup.CREATE', false],
    ['ZohoCRM.bulk.READ', 'ZohoCRM.bulk.backup.READ', false],
    ['ZohoCRM.bulk.backup.ALL', 'ZohoCRM.bulk.backup.CREATE', true],
    ['ZohoCRM.bulk.backup.READ', 'ZohoCRM.bulk.READ', false],
  ])('%s for %s: %s', (granted, needed, expected) => {
    expect(covers(granted, needed)).toBe(expected)
  })
})

describe('known scopes', () => {
  it.each([
    'ZohoCRM.modules.ALL',
    'zohocrm.MODULES.all',
    'ZohoCRM.modules.Invented__c.READ',
    'ZohoCRM.settings.ALL',
    'ZohoCRM.settings.fields.READ',
    'ZohoCRM.mass_convert.leads.CREATE',
    'ZohoCRM.send_mail.all.CREATE',
    'ZohoCRM.coql.READ',
    'ZohoCRM.zia.enrichment',
    'ZohoFiles.files.ALL',
    'ZohoSearch.securesearch.READ',
    'AaaServer.profile.Read',
    'email',
    'ZohoBooks.fullaccess.all',
    'Desk.tickets.READ',
    'ZohoCRM.share.leads.READ',
    'ZohoCRM.modules.emails.leads.READ',
  ])('%s is one', scope => {
    expect(isKnownScope(scope)).toBe(true)
  })

  it.each([
    'ZohoCRM.modules',
    'ZohoCRM',
    'ZohoCRM.modulez.ALL',
    'ZohoCRM.modules.leads.LOOK',
    'ZohoCRM.settings.READ',
    'nonsense',
    'ZohoNonsense.a.READ',
    'ZohoCRM.settings.nonsense.READ',
    'ZohoCRM..READ',
    'ZohoCRM.modules.leads.a.b.READ',
    'AaaServer.x.READ',
  ])('%s is none', scope => {
    expect(isKnownScope(scope)).toBe(false)
  })

  it('include ZohoCRM.settings.READ only when the toggle says so', () => {
    expect(isKnownScope('ZohoCRM.settings.READ', { settingsReadKnown: true })).toBe(true)
  })
})

it('knows which scopes touch an org', () => {
  expect(needsOrg(['openid', 'zohocrm.org.READ'])).toBe(true)
  expect(needsOrg(['openid', 'AaaServer.profile.READ'])).toBe(false)
})

it.each([
  ['ZohoCRM.modules.ALL', 'View, create, change and delete the records of all CRM modules'],
  ['ZohoCRM.modules.leads.READ', 'View the records of leads'],
  ['ZohoCRM.settings.related_lists.READ', 'View the CRM settings for related lists'],
  ['ZohoCRM.org.READ', 'View the details of the CRM organization'],
  ['email', 'See your e-mail address'],
])('says %s in words', (scope, words) => {
  expect(describeScope(scope)).toBe(words)
})

it('covers whatever a plain reading of the rule covers, in any letter case', () => {
  const service = fc.constantFrom('ZohoCRM', 'ZohoFiles')
  const path = fc.array(fc.constantFrom('modules', 'leads', 'settings', 'fields'), { minLength: 1, maxLength: 3 })
  const operation = fc.constantFrom('ALL', 'READ', 'CREATE', 'UPDATE', 'DELETE', 'WRITE')
  const scope = fc.record({ service, path, operation })
  const spell = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.toLowerCase(),
    (text: string) => text.toUpperCase(),
  )

  fc.assert(
    fc.property(scope, scope, spell, spell, (have, want, a, b) => {
      const leads = have.path.length <= want.path.length && have.path.every((part, at) => part === want.path[at])
      const allowed = {
        ALL: ['ALL', 'READ', 'CREATE', 'UPDATE', 'DELETE', 'WRITE'],
        WRITE: ['WRITE', 'CREATE', 'UPDATE', 'DELETE'],
      }
      const operations = allowed[have.operation as 'ALL' | 'WRITE'] ?? [have.operation]
      const expected = have.service === want.service && leads && operations.includes(want.operation)
      const written = (each: typeof have) => [each.service, ...each.path, each.operation].join('.')

      expect(covers(a(written(have)), b(written(want)))).toBe(expected)
    }),
    { numRuns: 2000 },
  )
})
