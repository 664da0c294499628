import { type Emulator, startEmulator } from '../index.ts'
import { FileProblem } from '../world/fixtures.ts'
import { type StartOptions, UsageError } from './options.ts'

/** Starts, says what a person needs next, and stays until a signal comes. */
export async function start(options: StartOptions): Promise<void> {
  const emulator = await startOrExplain(options)
  if (!options.quiet) process.stdout.write(await greeting(emulator, options))
  process.stdout.write(`ready ${emulator.url}\n`)

  const stop = () => {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    emulator.close().then(() => process.exit(0))
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
}

/** @throws UsageError where the person who typed the command can help it */
export async function startOrExplain(options: StartOptions): Promise<Emulator> {
  if (options.tlsPort !== undefined) await (await import('./interception.ts')).authorityOf(process.env)
  try {
    return await startEmulator({ ...options, ownProcess: true })
  } catch (error) {
    if (error instanceof FileProblem) throw new UsageError(error.message)
    const { code, syscall, port } = error as NodeJS.ErrnoException & { readonly port?: number }
    if (code === 'EADDRINUSE') {
      const name = port === options.tlsPort ? '--tls-port' : '--port'
      throw new UsageError(`port ${port} is taken; choose another with ${name}, or ${name} 0 for a free one`)
    }
    if (code === 'EACCES' && syscall === 'listen')
      throw new UsageError(`port ${port} needs more rights than this process has`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new UsageError(`--host ${options.host}: no such address here`)
    throw error
  }
}

interface Directory {
  readonly data_centers: {
    location: string
    accounts: string
    production: string
    sandbox: string
    developer: string
  }[]
  readonly users: { email: string; password: string; location: string }[]
  readonly clients: { client_id: string; client_secret: string; type: string; locations: string[] }[]
}

async function greeting(emulator: Emulator, { location = 'us', token }: StartOptions): Promise<string> {
  const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` }
  const read = async <T>(path: string) => (await (await emulator.fetch(path, { headers })).json()) as T
  const directory = await read<Directory>('/_emulator/directory')
  const scenario = await read<{ name: string; title: string }>('/_emulator/scenario')
  const dc = directory.data_centers.find(each => each.location === location)!
  const user = directory.users.find(each => each.location === location)
  const client = directory.clients.find(each => each.type === 'server' && each.locations.includes(location))
  const rows: [string, string][] = [
    ['home', `${emulator.url}/`],
    ...(emulator.tlsPort === null
      ? []
      : ([['over TLS', `https://localhost:${emulator.tlsPort}`]] as [string, string][])),
    ['accounts', dc.accounts],
    ['production', dc.production],
    ['sandbox', dc.sandbox],
    ['developer', dc.developer],
    ...(user ? ([['user', `${user.email}  password: ${user.password}`]] as [string, string][]) : []),
    ...(client ? ([['client', `${client.client_id}  secret: ${client.client_secret}`]] as [string, string][]) : []),
    ['scenario', `${scenario.name} (${scenario.title})`],
  ]
  return `${rows.map(([name, value]) => `${name.padEnd(11)} ${value}`).join('\n')}\n`
}
