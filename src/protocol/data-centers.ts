/**
 * Zoho's data centers and the hosts of each: location code → hosts, and host name → service, location, environment.
 *
 * Sources: https://www.zoho.com/accounts/protocol/oauth/multi-dc.html (locations, accounts hosts),
 * the DC tables of the official SDKs (API and upload hosts), https://www.zoho.com/crm/developer/docs/api/multi-dc.html.
 * `uk`, `ae` and `sg` follow the pattern of the others where no page names their hosts.
 */

export type Environment = 'production' | 'sandbox' | 'developer'

export const environments: readonly Environment[] = ['production', 'sandbox', 'developer']

/** What a Zoho host serves. `content` takes uploads, `download` hands out files; both belong to no environment. */
export type Service = 'accounts' | 'console' | 'api' | 'content' | 'download'

export const locations = ['us', 'eu', 'in', 'au', 'jp', 'cn', 'ca', 'sa', 'uk', 'ae', 'sg'] as const

export type Location = (typeof locations)[number]

export interface DataCenter {
  readonly location: Location
  readonly accounts: string
  readonly console: string
  readonly production: string
  readonly sandbox: string
  readonly developer: string
  /** The upload host that official SDKs use; `aliases` holds the other spelling where there is one. */
  readonly content: string
  readonly download: string
}

/** One host of Zoho's, as a request names it. */
export interface ZohoHost {
  readonly name: string
  readonly service: Service
  readonly location: Location
  /** Only API hosts belong to an environment. */
  readonly environment: Environment | null
}

function dataCenter(location: Location, domain: string, irregular: Partial<DataCenter> = {}): DataCenter {
  const zoho = irregular.accounts?.replace(/^accounts\./, '') ?? `zoho.${domain}`
  return {
    location,
    accounts: `accounts.${zoho}`,
    console: `api-console.${zoho}`,
    production: `www.zohoapis.${domain}`,
    sandbox: `sandbox.zohoapis.${domain}`,
    developer: `developer.zohoapis.${domain}`,
    content: `content.zohoapis.${domain}`,
    download: `download-accl.${zoho}`,
    ...irregular,
  }
}

export const dataCenters: Readonly<Record<Location, DataCenter>> = {
  us: dataCenter('us', 'com'),
  eu: dataCenter('eu', 'eu'),
  in: dataCenter('in', 'in'),
  au: dataCenter('au', 'com.au'),
  jp: dataCenter('jp', 'jp'),
  cn: dataCenter('cn', 'com.cn'),
  ca: dataCenter('ca', 'ca', { accounts: 'accounts.zohocloud.ca', content: 'upload.zohocloud.ca' }),
  sa: dataCenter('sa', 'sa', { content: 'files.zoho.sa' }),
  uk: dataCenter('uk', 'uk'),
  ae: dataCenter('ae', 'ae'),
  sg: dataCenter('sg', 'sg'),
}

const hosts = new Map<string, ZohoHost>()
const domains = new Set<string>()

for (const dc of Object.values(dataCenters)) {
  const { location } = dc
  const apiDomain = dc.production.slice('www.'.length)
  const add = (name: string, service: Service, environment: Environment | null = null) =>
    hosts.set(name, { name, service, location, environment })

  add(dc.accounts, 'accounts')
  add(dc.console, 'console')
  add(dc.production, 'api', 'production')
  add(apiDomain, 'api', 'production')
  add(dc.sandbox, 'api', 'sandbox')
  add(dc.developer, 'api', 'developer')
  add(dc.content, 'content')
  add(`content.${apiDomain}`, 'content')
  add(dc.download, 'download')
  domains.add(apiDomain).add(dc.accounts.slice('accounts.'.length))
}
hosts.set('download-accl.zoho.ca', {
  name: 'download-accl.zoho.ca',
  service: 'download',
  location: 'ca',
  environment: null,
})

/** Zoho's domains in which hosts lie. */
export const zohoDomains: readonly string[] = [...domains]

/** Host names are compared without case and without the trailing dot of a fully qualified name. */
export function normalizeHostName(name: string): string {
  const lower = name.toLowerCase()
  return lower.endsWith('.') ? lower.slice(0, -1) : lower
}

/** @param name normalized, without port */
export const findHost = (name: string): ZohoHost | undefined => hosts.get(name)

/** Whether a name lies in one of Zoho's domains, known host or not. */
export function isInZohoDomain(name: string): boolean {
  if (domains.has(name)) return true
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    if (domains.has(name.slice(dot + 1))) return true
  }
  return false
}

/** The API host of an environment, e.g. `sandbox.zohoapis.eu`. */
export const apiHostName = (location: Location, environment: Environment): string => dataCenters[location][environment]

export const isLocation = (text: string): text is Location => Object.hasOwn(dataCenters, text)

/** The known host names closest to an unknown one, best first, for error messages. */
export function nearestHostNames(name: string, count = 3): string[] {
  return [...hosts.keys()]
    .map(known => ({ known, distance: editDistance(name.slice(0, 80), known) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ known }) => known)
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const substitution = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(substitution, previous[column]! + 1, current[column - 1]! + 1))
    }
    previous = current
  }
  return previous[b.length]!
}
