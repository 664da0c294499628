import type { Located } from '../../../http/locate.ts'
import { dataCenters } from '../../../protocol/data-centers.ts'
import { CopyLine } from '../../../views/copyable.tsx'
import { EnvironmentBadge } from '../../../views/environment.tsx'
import { Fact } from '../../../views/fact.tsx'
import { exactTime } from '../../../views/moment.tsx'
import { Name } from '../../../views/name.tsx'
import { OwnLayout, ownPages } from '../../../views/own-layout.tsx'
import { Pager } from '../../../views/pager.tsx'
import type { OrgData } from '../../../world/org-data.ts'
import { defaultOrg } from '../../../world/people.ts'
import type { Grant, Org } from '../../../world/schema.ts'
import type { World } from '../../../world/world.ts'
import { partOf, withParam } from '../paging.ts'
import { GrantList } from './grants.tsx'
import { countWords } from './orgs.tsx'

const membersPerPage = 20

interface OrgPageProps {
  readonly world: World
  readonly located: Located
  readonly org: Org
  readonly query: Readonly<Record<string, string>>
}

export const OrgPage = ({ world, located, org, query }: OrgPageProps) => {
  const base = located.origin
  const portal = world.portals.get(org.portalId)!
  const data = world.orgData(org)
  const grants = grantsOf(world, org)
  return (
    <OwnLayout title={org.name} base={base} current="orgs" scripts={['copy']}>
      <nav aria-label="Other orgs">
        <a href={`${base}${ownPages.orgs.path}`}>All orgs</a>
      </nav>
      <h1>
        <Name>{org.name}</Name> <EnvironmentBadge environment={org.environment} />
      </h1>
      <dl class="card strip roomy facts">
        <Fact name="Portal">
          <Name>{portal.name}</Name> in {portal.location}
        </Fact>
        <Fact name="zgid">
          <CopyLine id="zgid" what="the zgid">
            {org.id}
          </CopyLine>
        </Fact>
        <Fact name="API address">
          <CopyLine id="api-address" what="the API address">
            {located.addressOf(dataCenters[portal.location][org.environment])}
          </CopyLine>
        </Fact>
        <Fact name="Domain name">
          <Name>{org.domainName}</Name>
        </Fact>
        <Fact name="Time zone and currency">
          {org.timeZone}, {org.currency.isoCode}
        </Fact>
        <Fact name="Made">{exactTime(org.createdAt)}</Fact>
      </dl>
      <section class="block" aria-labelledby="modules">
        <h2 id="modules">Modules</h2>
        <ModuleList data={data} base={base} />
      </section>
      <section class="block" aria-labelledby="grants">
        <h2 id="grants">Grants and tokens</h2>
        {grants.length === 0 ? (
          <p>
            None yet. <a href={`${base}/`}>Start a sign-in</a> and choose this org.
          </p>
        ) : (
          <GrantList world={world} grants={grants} query={query} />
        )}
      </section>
      <MemberList data={data} query={query} />
    </OwnLayout>
  )
}

/** Those that are bound to the org, and those of the old flow whose tokens open it; the newest first. */
function grantsOf(world: World, org: Org): Grant[] {
  const grants: Grant[] = []
  world.grants.eachBackwards(grant => {
    if (grant.zgid === org.id || (grant.zgid === null && grant.flow === 'legacy' && opens(world, grant, org))) {
      grants.push(grant)
    }
  })
  return grants
}

function opens(world: World, { zuid }: Grant, org: Org): boolean {
  const user = world.users.get(zuid)
  return user !== undefined && defaultOrg(world, user, org.environment)?.id === org.id
}

const ModuleList = ({ data, base }: { data: OrgData; base: string }) => {
  const modules = data.modules().filter(({ definition }) => !definition.withoutRecords)
  return (
    <ul class="module-list">
      {modules.map(module => (
        <li>
          <a href={`${base}${ownPages.orgs.path}/${data.org.id}/${module.apiName}`}>
            <Name>{module.plural}</Name>
          </a>{' '}
          <span class="count">{data.recordCount(module)}</span>
          {module.custom && <span class="hint"> own module</span>}
        </li>
      ))}
    </ul>
  )
}

const MemberList = ({ data, query }: { data: OrgData; query: Readonly<Record<string, string>> }) => {
  const { items, ...part } = partOf(data.users(), query.users, membersPerPage)
  return (
    <section class="block" aria-labelledby="users">
      <h2 id="users">{countWords(part.total, 'user')}</h2>
      <ul class="rows">
        {items.map(({ fullName, email, profile, role }) => (
          <li>
            <p class="row-title">
              <Name>{fullName}</Name> <span class="hint">{email}</span>
            </p>
            <p class="hint">
              <Name>{profile.name}</Name>, <Name>{role.name}</Name>
            </p>
          </li>
        ))}
      </ul>
      <Pager label="users" {...part} href={page => `${withParam(query, 'users', page)}#users`} />
    </section>
  )
}
