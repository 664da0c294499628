import { type Command, commonHelp, expectWords, print, readArguments } from './command.ts'
import { UsageError } from './options.ts'
import { readWhole } from './read-whole.ts'
import { callControl } from './running.ts'

interface ScenarioAnswer {
  readonly name: string
  readonly title: string
  readonly description: string
}

/** Which behaviour is in force, and another one. */
export const scenario: Command = {
  help: `Usage: zoho-emulator scenario [NAME|FILE]

Puts a scenario in force in a running emulator; data, grants and tokens stay. Without a name it says which one is.
${commonHelp}`,

  async run(args, environment) {
    const { values, words } = readArguments(args, environment, {})
    const [nameOrFile] = words
    if (nameOrFile !== undefined) expectWords(words, 'NAME')
    const answer =
      nameOrFile === undefined
        ? await callControl<ScenarioAnswer>(values, 'GET', '/scenario')
        : await callControl<ScenarioAnswer>(values, 'PUT', '/scenario', await toScenarioInput(nameOrFile))
    if (values.json) return print(answer, values)
    const { name, title, description } = answer
    return print({ name, title, description }, values)
  },
}

/** A shipped scenario goes by its name, a person's own as a whole. @throws UsageError */
async function toScenarioInput(nameOrFile: string): Promise<object> {
  if (/^[\w-]+$/.test(nameOrFile)) return { name: nameOrFile }
  const text = (await readWhole(nameOrFile)).toString()
  try {
    const content: unknown = JSON.parse(text)
    if (typeof content === 'object' && content !== null) return content
  } catch (error) {
    throw new UsageError(`${nameOrFile}: no valid JSON: ${(error as Error).message}`)
  }
  throw new UsageError(`${nameOrFile}: expected an object`)
}
