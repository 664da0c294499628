/**
 * What programs are told to trust. Most of them take one file in place of the system's roots, so it holds these and ours;
 * Java wants the same as a key store.
 */

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'

/** Where systems keep their roots. */
const systemBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

export interface TrustFiles {
  /** PEM: the system's roots and ours. */
  readonly bundle: string
  /** PEM: ours, and what `NODE_EXTRA_CA_CERTS` named before. */
  readonly extra: string
  /** Key store for Java, of type JKS. */
  readonly keyStore: string
  readonly keyStorePassword: string
}

const keyStorePassword = 'changeit'

/**
 * Writes the files into the authority's folder, unless they are there already.
 * @param environment of the person who starts the program; a bundle that it names is taken as the system's
 * @throws the file system's error
 */
export function writeTrust(folder: string, rootFile: string, environment: NodeJS.ProcessEnv): TrustFiles {
  const root = readFileSync(rootFile, 'utf8').trim()
  const system = systemRoots(folder, environment)
  const before = environment.NODE_EXTRA_CA_CERTS
  const kept =
    before && !before.startsWith(folder) && existsSync(before) ? `${readFileSync(before, 'utf8').trim()}\n` : ''
  const all = [...certificatesIn(system), root]
  const files = {
    bundle: join(folder, 'bundle.pem'),
    extra: join(folder, 'extra.pem'),
    keyStore: join(folder, 'bundle.jks'),
    keyStorePassword,
  }
  writeIfOther(files.bundle, Buffer.from(`${all.join('\n')}\n`))
  writeIfOther(files.extra, Buffer.from(`${kept}${root}\n`))
  writeIfOther(files.keyStore, keyStoreOf(all, keyStorePassword))
  return files
}

function systemRoots(folder: string, { SSL_CERT_FILE: named }: NodeJS.ProcessEnv): string {
  const file = [named, ...systemBundles].find(each => each && !each.startsWith(folder) && existsSync(each))
  return file ? readFileSync(file, 'utf8') : rootCertificates.join('\n')
}

const certificatesIn = (pem: string): string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []

function writeIfOther(file: string, content: Buffer): void {
  if (existsSync(file) && readFileSync(file).equals(content)) return
  // moved into its place, so that no program that starts meanwhile reads half of it
  const made = `${file}.${process.pid}`
  writeFileSync(made, content, { mode: 0o644 })
  renameSync(made, file)
}

/**
 * A key store of Java's own old form, which every Java reads: trusted certificates under a checksum with the password.
 *
 * Source of the form: JavaKeyStore.java of OpenJDK
 */
export function keyStoreOf(certificates: readonly string[], password: string): Buffer {
  const parts: Buffer[] = [words(0xfeedfeed, 2, certificates.length)]
  certificates.forEach((pem, index) => {
    const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
    // when it was added is of no use, and would make the same roots another file each time
    parts.push(words(2), text(`root-${index}`), words(0, 0), text('X.509'), words(der.length), der)
  })
  const content = Buffer.concat(parts)
  const salt = Buffer.from(password, 'utf16le').swap16()
  const sum = createHash('sha1').update(salt).update('Mighty Aphrodite').update(content).digest()
  return Buffer.concat([content, sum])
}

function words(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length)
  numbers.forEach((number, index) => void bytes.writeUInt32BE(number, index * 4))
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1')
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}
