import type { Child } from 'hono/jsx'
import { VERSION } from '../version.ts'
import { styleFile } from './style.ts'

export interface ZohoLayoutProps {
  readonly title: string
  /** Real name of the host that the page stands for. */
  readonly host: string
  /** Base address of that host, in front of the style sheet's path. */
  readonly base: string
  readonly children?: Child
}

/** Frame of the pages that stand for Zoho's: a bar on top and a footer say that they are not the real thing. */
export const ZohoLayout = ({ title, host, base, children }: ZohoLayoutProps) => (
  <html lang="en">
    <Head title={title} base={base} />
    <body class="zoho">
      <header>
        <p class="bar" data-testid="bar">
          zoho-emulator · {host} · not the real service
        </p>
      </header>
      <main>{children}</main>
      <footer>
        This page is the local <strong>zoho-emulator</strong>, not Zoho. Nothing you type leaves this machine.
      </footer>
    </body>
  </html>
)

export interface OwnLayoutProps {
  readonly title: string
  /** Address of the emulator's own pages. */
  readonly base: string
  readonly children?: Child
}

/** Frame of the emulator's own pages. */
export const OwnLayout = ({ title, base, children }: OwnLayoutProps) => (
  <html lang="en">
    <Head title={`${title} · zoho-emulator`} base={`${base}/_emulator`} />
    <body class="own">
      <header>
        <a class="wordmark" href={`${base}/`}>
          zoho-emulator
        </a>
        <span class="version">{VERSION}</span>
      </header>
      <main>{children}</main>
    </body>
  </html>
)

const Head = ({ title, base }: { title: string; base: string }) => (
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>{title}</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href={`${base}/assets/${styleFile()}`} />
  </head>
)
