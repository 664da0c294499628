/** Counts whom the clients of this machine wanted to reach. */
export class Connections {
  #zoho = 0
  readonly #others = new Map<string, number>()

  noteZoho(): void {
    this.#zoho++
  }

  /** @param place e.g. `example.com:443` */
  noteOther(place: string): void {
    this.#others.set(place, (this.#others.get(place) ?? 0) + 1)
  }

  /** Connections to Zoho hosts, which were served here. */
  get zoho(): number {
    return this.#zoho
  }

  /** How often each other place was wanted, let through or not. */
  get others(): ReadonlyMap<string, number> {
    return this.#others
  }
}
