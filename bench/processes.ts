import { type ChildProcess, spawn } from 'node:child_process'

export interface RunningServer {
  readonly pid: number
  readonly port: number
  stop(): Promise<void>
}

/** Runs a script with this Node and waits for the line with its address. */
export async function startServer(script: string, args: readonly string[] = []): Promise<RunningServer> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = Number(await findInOutput(child, /(?:ready|listening on) http:\/\/[^\s/]+:(\d+)/))
  return { pid: child.pid!, port, stop: () => stop(child) }
}

/** How long a process takes until it prints `ready`, in milliseconds. */
export async function timeToReady(script: string, args: readonly string[]): Promise<number> {
  const start = performance.now()
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  await findInOutput(child, /^ready (http.*)$/m)
  const took = performance.now() - start
  await stop(child)
  return took
}

/** How long a Node that does nothing takes from start to exit, in milliseconds. */
export async function timeOfBareNode(): Promise<number> {
  const start = performance.now()
  const child = spawn(process.execPath, ['-e', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  await exit(child)
  return performance.now() - start
}

function findInOutput(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const found = pattern.exec(output)
      if (found) resolve(found[1]!)
    })
    child.once('error', reject)
    child.once('exit', code => reject(new Error(`the server ended with ${code}:\n${output}`)))
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = exit(child)
  child.kill('SIGKILL')
  await ended
}

const exit = (child: ChildProcess): Promise<void> => new Promise(resolve => child.once('exit', () => resolve()))
