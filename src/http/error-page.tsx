import { AccountsPageError, accountsPages } from '../protocol/accounts-errors.ts'
import { Fact } from '../views/fact.tsx'
import { ZohoLayout } from '../views/layout.tsx'
import type { World } from '../world/world.ts'
import { type PageContext, readQuery, thisHost } from './page-context.ts'
import { pageResponse, reasonHeader } from './respond.ts'

const parametersShown = 20
const longestShown = 300

const shorten = (text: string): string => (text.length > longestShown ? `${text.slice(0, longestShown)}…` : text)

/** Zoho's heading and line; below, in our own voice, what was wrong and what the request sent. */
export function errorPage(world: World, c: PageContext, error: AccountsPageError): Response {
  const { heading, line } = accountsPages[error.page]
  const status = error.status === 400 ? world.toggles.auth_error_page_status : error.status
  return pageResponse(
    status,
    <ZohoLayout title="Zoho Accounts" {...thisHost(c)}>
      <h1>{heading}</h1>
      <p class="lead">{line}</p>
      <aside class="own-voice">
        <h2>What the emulator saw</h2>
        <p data-testid="reason">{error.reason}</p>
        <dl class="facts">
          <Fact name="Request">
            <code>
              {c.req.method} {c.env.located.path}
            </code>
          </Fact>
          {[...readQuery(c)].slice(0, parametersShown).map(([name, value]) => (
            <Fact name={shorten(name)}>
              <code>{shorten(value)}</code>
            </Fact>
          ))}
        </dl>
      </aside>
    </ZohoLayout>,
    reasonHeader(error.reason),
  )
}

/** Zoho answers a wrong method with 400 and a page, not with JSON. */
export const wrongMethod = (world: World, c: PageContext): Response =>
  errorPage(world, c, new AccountsPageError('other', `${c.env.located.path} takes no ${c.req.method}`))
