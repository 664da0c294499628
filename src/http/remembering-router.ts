import type { Params, Result, Router } from 'hono/router'
import { TrieRouter } from 'hono/router/trie-router'

const mostRemembered = 500
/** Paths of single things seldom come twice. */
const hasId = /\d{6}|[0-9a-f]{32}/
const idSegment = /(?<=\/)\d{6,19}(?=\/|$)/g
/** What stands in place of the ids in a path that is remembered. */
const standIns = ['900000000000000001', '900000000000000002', '900000000000000003']

/**
 * Remembers which routes a path leads to, as with hundreds of them the search costs more than many an answer. Paths that
 * differ in ids alone lead to the same.
 */
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
    if (!hasId.test(path)) return this.#remembered(method, path)
    const ids: string[] = []
    const shape = path.replace(idSegment, id => standIns[ids.push(id) - 1] ?? id)
    if (ids.length === 0 || ids.length > standIns.length) return this.#router.match(method, path)
    const [handlers] = this.#remembered(method, shape) as [[T, Params][]]
    return [handlers.map(([handler, params]) => [handler, withIds(params, ids)])]
  }

  #remembered(method: string, path: string): Result<T> {
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

function withIds(params: Params, ids: readonly string[]): Params {
  const own: Params = {}
  for (const name in params) {
    const at = standIns.indexOf(params[name]!)
    own[name] = at === -1 ? params[name]! : ids[at]!
  }
  return own
}
