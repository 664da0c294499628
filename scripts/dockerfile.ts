/** Reads a Dockerfile: one object for each instruction, comments dropped, continued lines joined. */

export interface Instruction {
  readonly name: string
  /** `--from=build` as `{ from: 'build' }`. */
  readonly flags: Readonly<Record<string, string>>
  readonly text: string
}

export function parseDockerfile(source: string): Instruction[] {
  const lines = source
    .split('\n')
    .filter(line => !/^\s*#/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
  return lines.map(parseInstruction)
}

function parseInstruction(line: string): Instruction {
  const [, name, rest] = /^([A-Z]+)\s+(.*)$/s.exec(line) ?? []
  if (!name) throw new Error(`no instruction: ${line}`)
  const flags: Record<string, string> = {}
  let text = rest!
  for (let flag = leadingFlag(text); flag; flag = leadingFlag(text)) {
    flags[flag[1]!] = flag[2]!
    text = text.slice(flag[0].length)
  }
  return { name, flags, text }
}

const leadingFlag = (text: string) => /^--([a-z-]+)=(\S+)\s+/.exec(text)
