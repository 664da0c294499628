import { queryParams } from '../http/query.ts'
import { answer, answerNothing, type CrmContext } from './answer.ts'
import { cutPage, readPlainPage } from './records/page.ts'

/**
 * Answers one page of a list; nothing where no row is on it.
 * @param page given where it was read earlier, so that what is wrong with it is said before what is wrong with the rest
 * @throws CrmError
 */
export function answerPage<T>(
  c: CrmContext,
  root: string,
  all: readonly T[],
  show: (row: T) => object,
  page = readPlainPage(queryParams(c)),
): Response {
  const { rows, info } = cutPage(all, page)
  return rows.length === 0 ? answerNothing(c) : answer(c, { [root]: rows.map(show), info })
}
