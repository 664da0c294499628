/**
 * `/_emulator/snapshot`: the whole state out and in. `/_emulator/snapshots/NAME`: the same kept in memory under a name, which
 * costs no more when there is more, since nothing is copied before it is changed.
 */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { jsonHeaders, jsonResponse } from '../http/respond.ts'
import { ControlError, nothing, readJsonBytes, type SchemaMaker, validate } from '../http/validate.ts'
import type { StoreState } from '../world/store.ts'
import type { World } from '../world/world.ts'
import { describe } from './describe.ts'

const defaultLimit = 1024 * 1024 * 1024

export interface SnapshotOptions {
  /** Of a state that is sent, in bytes; 1 GiB. */
  readonly maxSnapshot?: number | undefined
}

interface NamedSnapshot {
  readonly at: number
  readonly state: StoreState
  /** Its uploaded files may go. */
  readonly letGo: () => void
}

export function snapshotRoutes(
  app: Hono<EmulatorEnv>,
  world: World,
  { maxSnapshot = defaultLimit }: SnapshotOptions,
): void {
  // no part of the world's state, so that a reset leaves them alone
  const named = new Map<string, NamedSnapshot>()

  const stateAnswer = { mediaType: 'application/json', description: 'A whole state, of a format of its own.' }
  describe(app, 'GET /_emulator/snapshot', { summary: 'The whole state.', answers: { 200: stateAnswer } })
  app.get('/_emulator/snapshot', async () => {
    const { chunked, originOf, stateText } = await import('../world/snapshot.ts')
    const state = world.store.snapshot()
    const letGo = world.fileBytes.hold(state)
    const text = chunked(stateText(originOf(world), state, { files: world.fileBytes.of(state) }))
    return new Response(streamOf(text, letGo), { status: 200, headers: jsonHeaders() })
  })

  describe(app, 'PUT /_emulator/snapshot', {
    summary: 'Puts a state in force that came from this call’s counterpart, with the same seed and fixture.',
    input: z => z.looseObject({}),
    answers: { 200: nothing },
  })
  app.put('/_emulator/snapshot', async c => {
    const { readState, requireFiles, requireOrigin, StateProblem } = await import('../world/read-state.ts')
    const { lineAt } = await import('../world/json-scanner.ts')
    const bytes = await readJsonBytes(c, maxSnapshot)
    try {
      const read = readState(bytes)
      requireOrigin(read, { seed: world.seed, fixture: world.fixture.name })
      requireFiles(read, world.fileBytes)
      const letGo = world.fileBytes.hold(read.state)
      try {
        for (const bytes of read.files.values()) world.fileBytes.put(bytes)
        world.store.restore(read.state)
      } finally {
        letGo()
      }
    } catch (error) {
      if (!(error instanceof StateProblem)) throw error
      const { path, offset, message } = error
      const line = path.length === 0 ? `line ${lineAt(bytes, offset)}: ` : ''
      throw new ControlError(400, 'INVALID_SNAPSHOT', `${line}${message}`, path.map(String).join('.'))
    }
    return jsonResponse(200, {})
  })

  describe(app, 'GET /_emulator/snapshots', {
    summary: 'The snapshots that are kept, the oldest first.',
    answers: { 200: z => z.strictObject({ snapshots: z.array(snapshotSchema(z)) }) },
  })
  app.get('/_emulator/snapshots', () =>
    jsonResponse(200, { snapshots: Array.from(named, ([name, { at }]) => toResponse(name, at)) }),
  )

  const path = { name: 'Name of the snapshot.' }
  describe(app, 'PUT /_emulator/snapshots/:name', {
    summary: 'Keeps the state as it is now under a name, in place of what was kept under it.',
    path,
    answers: { 200: snapshotSchema, 201: snapshotSchema },
  })
  app.put('/_emulator/snapshots/:name', async c => {
    await validate(c, nothing)
    const name = c.req.param('name')
    const isNew = !named.has(name)
    const at = world.clock.now()
    const state = world.store.snapshot()
    const letGo = world.fileBytes.hold(state)
    named.get(name)?.letGo()
    named.set(name, { at, state, letGo })
    return jsonResponse(isNew ? 201 : 200, toResponse(name, at))
  })

  describe(app, 'POST /_emulator/snapshots/:name', {
    summary: 'Puts the state in force that was kept under a name.',
    path,
    answers: { 200: nothing },
  })
  app.post('/_emulator/snapshots/:name', async c => {
    await validate(c, nothing)
    world.store.restore(find(c.req.param('name')).state)
    world.fileBytes.release()
    return jsonResponse(200, {})
  })

  describe(app, 'DELETE /_emulator/snapshots/:name', {
    summary: 'Forgets a snapshot.',
    path,
    answers: { 200: nothing },
  })
  app.delete('/_emulator/snapshots/:name', async c => {
    await validate(c, nothing)
    const name = c.req.param('name')
    const { letGo } = find(name)
    named.delete(name)
    letGo()
    return jsonResponse(200, {})
  })

  function find(name: string): NamedSnapshot {
    const snapshot = named.get(name)
    if (!snapshot) throw new ControlError(404, 'NOT_FOUND', `no snapshot ${name}`, 'name')
    return snapshot
  }
}

const snapshotSchema: SchemaMaker<unknown> = z => z.strictObject({ name: z.string(), at: z.iso.datetime() })

const toResponse = (name: string, at: number): object => ({ name, at: new Date(at).toISOString() })

/** Sent bit by bit: the state that it is made of stays as it is meanwhile, and the whole text may be longer than a string. */
function streamOf(text: Iterable<string>, atEnd: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const pieces = text[Symbol.iterator]()
  return new ReadableStream({
    pull(controller) {
      try {
        const next = pieces.next()
        if (!next.done) return controller.enqueue(encoder.encode(next.value))
        controller.close()
      } catch (error) {
        controller.error(error)
      }
      atEnd()
    },
    cancel: atEnd,
  })
}
