import { type CrmError, crmError } from '../../protocol/crm-errors/index.ts'

/** Refuses criteria that cannot be read; where and why stands in our own header, the service says no more than that. */
export const syntaxError = (at: number, problem: string): CrmError =>
  crmError('invalidSearch', { param_name: 'criteria' }, { reason: `criteria, character ${at + 1}: ${problem}` })
