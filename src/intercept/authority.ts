/**
 * The local authority on disk: made on first use in the user's data folder, readable by that user alone, and made anew before
 * it ends. Certificates of single hosts are made when somebody connects to them and never written down.
 */

import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createSecureContext, type SecureContext } from 'node:tls'
import type { AuthorityFiles } from './certificates.ts'
import { vouchedDomains } from './zoho-domains.ts'

const day = 24 * 60 * 60 * 1000
/** An authority with less time left is made anew, so that no program meets an expired one in the middle of its work. */
const leastLeft = 30 * day

const names = { root: 'root.pem', authority: 'authority.pem', key: 'authority.key' } as const

export interface Authority {
  /** Where its files lie. */
  readonly folder: string
  /** Certificate of the root, in PEM: what programs are to trust. */
  readonly rootFile: string
  /** What a TLS server shows to clients that ask for a name. */
  contextFor(name: string): Promise<SecureContext>
  /** The same, of which a context is made; in PEM. */
  certificateFor(name: string): Promise<ServerCertificate>
}

export interface ServerCertificate {
  readonly key: string
  /** With that of the authority. */
  readonly cert: string
}

/**
 * Opens the authority, or makes it.
 * @param now real time, epoch milliseconds
 * @throws the file system's error
 */
export async function openAuthority(folder: string, now: () => number = Date.now): Promise<Authority> {
  const files = readAuthority(folder, now()) ?? (await createAuthority(folder, now()))
  const certificateFor: Authority['certificateFor'] = async name => {
    const { makeLeaf } = await import('./certificates.ts')
    const { certificate, key } = await makeLeaf(files, name, now())
    return { key, cert: `${certificate}\n${files.authority}\n` }
  }
  const contexts = new Map<string, { readonly until: number; readonly context: Promise<SecureContext> }>()
  return {
    folder,
    rootFile: join(folder, names.root),
    certificateFor,
    contextFor(name) {
      const known = contexts.get(name)
      if (known && known.until > now() + day) return known.context
      // several connections of one moment wait for the same
      const context = certificateFor(name).then(certificate =>
        createSecureContext({ ...certificate, minVersion: 'TLSv1.2' }),
      )
      contexts.set(name, { until: now() + 6 * day, context })
      context.catch(() => contexts.delete(name))
      return context
    },
  }
}

/** @returns null where there is none, a damaged one, or none that lasts */
function readAuthority(folder: string, now: number): AuthorityFiles | null {
  try {
    const read = (name: string) => readFileSync(join(folder, name), 'utf8')
    const files = { root: read(names.root), authority: read(names.authority), key: read(names.key) }
    const authority = new X509Certificate(files.authority)
    const isWhole =
      authority.verify(new X509Certificate(files.root).publicKey) &&
      authority.checkPrivateKey(createPrivateKey(files.key))
    return isWhole && Date.parse(authority.validTo) - now > leastLeft ? files : null
  } catch {
    return null
  }
}

/** All files at once, so that two emulators that start together use one authority. */
async function createAuthority(folder: string, now: number): Promise<AuthorityFiles> {
  const { makeAuthority } = await import('./certificates.ts')
  const files = await makeAuthority(vouchedDomains, now)
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 })
  const made = mkdtempSync(`${folder}-`)
  for (const part of ['root', 'authority', 'key'] as const) {
    writeFileSync(join(made, names[part]), files[part], { mode: 0o600 })
  }
  if (existsSync(folder)) {
    const old = readAuthority(folder, now)
    if (old) {
      rmSync(made, { recursive: true })
      return old
    }
    rmSync(folder, { recursive: true })
  }
  try {
    renameSync(made, folder)
    return files
  } catch (error) {
    rmSync(made, { recursive: true, force: true })
    const other = readAuthority(folder, now)
    if (!other) throw error
    return other
  }
}
