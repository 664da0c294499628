/**
 * Who holds a state file: `FILE.lock` names the process. A lock whose process is gone, after a kill or a crash, is taken over.
 */

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { FileProblem } from '../fixtures.ts'

interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process began, as the system counts; null where it doesn't say. A number of a process that ended is given out again. */
  readonly began: string | null
}

/**
 * Takes the lock.
 * @returns what gives it back
 * @throws FileProblem when another emulator has it, or what the file system says
 */
export function takeLock(file: string): () => void {
  const lock = `${file}.lock`
  const own = JSON.stringify({ pid: process.pid, host: hostname(), began: beginOf(process.pid) } satisfies Holder)
  for (;;) {
    if (create(lock, own)) return () => rmSync(lock, { force: true })
    const there = read(lock)
    // given back between the two looks
    if (there === null) continue
    const holder = parse(there)
    if (holder && isAlive(holder)) throw inUse(file, holder)
    // moved away before it is removed, so that of two that find the same dead lock one gets it
    const moved = `${lock}.${process.pid}`
    try {
      renameSync(lock, moved)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue
      throw error
    }
    const taken = read(moved)
    if (taken !== there && taken !== null) create(lock, taken)
    rmSync(moved, { force: true })
  }
}

function inUse(file: string, { pid, host }: Holder): FileProblem {
  if (host === hostname()) return new FileProblem(file, [], `in use by another emulator, process ${pid}`)
  const hint = `if it is gone, delete ${file}.lock`
  return new FileProblem(file, [], `in use by another emulator, process ${pid} on ${host}; ${hint}`)
}

/** Made complete under another name first, so that nobody sees it half-written. */
function create(lock: string, content: string): boolean {
  const made = `${lock}.${process.pid}.new`
  try {
    writeFileSync(made, content)
    linkSync(made, lock)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (code === 'EPERM' || code === 'ENOSYS' || code === 'ENOTSUP') return createWithoutLink(lock, content)
    throw error
  } finally {
    rmSync(made, { force: true })
  }
}

/** For file systems that know no links. */
function createWithoutLink(lock: string, content: string): boolean {
  try {
    writeFileSync(lock, content, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function read(lock: string): string | null {
  try {
    return readFileSync(lock, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** @returns null for what no emulator wrote to its end */
function parse(text: string): Holder | null {
  try {
    const { pid, host, began } = JSON.parse(text)
    return Number.isSafeInteger(pid) && pid > 0 && typeof host === 'string' ? { pid, host, began } : null
  } catch {
    return null
  }
}

function isAlive({ pid, host, began }: Holder): boolean {
  // of another machine, or of another container, nothing can be known from here
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const now = beginOf(pid)
  return began === null || now === null || began === now
}

/** On Linux, where a container's first process has the number 1 in each of its lives. */
function beginOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
    // the name in parentheses may hold anything, spaces too
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // ended, but nobody asked how; it counts as no process that ever began
    if (fields[0] === 'Z') return `${boot} ended`
    return `${boot} ${fields[19]}`
  } catch {
    return null
  }
}
