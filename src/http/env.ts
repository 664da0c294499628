import type { IncomingMessage } from 'node:http'
import type { RunningCall } from './concurrency.ts'
import type { Exchange } from './journal/exchange.ts'
import type { Located } from './locate.ts'

/** What every room finds on the context. */
export interface EmulatorEnv {
  Bindings: {
    /** Which Zoho host the request is for, and how it was named. */
    located: Located
    /** What the journal is told about the request. */
    exchange: Exchange
    /** Sent by the emulator itself while it answers another request, of which it is a part. */
    isPart?: boolean
    /** There while calls that run at a time are counted. */
    running?: RunningCall | undefined
    /** Absent when the app is called without a socket. */
    incoming?: IncomingMessage
  }
}
