import { parseArgs } from 'node:util'
import { type CheckedFile, checkFile } from '../world/check-file.ts'
import { problemLine } from '../world/problems.ts'
import { UsageError } from './options.ts'

/** Whether fixture and scenario files can be used; needs no emulator that runs. */
export const check = {
  help: `Usage: zoho-emulator check FILE… [--json]

Checks fixtures and scenarios, told apart by their content. One line for each problem: the file, where in it, and what
was expected. Ends with 0 when all files can be used, else with 2.

  --json               print JSON: {"files":[{"file","kind","problems":[{"path","message"}]}]}
  -h, --help           this text
`,

  /** @returns what goes to stdout @throws UsageError */
  async run(args: readonly string[]): Promise<string> {
    const { files, json } = readArguments(args)
    const checked = await Promise.all(files.map(checkFile))
    if (checked.some(({ problems }) => problems.length > 0)) process.exitCode = 2
    return json ? `${JSON.stringify({ files: checked.map(toJson) })}\n` : checked.map(toLines).join('')
  },
}

function readArguments(args: readonly string[]): { files: readonly string[]; json: boolean } {
  try {
    const options = { json: { type: 'boolean' } } as const
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    if (positionals.length === 0) throw new Error('expected a file, see --help')
    return { files: positionals, json: values.json ?? false }
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]!)
  }
}

const toJson = ({ file, kind, problems }: CheckedFile): object => ({
  file,
  kind,
  problems: problems.map(({ path, message }) => ({ path: path.join('.'), message })),
})

function toLines({ file, kind, problems }: CheckedFile): string {
  if (problems.length === 0) return `${file}: ${kind}, can be used\n`
  // what quotes a file may quote its line ends too
  return problems.map(problem => `${problemLine(file, problem).replace(/\s*\n\s*/g, ' ')}\n`).join('')
}
