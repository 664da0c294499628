import { consoleBase, type PageContext } from '../http/page-context.ts'
import type { Tab } from '../views/console.tsx'
import type { Client } from '../world/schema.ts'

/** The address of a client's first page, or of the one named. */
export const clientUrl = (c: PageContext, { id }: Client, rest = ''): string => `${consoleBase(c)}/client/${id}${rest}`

/** The pages of a client; a self client has no details and no settings. */
export function tabsOf(c: PageContext, client: Client): Tab[] {
  const secret = { name: 'Client Secret', href: clientUrl(c, client, '/secret') }
  if (client.type === 'self') return [{ name: 'Generate Code', href: clientUrl(c, client) }, secret]
  return [
    { name: 'Client Details', href: clientUrl(c, client) },
    secret,
    { name: 'Settings', href: clientUrl(c, client, '/settings') },
  ]
}
