import type { Result, Router } from 'hono/router'
import { TrieRouter } from 'hono/router/trie-router'

const mostRemembered = 500
/** Paths of single things seldom come twice. */
const hasId = /\d{6}|[0-9a-f]{32}/

/** Remembers which routes a path leads to, as with hundreds of them the search costs more than many an answer. */
export class RememberingRouter<T> implements Router<T> {
  readonly name = 'RememberingRouter'
  // what else Hono has to offer cannot tell some of the routes apart, and finds that out with the first request only
  readonly #router = new TrieRouter<T>()
  /** Not in the router yet: start-up doesn't wait for that. */
  #added: (readonly [method: string, path: string, handler: T])[] = []
  readonly #found = new Map<string, Result<T>>()

  add(method: string, path: string, handler: T): void {
    this.#found.clear()
    this.#added.push([method, path, handler])
  }

  match(method: string, path: string): Result<T> {
    if (this.#added.length > 0) {
      for (const each of this.#added) this.#router.add(...each)
      this.#added = []
    }
    if (hasId.test(path)) return this.#router.match(method, path)
    const key = `${method} ${path}`
    let result = this.#found.get(key)
    if (!result) {
      result = this.#router.match(method, path)
      if (this.#found.size >= mostRemembered) this.#found.clear()
      this.#found.set(key, result)
    }
    return result
  }
}
