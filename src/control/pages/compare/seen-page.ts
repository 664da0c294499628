/** What a person reads on one of the service's pages, taken from its HTML, and what its forms would send. */

import type { EnvironmentName } from '../../../views/environment.tsx'

export type SeenKind = 'heading' | 'text' | 'group' | 'field' | 'choice' | 'scope' | 'button'

export interface SeenLine {
  readonly kind: SeenKind
  readonly text: string
  readonly environments: readonly EnvironmentName[]
  /** Value of the choice or button, by which the person's answer finds it. */
  readonly value: string | null
}

export interface SeenForm {
  readonly action: string
  readonly html: string
  /** Hidden values. */
  readonly hidden: Readonly<Record<string, string>>
}

const kinds: Readonly<Record<string, SeenKind>> = {
  h1: 'heading',
  h2: 'group',
  p: 'text',
  legend: 'group',
  li: 'scope',
  label: 'field',
  button: 'button',
}

/** The lines of the page's main part, in order; what the emulator says in its own voice is left out. */
export function readLines(html: string): SeenLine[] {
  const main = /<main>(.*)<\/main>/s.exec(html)?.[1] ?? ''
  const service = main.replace(/<section class="own-voice.*?<\/section>/gs, '')
  return [...service.matchAll(/<(h1|h2|p|li|legend|label|button)\b([^>]*)>(.*?)<\/\1>/gs)]
    .map(([, tag, attributes, inner]) => toLine(tag!, attributes!, inner!))
    .filter(({ text, environments }) => text !== '' || environments.length > 0)
}

function toLine(tag: string, attributes: string, inner: string): SeenLine {
  const isChoice = attributes.includes('class="choice"')
  const environments = [...inner.matchAll(/class="badge (production|sandbox|developer)"/g)].map(
    ([, name]) => name as EnvironmentName,
  )
  const bare = inner.replace(/<span class="badge .*?<\/span>/gs, '').replace(/<a\b.*?<\/a>/gs, '')
  return {
    kind: isChoice ? 'choice' : kinds[tag]!,
    text: decodeEntities(bare.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')).trim(),
    environments,
    value: attribute(isChoice ? inner : attributes, 'value') || null,
  }
}

export const readForms = (html: string): SeenForm[] =>
  [...html.matchAll(/<form\b[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].map(([, action, inner]) => ({
    action: decodeEntities(action!),
    html: inner!,
    hidden: Object.fromEntries(
      [...inner!.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
        attribute(input, 'name'),
        attribute(input, 'value'),
      ]),
    ),
  }))

const attribute = (tag: string, name: string): string =>
  decodeEntities(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '')

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** Those that hono/jsx writes. */
const decodeEntities = (html: string): string =>
  html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!)
