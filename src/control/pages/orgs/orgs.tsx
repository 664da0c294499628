import type { Located } from '../../../http/locate.ts'
import { EnvironmentBadge } from '../../../views/environment.tsx'
import { Name } from '../../../views/name.tsx'
import { OwnLayout, ownPages } from '../../../views/own-layout.tsx'
import { Pager } from '../../../views/pager.tsx'
import type { Grant, Org, Portal } from '../../../world/schema.ts'
import type { World } from '../../../world/world.ts'
import { partOf, withParam } from '../paging.ts'
import { GrantList } from './grants.tsx'

const orgsPerPage = 50

interface OrgsPageProps {
  readonly world: World
  readonly located: Located
  readonly query: Readonly<Record<string, string>>
}

/** All portals with their orgs, a portal after the other. */
export const OrgsPage = ({ world, located, query }: OrgsPageProps) => {
  const base = located.origin
  const orgs = world.portals.all().flatMap(portal => world.orgs.find('portal', portal.id))
  const { items, ...part } = partOf(orgs, query.page, orgsPerPage)
  const grants = grantsWithoutOrg(world)
  return (
    <OwnLayout title="Orgs" base={base} current="orgs">
      <h1>Orgs</h1>
      <p class="lead">A portal is one company; its orgs are the environments that it has.</p>
      {orgs.length === 0 && (
        <p class="empty">There is no org. Start the emulator with another fixture, or make a tenant.</p>
      )}
      {byPortal(world, items).map(([portal, own]) => (
        <PortalCard world={world} base={base} portal={portal} orgs={own} />
      ))}
      <Pager label="orgs" {...part} href={page => withParam(query, 'page', page)} />
      <section class="block" aria-labelledby="grants">
        <h2 id="grants">Grants of no org</h2>
        {grants.length === 0 ? (
          <p>
            None. A sign-in in the old flow makes one, and its token opens an org in every environment. Grants of the
            new flow stand with their org.
          </p>
        ) : (
          <GrantList world={world} grants={grants} query={query} />
        )}
      </section>
    </OwnLayout>
  )
}

function grantsWithoutOrg(world: World): Grant[] {
  const grants: Grant[] = []
  world.grants.eachBackwards(grant => {
    if (grant.zgid === null) grants.push(grant)
  })
  return grants
}

/** In the order of the orgs. */
function byPortal(world: World, orgs: readonly Org[]): [Portal, Org[]][] {
  const portals = new Map<string, Org[]>()
  for (const org of orgs) portals.set(org.portalId, [...(portals.get(org.portalId) ?? []), org])
  return [...portals].map(([id, own]) => [world.portals.get(id)!, own])
}

interface PortalCardProps {
  readonly world: World
  readonly base: string
  readonly portal: Portal
  readonly orgs: readonly Org[]
}

const PortalCard = ({ world, base, portal, orgs }: PortalCardProps) => (
  <section class="block" aria-labelledby={`portal-${portal.id}`}>
    <h2 id={`portal-${portal.id}`}>
      <Name>{portal.name}</Name>{' '}
      <span class="hint">
        in {portal.location}
        {portal.flow && `, ${portal.flow === 'legacy' ? 'old' : 'new'} flow`}
      </span>
    </h2>
    <ul class="org-list">
      {orgs.map(({ id, name, environment }) => (
        <li>
          <a href={`${base}${ownPages.orgs.path}/${id}`}>
            <Name>{name}</Name>
          </a>
          <EnvironmentBadge environment={environment} />
          <span class="zgid">{id}</span>
          <span class="hint">{countWords(world.memberships.find('zgid', id).length, 'user')}</span>
        </li>
      ))}
    </ul>
  </section>
)

export const countWords = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`
