/** How far a token reaches: a call for every org and module, and what each was answered. */

import type { Located } from '../../../http/locate.ts'
import { apiHostName } from '../../../protocol/data-centers.ts'
import { standardModules } from '../../../protocol/modules/index.ts'
import type { Org } from '../../../world/schema.ts'
import type { World } from '../../../world/world.ts'
import type { Fetch } from '../../index.ts'

export interface Column {
  readonly label: string
  /** Path and query below the host. */
  readonly path: string
}

const orgInfo: Column = { label: 'Org info', path: '/crm/v8/org' }

/** Org info, then every standard module that has records from the start. */
export const columns: readonly Column[] = [
  orgInfo,
  ...standardModules
    .filter(({ withoutRecords, startsEmpty }) => !withoutRecords && !startsEmpty)
    .map(({ apiName, plural }) => ({
      label: plural,
      path: `/crm/v8/${apiName}?fields=id&per_page=1`,
    })),
]

export type CellState = 'opened' | 'elsewhere' | 'unclear' | 'refused' | 'not-asked'

export interface Answer {
  readonly host: string
  readonly path: string
  readonly status: number
  /** Of a refusal. */
  readonly code: string | null
  readonly reason: string | null
}

export interface Cell extends Answer {
  readonly state: CellState
}

/** What one token was answered everywhere. */
export interface Reach {
  /** Of the org's row, in the order of the columns. */
  cellsOf(org: Org): readonly Cell[]
  opens(org: Org): boolean
  /** How many calls were made. */
  readonly calls: number
}

interface HostAnswers {
  readonly answers: readonly Answer[]
  /** The org whose data the host gave, as far as an answer tells. */
  readonly zgid: string | null
}

export async function measureReach(world: World, fetch: Fetch, located: Located, token: string): Promise<Reach> {
  const orgsOfHosts = new Map<string, Org[]>()
  world.orgs.each(org => {
    const host = hostOf(world, org)
    const orgs = orgsOfHosts.get(host)
    if (orgs) orgs.push(org)
    else orgsOfHosts.set(host, [org])
  })
  const hosts = new Map<string, HostAnswers>()
  for (const [host, orgs] of orgsOfHosts) {
    hosts.set(host, await askHost(fetch, { host, base: located.addressOf(host) }, token, orgs))
  }

  const cellsOf = (org: Org): Cell[] => {
    const { answers, zgid } = hosts.get(hostOf(world, org))!
    return answers.map(answer => ({ ...answer, state: stateOf(answer, zgid, org) }))
  }
  return {
    cellsOf,
    opens: org => hosts.get(hostOf(world, org))!.zgid === org.id,
    calls: hosts.size * columns.length,
  }
}

export const hostOf = (world: World, org: Org): string =>
  apiHostName(world.portals.get(org.portalId)!.location, org.environment)

async function askHost(
  fetch: Fetch,
  { host, base }: { host: string; base: string },
  token: string,
  orgs: readonly Org[],
): Promise<HostAnswers> {
  const answers: Answer[] = []
  let zgid: string | null = null
  for (const { path } of columns) {
    const request = new Request(base + path, { headers: { Authorization: `Zoho-oauthtoken ${token}` } })
    const response = await fetch(request)
    const text = await response.text()
    const body = (text === '' ? {} : JSON.parse(text)) as Body
    zgid ??= orgOfAnswer(body, orgs)
    answers.push({
      host,
      path,
      status: response.status,
      code: response.ok ? null : (body.code ?? null),
      reason: response.headers.get('x-zoho-emulator-reason'),
    })
  }
  return { answers, zgid }
}

interface Body {
  readonly code?: string
  readonly org?: readonly { readonly zgid: string }[]
  readonly data?: readonly { readonly id: string }[]
}

/** Org info names the org; a token that may not read it is told by the records, whose ids begin with the org's digits. */
function orgOfAnswer({ org, data }: Body, orgs: readonly Org[]): string | null {
  if (org?.[0]) return String(org[0].zgid)
  const id = data?.[0]?.id
  return (id !== undefined && orgs.find(({ idPrefix }) => id.startsWith(idPrefix))?.id) || null
}

function stateOf({ status, code }: Answer, zgid: string | null, org: Org): CellState {
  if (code === 'OAUTH_SCOPE_MISMATCH') return 'not-asked'
  if (status >= 300) return 'refused'
  if (zgid === null) return 'unclear'
  return zgid === org.id ? 'opened' : 'elsewhere'
}
