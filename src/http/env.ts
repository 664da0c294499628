import type { IncomingMessage } from 'node:http'
import type { Located } from './locate.ts'

/** What every room finds on the context. */
export interface EmulatorEnv {
  Bindings: {
    /** Which Zoho host the request is for, and how it was named. */
    located: Located
    /** Absent when the app is called without a socket. */
    incoming?: IncomingMessage
  }
}
