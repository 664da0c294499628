import type { RequestRow } from '../../../http/journal/show.ts'
import { type Environment, environments } from '../../../protocol/data-centers.ts'

/** To which environment the host of a request belongs; only API hosts do. */
export const environmentOf = ({ environment }: Pick<RequestRow, 'environment'>): Environment | undefined =>
  environments.find(each => each === environment)
