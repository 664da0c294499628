/**
 * Scopes: how they are written, which exist, and when a granted one covers a needed one.
 *
 * Sources: https://www.zoho.com/accounts/protocol/oauth/scope.html (syntax),
 * https://www.zoho.com/crm/developer/docs/api/v8/scopes.html (CRM's list). Case never matters: Zoho's own descriptions
 * spell the same scope in several ways.
 */

import { getOrMake } from './get-or-make.ts'

const operations = ['ALL', 'READ', 'CREATE', 'UPDATE', 'DELETE', 'WRITE', 'CUSTOM']
const writeOperations = new Set(['create', 'update', 'delete'])

const openIdScopes = ['openid', 'email', 'profile', 'phone']

/** CRM's scope paths below `ZohoCRM`; those in `moduleScoped` may be followed by a module's name. */
const crmPaths = `
apis bulk bulk.backup change_owner composite_requests coql features files mass_convert mass_delete mass_update modules
modules.all modules.attachments modules.emails modules.notes notifications org send_mail.all settings.assignment_rules
settings.audit_logs settings.automation_actions settings.business_hours settings.cadences settings.clientportal
settings.currencies settings.custom_views settings.data_sharing settings.duplicate_check_preference settings.emails
settings.fields settings.fiscal_year settings.global_picklist settings.intelligence settings.layouts settings.mailmerge
settings.map_dependency settings.modules settings.pipeline settings.profiles settings.record_locking_configurations
settings.recycle_bin settings.related_lists settings.roles settings.scoring_rules settings.storage_analytics settings.tags
settings.territories settings.unsubscribe settings.users_unavailability settings.user_groups settings.variables
settings.variable_groups settings.wizards settings.workflow_rules share templates.email templates.inventory users
zia.enrichment functions.execute
`

const moduleScoped = [
  'modules',
  'modules.emails',
  'mass_convert',
  'mass_delete',
  'mass_update',
  'change_owner',
  'share',
  'send_mail',
]

const sharedScopes = [
  'ZohoFiles.files',
  'ZohoSearch.securesearch',
  'AaaServer.profile',
  'ZohoSign.documents',
  'ZohoWriter.documentEditor',
  'ZohoWriter.merge',
]

/** Services whose scopes are taken as they come; no API stands behind them here. */
const otherServices = `
ZohoContacts ZohoProfile ZohoBooks Desk ZohoProjects ZohoPeople ZohoRecruit ZohoBigin ZohoMail WorkDrive ZohoCampaigns
ZohoCreator ZohoAnalytics ZohoInventory ZohoInvoice ZohoSubscriptions ZohoExpense ZohoCliq ZohoCalendar ZohoMeeting
ZohoSheet ZohoWriter ZohoShow ZohoSign ZohoSurvey ZohoForms ZohoAssist ZohoBugtracker ZohoSprints ZohoConnect ZohoVault
ZohoMarketingAutomation ZohoCommerce ZohoPageSense ZohoSocial ZohoBackstage ZohoLearn ZohoPay ZohoPayroll SDPOnDemand
Site24x7 ZohoReports ZohoCatalyst QuickML Stratus
`

/** Splits a `scope` parameter; Zoho documents commas and takes spaces too. Doubles are dropped, order is kept. */
export function parseScopes(parameter: string): string[] {
  const seen = new Map<string, string>()
  for (const scope of parameter.split(/[\s,]+/)) {
    if (scope !== '' && !seen.has(scope.toLowerCase())) seen.set(scope.toLowerCase(), canonical(scope))
  }
  return [...seen.values()]
}

/** Known spellings for the service and the operation; what lies between is kept as it was asked for. */
function canonical(scope: string): string {
  const parts = scope.split('.')
  if (parts.length === 1) return openIdScopes.find(known => known === scope.toLowerCase()) ?? scope
  const operation = parts.at(-1)!.toUpperCase()
  const service = scopeServices().get(parts[0]!.toLowerCase()) ?? parts[0]!
  return [service, ...parts.slice(1, -1), operations.includes(operation) ? operation : parts.at(-1)!].join('.')
}

let services: Map<string, string> | undefined

function scopeServices(): Map<string, string> {
  services ??= new Map(
    ['ZohoCRM', ...sharedScopes.map(scope => scope.split('.')[0]!), ...otherServices.trim().split(/\s+/)].map(name => [
      name.toLowerCase(),
      name,
    ]),
  )
  return services
}

let knownPaths: Set<string> | undefined

/**
 * Whether the authorization endpoint takes the scope. Module names are not checked here: custom modules have scopes too.
 * `settings` alone is a group that exists with ALL only, unless `settingsReadKnown`.
 */
export function isKnownScope(scope: string, { settingsReadKnown = false } = {}): boolean {
  const lower = scope.toLowerCase()
  if (openIdScopes.includes(lower)) return true
  const parts = lower.split('.')
  if (parts.length < 3 || parts.some(part => !/^[a-z0-9_]+$/.test(part))) return false
  const operation = parts.at(-1)!.toUpperCase()
  if (!operations.includes(operation)) return parts[0] === 'zohocrm' && parts.slice(1).join('.') === 'zia.enrichment'
  const path = parts.slice(0, -1).join('.')
  if (parts[0] === 'zohocrm') return isKnownCrmPath(path.slice('zohocrm.'.length), operation, settingsReadKnown)
  if (sharedScopes.some(known => known.toLowerCase() === path)) return true
  return otherServices.toLowerCase().trim().split(/\s+/).includes(parts[0]!)
}

