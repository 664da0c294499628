/**
 * Hides secrets in what the journal shows: by the name under which they were sent, by their form, and those of the world's
 * clients wherever they stand.
 */

import type { World } from '../../world/world.ts'

/** Names of parameters, form fields and JSON keys that hold a secret. */
const secretNames = new Set([
  'access_token',
  'assertion',
  'client_assertion',
  'client_secret',
  'code_verifier',
  'device_code',
  'enhance_token',
  'iamcsrcoo',
  'id_token',
  'password',
  'refresh_token',
  'secret',
  'ticket',
  'token',
  'user_code',
])
const isSecretName = (name: string): boolean => secretNames.has(name.toLowerCase())
/** A `code` is a secret in addresses and forms, but the first word of CRM's answers. */
export const isSecretParam = (name: string): boolean => isSecretName(name) || name.toLowerCase() === 'code'

/** Codes and tokens, one that was cut off too; client ids have capital letters. */
const tokenForm = /\b(1\d{3}\.[0-9a-f]{4})[0-9a-f]{8,}(?:\.[0-9a-f]*)?/g
/** Client secrets, sessions, tickets. */
const hexForm = /\b([0-9a-f]{4})[0-9a-f]{36,58}([0-9a-f]{2})\b/g
const jwtForm = /\beyJ[\w-]{10,}\.[\w-]+\.[\w-]*/g
const jsonPair = /("(\w+)"\s*:\s*")((?:[^"\\]|\\.)*)/g
const paramInText = /([?&#;](?:amp;)?(\w+)=)([^&#"'<>\s]*)/g
const multipartField = /(\bname="(\w+)"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n)([^\r\n]*)/g
const inputTag = /<input\b[^>]*>/g

/** As much of a secret as it takes to tell two of them apart: `1000.ab12…9f`. */
export function maskSecret(secret: string): string {
  if (secret.length < 16) return '…'
  return `${secret.slice(0, secret.startsWith('10') && secret[4] === '.' ? 9 : 4)}…${secret.slice(-2)}`
}

export interface Mask {
  /** Any text: a body in any form, an address, a reason. */
  text(text: string): string
  /** Pairs as in a query or a form. */
  pairs(text: string): string
  /** The value of a header. */
  header(name: string, value: string): string
  /** An address with its query. */
  url(url: string): string
}

/** A shorter one would hide words that mean something else. */
const shortestKnown = 8

/** The secrets of all clients. */
export function secretsOfClients(world: World): string[] {
  const secrets: string[] = []
  world.clients.each(client => void secrets.push(...Object.values(client.secrets)))
  return secrets
}

/** The secrets among the pairs of a query or a form; an answer may repeat them. A password comes back in its own field alone. */
export const secretsOfPairs = (text: string): string[] =>
  [...new URLSearchParams(text)]
    .filter(([name]) => isSecretParam(name) && name.toLowerCase() !== 'password')
    .map(([, value]) => value)

/** @param secrets are hidden wherever they stand */
export function createMask(secrets: readonly string[]): Mask {
  const known = new Set(secrets.filter(secret => secret.length >= shortestKnown))

  const text = (original: string): string => {
    let masked = original
      .replace(tokenForm, secret => maskSecret(secret))
      .replace(hexForm, '$1…$2')
      .replace(jwtForm, 'eyJ…')
      .replace(jsonPair, (whole, front: string, name: string, value: string) =>
        isSecretName(name) && !value.includes('…') ? front + maskSecret(value) : whole,
      )
      .replace(paramInText, (whole, front: string, name: string, value: string) =>
        isSecretParam(name) && !value.includes('…') ? front + maskSecret(value) : whole,
      )
      .replace(multipartField, (whole, front: string, name: string, value: string) =>
        isSecretParam(name) && !value.includes('…') ? front + maskSecret(value) : whole,
      )
      .replace(inputTag, maskInput)
    for (const secret of known) if (masked.includes(secret)) masked = masked.replaceAll(secret, maskSecret(secret))
    return masked
  }
  const pairs = (query: string): string =>
    query
      .split('&')
      .map(pair => {
        const equals = pair.indexOf('=')
        if (equals === -1) return text(pair)
        const [name, value] = [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))]
        if (isSecretParam(name)) return `${pair.slice(0, equals)}=${maskSecret(value)}`
        const masked = text(value)
        return masked === value ? text(pair) : `${pair.slice(0, equals)}=${masked}`
      })
      .join('&')

  return {
    text,
    pairs,
    url(url) {
      const mark = url.indexOf('?')
      return mark === -1 ? text(url) : `${text(url.slice(0, mark))}?${pairs(url.slice(mark + 1))}`
    },
    header(name, value) {
      switch (name.toLowerCase()) {
        case 'authorization':
        case 'proxy-authorization':
          return maskAuthorization(value)
        case 'cookie':
          return value.split(/; */).map(maskCookie).join('; ')
        case 'set-cookie':
          return value.replace(/^[^;]*/, maskCookie)
        case 'x-external':
          return value
        default:
          return text(value)
      }
    },
  }
}

/** The scheme stays. */
export function maskAuthorization(value: string): string {
  const [, scheme, rest] = /^(\S+) +(.+)$/.exec(value) ?? []
  if (!scheme || !rest) return maskSecret(value)
  return `${scheme} ${scheme.toLowerCase() === 'basic' ? '…' : maskSecret(rest)}`
}

function maskCookie(pair: string): string {
  const equals = pair.indexOf('=')
  return equals === -1 ? '…' : `${pair.slice(0, equals)}=${equals === pair.length - 1 ? '' : '…'}`
}

function maskInput(tag: string): string {
  const name = /\bname="([^"]*)"/.exec(tag)?.[1] ?? ''
  const isSecret = isSecretParam(name) || /\btype="password"/.test(tag)
  return isSecret ? tag.replace(/(\bvalue=")[^"]+/, '$1…') : tag
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
