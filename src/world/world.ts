import type { Location } from '../protocol/data-centers.ts'
import type { SpentCredits } from './api-credits.ts'
import type { AwaitedJob, Callback } from './callbacks.ts'
import { Clock, type ClockState } from './clock.ts'
import { consentKey } from './credentials.ts'
import { type Fault, setFaults } from './faults.ts'
import { FileBytes } from './file-bytes.ts'
import { type Fixture, loadFixture } from './fixtures.ts'
import { registerFunction } from './functions.ts'
import { type Counter, Ids } from './ids.ts'
import type { Log } from './limits.ts'
import { OrgData } from './org-data.ts'
import { isFilesTable } from './org-files.ts'
import { loadScenario, type Scenario } from './scenarios.ts'
import type {
  AccessToken,
  AuthorizationCode,
  AuthorizationRequest,
  Client,
  CrmFunction,
  DeviceRequest,
  EnhancementToken,
  Grant,
  Handoff,
  Membership,
  Org,
  Portal,
  RefreshToken,
  SentMail,
  Session,
  SessionGrant,
  User,
} from './schema.ts'
import { Store } from './store.ts'
import { defaultToggles, type Toggles } from './toggles.ts'

export interface WorldOptions {
  /** Name of a shipped fixture or path of a file; `default` unless told otherwise, or what the scenario names. */
  readonly fixture?: string
  /** Name of a shipped scenario or path of a file. */
  readonly scenario?: string
  /** Two worlds of one seed give out the same ids and tokens. */
  readonly seed?: string
  /** Data center that is meant where a request names none. */
  readonly location?: Location
  /** Real time, epoch milliseconds; tests pass their own. */
  readonly realNow?: () => number
}

/** How the service behaves now: the scenario in force, and the toggles that were set since. */
interface Behaviour {
  readonly id: 'behaviour'
  readonly scenario: Scenario
  readonly toggles: Partial<Toggles>
}

/** @throws FileProblem when fixture or scenario cannot be used */
export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const scenario = await loadScenario(options.scenario ?? 'org-specific')
  const fixture = await loadFixture(options.fixture ?? scenario.fixture ?? 'default')
  return new World(fixture, scenario, options)
}

/** All state, time and chance of one emulator. Knows no HTTP. */
export class World {
  readonly fixture: Fixture
  readonly seed: string
  readonly defaultLocation: Location
  /** Name or file of the scenario at the start. */
  readonly startedWith: string
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly fileBytes: FileBytes

  readonly portals
  readonly orgs
  readonly users
  readonly memberships
  readonly clients
  readonly sessions
  readonly authorizationRequests
  readonly handoffs
  readonly grants
  readonly codes
  readonly refreshTokens
  readonly accessTokens
  readonly deviceRequests
  readonly enhancementTokens
  readonly sessionGrants
  readonly limitLogs
  readonly faults
  readonly functions
  readonly outbox
  readonly callbacks
  readonly awaitedJobs
  readonly spentCredits

  readonly #startScenario: Scenario
  readonly #behaviour
  readonly #resetListeners: (() => void)[] = []
  /** By zgid. */
  readonly #orgData = new Map<string, OrgData>()
  /** Made of the row in force, since every request asks for some. */
  #toggles: Toggles | undefined
  #togglesRevision = -1

