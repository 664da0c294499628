/** What a person is told on stderr where something cannot be written: once, until it can be again. */
export class Complaints {
  readonly #file: string
  #ofChanges = false
  #ofFile = false
  /** Why changes could not be kept when they last couldn't. */
  problem = 'the state file is not open yet'

  constructor(file: string) {
    this.#file = file
  }

  /** Changes cannot be kept. */
  ofChanges(error: unknown): void {
    this.problem = `${this.#file} cannot be written: ${(error as Error).message}`
    if (this.#ofChanges) return
    this.#ofChanges = true
    say(`${this.problem}; what is read goes on, what would change something is refused until it can`)
  }

  changesAreKept(): void {
    if (this.#ofChanges) say(`${this.#file} is written again`)
    this.#ofChanges = false
  }

  /** The file itself cannot be written. */
  ofFile(error: unknown): void {
    if (this.#ofFile) return
    this.#ofFile = true
    say(`${this.#file} cannot be written: ${(error as Error).message}; its journal has everything and goes on`)
  }

  fileIsWritten(): void {
    this.#ofFile = false
  }
}

const say = (line: string): void => {
  process.stderr.write(`zoho-emulator: ${line}\n`)
}
