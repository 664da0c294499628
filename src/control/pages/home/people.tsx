/** Who can sign in; `POST /_emulator/home/sign-in` signs a browser in as one of them, without their password. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../../../http/env.ts'
import { redirectResponse } from '../../../http/respond.ts'
import { startSession } from '../../../http/session.ts'
import { ControlError } from '../../../http/validate.ts'
import { dataCenters } from '../../../protocol/data-centers.ts'
import { CopyLine } from '../../../views/copyable.tsx'
import { Fact } from '../../../views/fact.tsx'
import { Name } from '../../../views/name.tsx'
import { Pager } from '../../../views/pager.tsx'
import { portalsOf } from '../../../world/people.ts'
import type { User } from '../../../world/schema.ts'
import type { World } from '../../../world/world.ts'
import { readOwnForm } from '../own-form.ts'
import { partOf, withParam } from '../paging.ts'
import { signInAddress } from './sign-in-address.ts'

const action = '/_emulator/home/sign-in'
const pageSize = 10

export function signInForm(app: Hono<EmulatorEnv>, world: World): void {
  app.post(action, async c => {
    const form = await readOwnForm(c)
    const user = world.users.get(form.get('user') ?? '')
    if (!user) throw new ControlError(400, 'INVALID_INPUT', 'no user of that ZUID', 'user')
    const clientId = form.get('client') ?? ''
    const client = world.clients.get(clientId)
    if (clientId !== '' && !client) throw new ControlError(400, 'INVALID_INPUT', 'no client of that id', 'client')
    const { located } = c.env
    const next = client
      ? signInAddress(located, client, user.location)
      : `${located.addressOf(dataCenters[user.location].accounts)}/signin`
    return redirectResponse(next, { status: 303, cookies: [startSession(world, c, user, false, user.location)] })
  })
}

interface PeopleSectionProps {
  readonly world: World
  readonly base: string
  readonly query: Readonly<Record<string, string>>
}

export const PeopleSection = ({ world, base, query }: PeopleSectionProps) => {
  const { items, ...part } = partOf(world.users.all(), query.people, pageSize)
  const clients = world.clients.all().filter(({ type }) => type === 'server')
  return (
    <section class="block" aria-labelledby="people">
      <h2 id="people">Who can sign in</h2>
      {part.total === 0 ? (
        <p>Nobody: the fixture has no users. Start the emulator with another one.</p>
      ) : (
        <form method="post" action={`${base}${action}`} class="members">
          {clients.length > 0 && (
            <div class="field inline">
              <label for="client">Sign in to</label>
              <select id="client" name="client">
                {clients.map(({ id, name }) => (
                  <option value={id}>{name}</option>
                ))}
                <option value="">no app, just Zoho Accounts</option>
              </select>
            </div>
          )}
          <ul class="rows">
            {items.map((user, index) => (
              <Person world={world} user={user} id={`person-${index}`} />
            ))}
          </ul>
        </form>
      )}
      <Pager label="people" {...part} href={page => `${withParam(query, 'people', page)}#people`} />
    </section>
  )
}

const Person = ({ world, user, id }: { world: World; user: User; id: string }) => {
  const name = `${user.firstName} ${user.lastName}`.trim()
  const portals = portalsOf(world, user)
  return (
    <li>
      <p class="row-title">
        <Name>{name}</Name>
      </p>
      <dl class="facts">
        <Fact name="E-mail">
          <CopyLine id={`${id}-email`} what={`the e-mail address of ${name}`}>
            {user.email}
          </CopyLine>
        </Fact>
        <Fact name="Password">
          <CopyLine id={`${id}-password`} what={`the password of ${name}`}>
            {user.password}
          </CopyLine>
        </Fact>
        <Fact name="Portals">
          {portals.length === 0 && 'none'}
          {portals.map(({ portal, orgs }, at) => (
            <>
              {at > 0 && ', '}
              <Name>{portal.name}</Name> ({orgs.length === 1 ? '1 org' : `${orgs.length} orgs`})
            </>
          ))}{' '}
          in {user.location}
        </Fact>
      </dl>
      <button type="submit" name="user" value={user.id} class="small">
        Sign in<span class="unseen"> as {name}</span>
      </button>
    </li>
  )
}
