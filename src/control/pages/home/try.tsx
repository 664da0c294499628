import type { Located } from '../../../http/locate.ts'
import type { DataCenter } from '../../../protocol/data-centers.ts'
import { Name } from '../../../views/name.tsx'
import type { World } from '../../../world/world.ts'
import { signInAddress } from './sign-in-address.ts'

interface TryCardProps {
  readonly world: World
  readonly located: Located
  readonly dataCenter: DataCenter
}

/** A first sign-in, page by page. */
export const TryCard = ({ world, located, dataCenter }: TryCardProps) => {
  const { location } = dataCenter
  const client = world.clients.all().find(({ type, locations }) => type === 'server' && locations.includes(location))
  const user = world.users.all().find(each => each.location === location)
  return (
    <section class="card banner" aria-labelledby="try">
      <div>
        <h2 id="try">Try it</h2>
        {client ? (
          <p>
            Sign in
            {user && (
              <>
                {' '}
                as <Name>{user.email}</Name> with the password <code>{user.password}</code>
              </>
            )}
            , choose an org, accept, and look at what <Name>{client.name}</Name> gets back.
          </p>
        ) : (
          <p>
            No server client is enabled in this data center. Choose another one, or add a client in the{' '}
            <a href={`${located.addressOf(dataCenter.console)}/`}>API console</a>.
          </p>
        )}
      </div>
      {client && (
        <a class="button primary" href={signInAddress(located, client, location)}>
          Start a sign-in
        </a>
      )}
    </section>
  )
}