  constructor(fixture: Fixture, scenario: Scenario, options: WorldOptions = {}) {
    this.fixture = fixture
    this.seed = options.seed ?? 'zoho-emulator'
    this.defaultLocation = options.location ?? 'us'
    this.#startScenario = scenario
    this.startedWith = options.scenario ?? scenario.name

    const store = new Store({
      isLasting: name => isOfNoOrg(name) || fixture.orgs.has(orgOfTable(name)),
      onDrop: name => this.#orgData.delete(orgOfTable(name)),
    })
    this.store = store
    this.fileBytes = new FileBytes(() => (store.recorder?.isClean === false ? null : store.snapshot(isFilesTable)))
    this.#behaviour = store.table<Behaviour>('behaviour')
    this.clock = new Clock(store.table<ClockState>('clock'), options.realNow)
    this.ids = new Ids(this.seed, store.table<Counter>('counters'))
    this.portals = store.table<Portal>('portals', { base: () => fixture.portals })
    this.orgs = store.table<Org>('orgs', {
      base: () => fixture.orgs,
      indexes: { portal: org => org.portalId, prefix: org => org.idPrefix },
    })
    this.users = store.table<User>('users', {
      base: () => fixture.users,
      indexes: { email: user => user.email.toLowerCase() },
    })
    this.memberships = store.table<Membership>('memberships', {
      base: () => fixture.memberships,
      indexes: { zuid: one => one.zuid, zgid: one => one.zgid, userId: one => one.userId },
    })
    this.clients = store.table<Client>('clients', {
      base: () => fixture.clients,
      indexes: { owner: client => client.ownerZuid },
    })
    this.sessions = store.table<Session>('sessions')
    this.authorizationRequests = store.table<AuthorizationRequest>('authorization-requests')
    this.handoffs = store.table<Handoff>('handoffs')
    this.grants = store.table<Grant>('grants', {
      indexes: { consent: consentKey, user: grant => grant.zuid },
    })
    this.codes = store.table<AuthorizationCode>('codes', { indexes: { grant: code => code.grantId } })
    // only living tokens are looked up, so those that ended don't make the look-up longer
    this.refreshTokens = store.table<RefreshToken>('refresh-tokens', {
      indexes: {
        grant: token => (token.ended ? undefined : token.grantId),
        holder: token => (token.ended ? undefined : (token.holder ?? undefined)),
      },
    })
    this.accessTokens = store.table<AccessToken>('access-tokens', {
      indexes: {
        grant: token => (token.ended ? undefined : token.grantId),
        refreshToken: token => (token.ended ? undefined : (token.refreshToken ?? undefined)),
      },
    })
    this.deviceRequests = store.table<DeviceRequest>('device-requests', { indexes: { userCode: one => one.userCode } })
    this.enhancementTokens = store.table<EnhancementToken>('enhancement-tokens')
    this.sessionGrants = store.table<SessionGrant>('session-grants')
    this.limitLogs = store.table<Log>('limit-logs')
    this.faults = store.table<Fault>('faults')
    this.functions = store.table<CrmFunction>('functions')
    this.outbox = store.table<SentMail>('outbox')
    this.callbacks = store.table<Callback>('callbacks')
    this.awaitedJobs = store.table<AwaitedJob>('awaited-jobs')
    this.spentCredits = store.table<SpentCredits>('spent-credits', { indexes: { zgid: ({ zgid }) => zgid } })
    this.useScenario(scenario)
  }

  get scenario(): Scenario {
    return this.#behaviour.get('behaviour')?.scenario ?? this.#startScenario
  }

  get toggles(): Readonly<Toggles> {
    if (!this.#toggles || this.#behaviour.revision !== this.#togglesRevision) {
      this.#togglesRevision = this.#behaviour.revision
      this.#toggles = {
        ...defaultToggles(),
        ...this.scenario.toggles,
        ...this.#behaviour.get('behaviour')?.toggles,
      }
    }
    return this.#toggles
  }

  /** Puts a scenario in force: flow, toggles, faults and clock as it says, the rest at their defaults. Data and tokens stay. */
  useScenario(scenario: Scenario): void {
    this.#behaviour.put({ id: 'behaviour', scenario, toggles: {} })
    setFaults(this, scenario.faults)
    for (const [name, { output }] of Object.entries(scenario.functions)) registerFunction(this, name, output)
    this.clock.start(scenario.clock)
  }

  setToggles(changes: Partial<Toggles>): void {
    const before = this.#behaviour.get('behaviour')?.toggles
    this.#behaviour.put({ id: 'behaviour', scenario: this.scenario, toggles: { ...before, ...changes } })
  }

  /** Back to the fixture and the scenario that it was started with, equal to a fresh world. */
  reset(): void {
    this.store.reset()
    this.useScenario(this.#startScenario)
    this.fileBytes.release()
    for (const listener of this.#resetListeners) listener()
  }

  /** For what is kept about the world beside its tables, which a fresh world hasn't. */
  onReset(listener: () => void): void {
    this.#resetListeners.push(listener)
  }

  /** Drops what expired long ago, so that a server that runs for weeks keeps no more than what still matters. */
  forgetExpired(): void {
    const dayAgo = this.clock.now() - 24 * 60 * 60 * 1000
    const isOver = ({ expiresAt }: { readonly expiresAt: number | null }) => expiresAt !== null && expiresAt < dayAgo
    this.authorizationRequests.forget(isOver)
    this.handoffs.forget(isOver)
    this.sessions.forget(isOver)
    this.deviceRequests.forget(isOver)
    this.enhancementTokens.forget(isOver)
    this.codes.forget(isOver)
    this.accessTokens.forget(isOver)
  }

  /** The view of one org's data. */
  orgData(org: Org): OrgData {
    let data = this.#orgData.get(org.id)
    if (data?.org !== org) {
      const { seed, store, clock, ids, fileBytes, callbacks, memberships, users } = this
      data = new OrgData(org, { seed, store, clock, ids, fileBytes, callbacks, memberships, users })
      this.#orgData.set(org.id, data)
    }
    return data
  }
}

const isOfNoOrg = (tableName: string): boolean => !tableName.startsWith('org/')

/** The zgid in the name of an org's table. */
const orgOfTable = (tableName: string): string => tableName.split('/')[1] ?? ''