function isKnownCrmPath(path: string, operation: string, settingsReadKnown: boolean): boolean {
  if (path === 'settings') return operation === 'ALL' || (settingsReadKnown && operation === 'READ')
  knownPaths ??= new Set(crmPaths.trim().split(/\s+/))
  if (knownPaths.has(path)) return true
  const dot = path.lastIndexOf('.')
  return dot !== -1 && moduleScoped.includes(path.slice(0, dot))
}

/** Whether a list of scopes asks for CRM data, so that a person has to choose an org in the new flow. */
export const needsOrg = (scopes: readonly string[]): boolean =>
  scopes.some(scope => scope.toLowerCase().startsWith('zohocrm.'))

/**
 * Paths that no leading part of them opens. Zoho's page of backups names their own scopes alone, beside `ZohoCRM.bulk.ALL`.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/schedule-data-backup.html
 */
const apart: ReadonlySet<string> = new Set(['zohocrm.bulk.backup'])

/**
 * Whether one granted scope covers one needed: same service, the granted path equal to or a leading part of the needed
 * one, and the operation equal, `ALL`, or `WRITE` for create, update and delete. `ZohoCRM.modules.ALL.READ` names all
 * modules; scopes write `salesorders` where the API name is `Sales_Orders`.
 */
export function covers(granted: string, needed: string): boolean {
  const have = granted.toLowerCase().replaceAll('_', '').split('.')
  const want = needed.toLowerCase().replaceAll('_', '').split('.')
  if (have.length === 1) return want.length === 1 && have[0] === want[0]
  const operation = have.pop()!
  const wanted = want.pop()!
  if (have.at(-1) === 'all') have.pop()
  if (have.length > want.length || have.some((part, index) => part !== want[index])) return false
  if (have.length < want.length && apart.has(want.join('.'))) return false
  return operation === wanted || operation === 'all' || (operation === 'write' && writeOperations.has(wanted))
}

const answers = new WeakMap<readonly string[], Map<string, boolean>>()

/** Whether any granted scope covers the needed one. Remembered per list, as the same tokens ask the same again and again. */
export function anyCovers(granted: readonly string[], needed: string): boolean {
  const known = getOrMake(answers, granted, () => new Map<string, boolean>())
  let answer = known.get(needed)
  if (answer === undefined) {
    answer = granted.some(scope => covers(scope, needed))
    if (known.size < 1000) known.set(needed, answer)
  }
  return answer
}

const verbs: Readonly<Record<string, string>> = {
  all: 'View, create, change and delete',
  read: 'View',
  create: 'Create',
  update: 'Change',
  delete: 'Delete',
  write: 'Create, change and delete',
  custom: 'Use',
}

const things: Readonly<Record<string, string>> = {
  'zohocrm.modules': 'the records of all CRM modules',
  'zohocrm.modules.all': 'the records of all CRM modules',
  'zohocrm.settings': 'the CRM settings: modules, fields, layouts and all else',
  'zohocrm.users': 'the CRM users',
  'zohocrm.org': 'the details of the CRM organization',
  'zohocrm.bulk': 'bulk jobs',
  'zohocrm.coql': 'records by COQL queries',
  'zohocrm.notifications': 'notifications about changed records',
  'zohocrm.files': 'uploaded files',
  'zohocrm.send_mail.all': 'e-mails sent from records',
  'zohofiles.files': 'files of Zoho services',
  'zohosearch.securesearch': 'search results',
  'aaaserver.profile': 'your name, e-mail address and Zoho user id',
}

const openIdWords: Readonly<Record<string, string>> = {
  openid: 'Sign you in with your Zoho account',
  email: 'See your e-mail address',
  profile: 'See your name and picture',
  phone: 'See your phone number',
}

/** A scope in plain words for the consent page, e.g. `View the records of Leads`. */
export function describeScope(scope: string): string {
  const parts = scope.split('.')
  if (parts.length === 1) return openIdWords[scope.toLowerCase()] ?? scope
  const verb = verbs[parts.at(-1)!.toLowerCase()] ?? 'Use'
  const path = parts.slice(0, -1)
  const thing = things[path.join('.').toLowerCase()]
  if (thing) return `${verb} ${thing}`
  const named = path.slice(1).join(' › ').replaceAll('_', ' ')
  if (path[1]?.toLowerCase() === 'modules') return `${verb} the records of ${path.slice(2).join(' › ')}`
  if (path[1]?.toLowerCase() === 'settings')
    return `${verb} the CRM settings for ${path.slice(2).join(' › ').replaceAll('_', ' ')}`
  return `${verb} ${named} in ${path[0] === 'ZohoCRM' ? 'CRM' : path[0]}`
}
