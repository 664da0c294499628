/**
 * The certificates of the local authority. A root, whose key nobody keeps, vouches for an authority that may vouch for Zoho's
 * names alone: programs are told to trust the root, since some, Java among them, pass over what is said in a root about itself.
 */

import 'reflect-metadata'
import { isIP } from 'node:net'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

const day = 24 * 60 * 60 * 1000
/** As long as browsers accept a certificate for. */
const authorityDays = 397
const leafDays = 7
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const { subtle } = globalThis.crypto
const organization = 'O=zoho-emulator (local testing only)'

/** In PEM. */
export interface AuthorityFiles {
  readonly root: string
  readonly authority: string
  readonly key: string
}

export interface Leaf {
  readonly certificate: string
  readonly key: string
  readonly until: number
}

const makeKeys = () => subtle.generateKey(algorithm, true, ['sign', 'verify'])

/**
 * @param domains for which it may vouch, with all that lies below them
 * @param now epoch milliseconds
 */
export async function makeAuthority(domains: readonly string[], now: number): Promise<AuthorityFiles> {
  const rootKeys = await makeKeys()
  const keys = await makeKeys()
  const times = { notBefore: new Date(now - day), notAfter: new Date(now + authorityDays * day) }
  const signs = new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true)
  const root = await X509CertificateGenerator.createSelfSigned({
    name: `CN=zoho-emulator root,${organization}`,
    keys: rootKeys,
    signingAlgorithm: algorithm,
    ...times,
    extensions: [new BasicConstraintsExtension(true, 1, true), signs],
  })
  const authority = await X509CertificateGenerator.create({
    subject: `CN=zoho-emulator authority for Zoho hosts,${organization}`,
    issuer: root.subject,
    publicKey: keys.publicKey,
    signingKey: rootKeys.privateKey,
    signingAlgorithm: algorithm,
    ...times,
    extensions: [new BasicConstraintsExtension(true, 0, true), signs, nameConstraints(domains)],
  })
  return { root: root.toString('pem'), authority: authority.toString('pem'), key: await keyText(keys.privateKey) }
}

/** Vouches for one name or address. */
export async function makeLeaf({ authority, key }: AuthorityFiles, name: string, now: number): Promise<Leaf> {
  const issuer = new X509Certificate(authority)
  const signingKey = await subtle.importKey('pkcs8', bytesOfPem(key), algorithm, false, ['sign'])
  const keys = await makeKeys()
  const until = Math.min(now + leafDays * day, issuer.notAfter.getTime())
  const certificate = await X509CertificateGenerator.create({
    // an address would be taken for a host name that the authority may not vouch for
    subject: `CN=${isIP(name) ? 'this machine' : name},${organization}`,
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    notBefore: new Date(now - day),
    notAfter: new Date(until),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1']),
      new SubjectAlternativeNameExtension([{ type: isIP(name) ? 'ip' : 'dns', value: name }]),
    ],
  })
  return { certificate: certificate.toString('pem'), key: await keyText(keys.privateKey), until }
}

const keyText = async (key: CryptoKey): Promise<string> => {
  const text = Buffer.from(await subtle.exportKey('pkcs8', key)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${text.replace(/.{64}/g, '$&\n').trimEnd()}\n-----END PRIVATE KEY-----\n`
}

const bytesOfPem = (pem: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'))

/** RFC 5280, 4.2.1.10: names below these domains, and loopback addresses. */
function nameConstraints(domains: readonly string[]): Extension {
  const loopback4 = Buffer.from([127, 0, 0, 0, 255, 0, 0, 0])
  const loopback6 = Buffer.concat([Buffer.alloc(15), Buffer.from([1]), Buffer.alloc(16, 255)])
  const names = domains.map(domain => sequence(element(0x82, Buffer.from(domain, 'latin1'))))
  const addresses = [loopback4, loopback6].map(range => sequence(element(0x87, range)))
  return new Extension(
    '2.5.29.30',
    true,
    new Uint8Array(sequence(element(0xa0, Buffer.concat([...names, ...addresses])))),
  )
}

const sequence = (content: Buffer): Buffer => element(0x30, content)

/** One element of DER, shorter than 64 KiB. */
function element(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
