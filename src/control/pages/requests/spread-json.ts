const tokens = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g

/**
 * JSON spread over lines, value by value as it was sent: parsing and writing it anew would round long numbers, which may be
 * just what is wrong with them.
 * @returns null for what is no JSON
 */
export function spreadJson(text: string): string | null {
  try {
    JSON.parse(text)
  } catch {
    return null
  }
  let spread = ''
  let depth = 0
  let last = ''
  const line = () => `\n${'  '.repeat(depth)}`
  for (const [token] of text.matchAll(tokens)) {
    if (token === ']' || token === '}') {
      depth--
      spread += last === '[' || last === '{' ? token : line() + token
    } else {
      if (last === '[' || last === '{' || last === ',') spread += line()
      spread += token === ':' ? ': ' : token
      if (token === '[' || token === '{') depth++
    }
    last = token
  }
  return spread
}
