import type { Child } from 'hono/jsx'
import { ZohoLayout } from './layout.tsx'
import { Name } from './name.tsx'

export interface ConsoleLayoutProps {
  readonly title: string
  readonly host: string
  readonly base: string
  /** E-mail address of who is signed in. */
  readonly user: string
  readonly children?: Child
}

/** Frame of the API console: as Zoho's other pages, but wide, with a way home and who is signed in on top. */
export const ConsoleLayout = ({ title, host, base, user, children }: ConsoleLayoutProps) => (
  <ZohoLayout title={`${title} · API Console`} host={host} base={base}>
    <div class="console">
      <nav class="console-top" aria-label="API Console">
        <a href={`${base}/`}>API Console</a>
        <span class="hint">
          {user} <a href={`${base}/logout`}>Sign out</a>
        </span>
      </nav>
      {children}
    </div>
  </ZohoLayout>
)

export interface Tab {
  readonly name: string
  readonly href: string
}

/** The pages of one client, as links; the one that is shown says so. */
export const Tabs = ({ tabs, current }: { tabs: readonly Tab[]; current: string }) => (
  <nav class="tabs" aria-label="Client">
    {tabs.map(({ name, href }) => (
      <a href={href} aria-current={name === current ? 'page' : undefined}>
        {name}
      </a>
    ))}
  </nav>
)

/** Head of a client's pages: its name, and the type below where the name doesn't say it. */
export const ClientHeading = ({ name, type }: { name: string; type: string }) => (
  <>
    <h1>
      <Name>{name}</Name>
    </h1>
    {type !== name && <p class="lead">{type}</p>}
  </>
)

/** Something to copy: one click, or the keyboard's select-all inside it, takes the whole. */
export const Copyable = ({ children, testId }: { children: Child; testId?: string }) => (
  <>
    <code class="copyable" id={testId} data-testid={testId}>
      {children}
    </code>
    {testId && (
      <button type="button" class="copy" data-copies={testId} hidden>
        Copy
      </button>
    )}
  </>
)

/** Where a client id has to break, it breaks behind its prefix. */
export const ClientId = ({ children }: { children: string }) => {
  const [prefix, ...rest] = children.split('.')
  return (
    <>
      {prefix}.<wbr />
      {rest.join('.')}
    </>
  )
}

/** Says that something was done. */
export const Done = ({ children }: { children: Child }) => (
  <p class="done" role="status">
    {children}
  </p>
)
