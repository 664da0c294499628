/**
 * With a state file, an answer goes out only when what its request changed is kept. Where it can't be, it was undone, and the
 * request is refused in the form of its family; what only reads is answered all the same.
 */

import { crmErrorBody } from '../protocol/crm-errors/index.ts'
import type { Loss, StateFile } from '../world/state-file/index.ts'
import type { Located } from './locate.ts'
import { jsonResponse, pageResponse, reasonHeader } from './respond.ts'

export function keepChanges(
  stateFile: StateFile,
  request: Request,
  located: Located,
  handle: () => Response | Promise<Response>,
): Response | Promise<Response> {
  const begun = stateFile.begin()
  const orRefuse = (response: Response, loss: Loss | null) =>
    loss === null || isReading(request.method, located, loss) ? response : refusal(request, located, loss)
  const finish = (response: Response) => {
    const loss = stateFile.end(begun)
    return loss instanceof Promise ? loss.then(known => orRefuse(response, known)) : orRefuse(response, loss)
  }
  const answer = handle()
  return answer instanceof Promise ? answer.then(finish) : finish(answer)
}

/** What such a request left behind, the work of a job that ended or a count, comes out the same next time. */
function isReading(method: string, { service }: Located, { onlyCounters }: Loss): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  return (service !== 'accounts' && service !== 'console') || onlyCounters
}

const status = 503

function refusal(request: Request, { service }: Located, { problem }: Loss): Response {
  const reason = reasonHeader(`not kept and so undone: ${problem}`)
  if (service === 'own')
    return jsonResponse(status, { error: { code: 'NOT_KEPT', message: problem, path: '' } }, reason)
  if (service !== 'accounts' && service !== 'console') {
    return jsonResponse(status, { ...crmErrorBody('internalError'), message: problem }, reason)
  }
  if (!request.headers.get('accept')?.includes('text/html')) {
    return jsonResponse(status, { error: 'server_error', error_description: problem }, reason)
  }
  return pageResponse(status, page(problem), reason)
}

const page = (problem: string): string =>
  `<html lang="en"><head><title>zoho-emulator</title></head><body><h1>Nothing was changed</h1><p>${encode(problem)}</p></body></html>`

const encode = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
