import type { Child } from 'hono/jsx'
import { VERSION } from '../version.ts'
import { Head } from './layout.tsx'
import { type ScriptName, scriptFile } from './scripts.ts'

/** The emulator's own pages, in the order of the navigation. */
export const ownPages = {
  home: { name: 'Home', path: '/' },
  requests: { name: 'Requests', path: '/_emulator/journal' },
  orgs: { name: 'Orgs', path: '/_emulator/orgs' },
  compare: { name: 'Old and new', path: '/_emulator/compare' },
} as const

export type OwnPage = keyof typeof ownPages

export interface OwnLayoutProps {
  readonly title: string
  /** Address of the emulator's own pages. */
  readonly base: string
  /** Which entry of the navigation the page belongs to, if any. */
  readonly current?: OwnPage
  /** What the page gains by; it has to say all it has to say without them. */
  readonly scripts?: readonly ScriptName[]
  /** Takes the whole width of the window, for what has many columns. */
  readonly wide?: boolean
  readonly children?: Child
}

/** Frame of the emulator's own pages: their navigation, and which version it is. */
export const OwnLayout = ({ title, base, current, scripts = [], wide = false, children }: OwnLayoutProps) => (
  <html lang="en">
    <Head title={`${title} · zoho-emulator`} base={`${base}/_emulator`}>
      {scripts.map(script => (
        <script type="module" src={`${base}/_emulator/assets/${scriptFile(script)}`} />
      ))}
    </Head>
    <body class={wide ? 'own wide' : 'own'}>
      <header>
        <span>
          <a class="wordmark" href={`${base}/`}>
            zoho-emulator
          </a>{' '}
          <span class="version">{VERSION}</span>
        </span>
        <nav aria-label="Pages">
          {Object.entries(ownPages).map(([page, { name, path }]) => (
            <a href={`${base}${path}`} aria-current={page === current ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
      </header>
      <main>{children}</main>
    </body>
  </html>
)
