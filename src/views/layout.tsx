import type { Child } from 'hono/jsx'
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

export interface HeadProps {
  readonly title: string
  /** Address in front of the style sheet's path. */
  readonly base: string
  readonly children?: Child
}

export const Head = ({ title, base, children }: HeadProps) => (
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>{title}</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href={`${base}/assets/${styleFile()}`} />
    {children}
  </head>
)
