/** The variables by which programs find the proxy and trust the local authority; each runtime honours some of them. */

import type { TrustFiles } from './trust.ts'

export interface ClientEnvironmentOptions {
  /** Address of the emulator. */
  readonly proxy: URL
  readonly trust: TrustFiles
  /** File that Node programs load first; null leaves them alone. */
  readonly preload: string | null
  /** Hosts that may be reached, besides Zoho's. */
  readonly allow: readonly string[]
  /** File that says what time it is in the emulator. */
  readonly clockFile?: string | undefined
  /** File in which programs note where they were kept from. */
  readonly refusedFile?: string | undefined
  /** Of the person who starts the program; what it says to several at once is kept. */
  readonly before: NodeJS.ProcessEnv
}

const noProxy = 'localhost,127.0.0.1,::1,.localhost'

export function clientEnvironment(options: ClientEnvironmentOptions): Record<string, string> {
  const { trust, preload, allow, clockFile, refusedFile, before } = options
  // what has to be looked up first may not be found by programs that are kept from looking
  const host = options.proxy.hostname === 'localhost' ? '127.0.0.1' : options.proxy.hostname
  const port = options.proxy.port || '80'
  const proxy = `http://${host}:${port}`
  const proxies = { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, ALL_PROXY: proxy, NO_PROXY: noProxy }
  return {
    ...proxies,
    // curl reads only the lower-case http_proxy, others only the upper-case ones
    ...Object.fromEntries(Object.entries(proxies).map(([name, value]) => [name.toLowerCase(), value])),
    NODE_EXTRA_CA_CERTS: trust.extra,
    SSL_CERT_FILE: trust.bundle,
    REQUESTS_CA_BUNDLE: trust.bundle,
    CURL_CA_BUNDLE: trust.bundle,
    GIT_SSL_CAINFO: trust.bundle,
    PIP_CERT: trust.bundle,
    CARGO_HTTP_CAINFO: trust.bundle,
    AWS_CA_BUNDLE: trust.bundle,
    DENO_CERT: trust.extra,
    JAVA_TOOL_OPTIONS: added(before.JAVA_TOOL_OPTIONS, javaOptions(host, port, trust)),
    ...(preload !== null && {
      NODE_OPTIONS: added(before.NODE_OPTIONS, preloadOption(preload)),
      ZOHO_EMULATOR_PROXY: `${host} ${port}`,
      ZOHO_EMULATOR_ALLOW: allow.join(','),
    }),
    ...(clockFile !== undefined && { ZOHO_EMULATOR_CLOCK_FILE: clockFile }),
    ...(refusedFile !== undefined && { ZOHO_EMULATOR_REFUSED_FILE: refusedFile }),
  }
}

/** As it stands in NODE_OPTIONS. */
export const preloadOption = (preload: string): string => `--require=${JSON.stringify(preload)}`

const javaOptions = (host: string, port: string, { keyStore, keyStorePassword }: TrustFiles): string =>
  [
    ...['http', 'https'].flatMap(scheme => [`-D${scheme}.proxyHost=${host}`, `-D${scheme}.proxyPort=${port}`]),
    '-Dhttp.nonProxyHosts=localhost|127.*|[::1]|*.localhost',
    `-Djavax.net.ssl.trustStore=${keyStore}`,
    `-Djavax.net.ssl.trustStorePassword=${keyStorePassword}`,
    '-Djavax.net.ssl.trustStoreType=JKS',
  ]
    .map(option => (/[\s|]/.test(option) ? `"${option}"` : option))
    .join(' ')

/** Behind what was there, unless it is part of it already. */
const added = (before: string | undefined, more: string): string =>
  before?.includes(more) ? before : before ? `${before} ${more}` : more
