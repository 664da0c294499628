/**
 * `/__features`: what the org's edition lets it have, and how much of it is used. Listed are the limits that hold here; Zoho
 * has many more features. Their names, but for that of the licences, are inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-features.html and https://github.com/zoho/crm-oas
 */

import { queryParam, queryParams } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { OrgData } from '../../world/org-data.ts'
import { answer, answerNothing, type CrmContext } from '../answer.ts'
import { answerPage } from '../answer-page.ts'
import { activeAtOnce, activeCurrencies } from '../currencies/table.ts'
import { readPlainPage } from '../records/page.ts'
import type { Routes } from '../routes.ts'
import { userLicences } from '../users/members.ts'
import { profileLimit } from '../users/profile-limit.ts'

interface Feature {
  readonly apiName: string
  readonly label: string
  readonly limit: number
  used(data: OrgData): number
}

const features: readonly Feature[] = [
  {
    apiName: 'user_licenses',
    label: 'UserLicenses',
    limit: userLicences,
    used: data => data.users().filter(({ status }) => status === 'active').length,
  },
  { apiName: 'profiles', label: 'Profiles', limit: profileLimit, used: data => data.profiles().length },
  {
    apiName: 'multi_currency',
    label: 'Multiple Currencies',
    limit: activeAtOnce,
    used: data => activeCurrencies(data).length,
  },
  // there is no enrichment here, so none may be used
  { apiName: 'data_enrichment', label: 'Data Enrichment', limit: 0, used: () => 0 },
]

export function featureRoutes({ on }: Routes): void {
  on('get', '/__features', 'ZohoCRM.features.READ', c => {
    const { data } = c.get('caller')
    const page = readPlainPage(queryParams(c))
    const names = queryParam(c, 'api_names')?.split(',')
    const module = queryParam(c, 'module')
    if (module !== undefined && !data.module(module)) throw crmError('invalidModuleOfFeature')
    // none of these is a module's own
    const found = module === undefined ? features.filter(({ apiName }) => names?.includes(apiName) ?? true) : []
    return answerPage(c, '__features', found, feature => toResponse(feature, data), page)
  })

  const answerOne = (c: CrmContext, apiName: string | undefined): Response => {
    const { data } = c.get('caller')
    const module = queryParam(c, 'module')
    if (module !== undefined && !data.module(module)) throw crmError('invalidModuleOfFeature')
    const feature = features.find(each => each.apiName === apiName)
    return feature ? answer(c, { __features: [toResponse(feature, data)] }) : answerNothing(c)
  }

  // two of them stand in Zoho's list of operations by name
  for (const name of ['user_licenses', 'data_enrichment']) {
    on('get', `/__features/${name}`, 'ZohoCRM.features.READ', c => answerOne(c, name))
  }
  on('get', '/__features/:feature', 'ZohoCRM.features.READ', c => answerOne(c, c.req.param('feature')))
}

function toResponse({ apiName, label, limit, used }: Feature, data: OrgData): object {
  const count = used(data)
  return {
    components: null,
    api_name: apiName,
    parent_feature: null,
    module_supported: false,
    details: {
      available_count: { total: Math.max(0, limit - count) },
      used_count: { total: count },
      limits: { edition_limit: limit, total: limit },
    },
    feature_label: label,
  }
}
