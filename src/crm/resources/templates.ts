/**
 * `/settings/email_templates` and `/settings/inventory_templates`: the templates of an org, to be read.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/get-email-templates.html and
 * https://www.zoho.com/crm/developer/docs/api/v8/get-inventory-templates.html
 */

import { queryParam, queryParams } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { OrgData } from '../../world/org-data.ts'
import { answer, answerNothing, type CrmContext } from '../answer.ts'
import { answerPage } from '../answer-page.ts'
import { choiceParam, refuseParam } from '../choice-param.ts'
import { type Template, type TemplateKind, templatesOf } from '../mail/templates.ts'
import { readPlainPage } from '../records/page.ts'
import { readDigits } from '../records/path-id.ts'
import { shortUserReference } from '../records/render.ts'
import type { Routes } from '../routes.ts'

export function templateRoutes(routes: Routes): void {
  kindRoutes(routes, 'email_templates', 'ZohoCRM.templates.email.READ')
  kindRoutes(routes, 'inventory_templates', 'ZohoCRM.templates.inventory.READ')
}

function kindRoutes({ on }: Routes, kind: TemplateKind, scope: string): void {
  on('get', `/settings/${kind}`, scope, c => answerList(c, kind))

  on('get', `/settings/${kind}/:id`, scope, c => {
    const { data } = c.get('caller')
    const template = templatesOf(data, kind).get(readDigits(c, 'id', 2))
    if (!template) return answerNothing(c)
    const { content } = template
    return answer(c, { [kind]: [{ ...toResponse(data, kind, template), content, mail_content: content }] })
  })
}

function answerList(c: CrmContext, kind: TemplateKind): Response {
  const { data } = c.get('caller')
  refuseParam(c, 'filters')
  const module = moduleParam(c, data)
  const isMeant = categoryParam(c)
  const page = readPlainPage(queryParams(c))
  const sorted = inOrder(c, templatesOf(data, kind).all())
  const all = sorted.filter(template => (module === null || template.module === module) && isMeant(template))
  return answerPage(c, kind, all, template => toResponse(data, kind, template), page)
}

function moduleParam(c: CrmContext, data: OrgData): string | null {
  const name = queryParam(c, 'module')
  if (!name) return null
  const module = data.module(name)
  if (!module) throw crmError('templateModule', { param_name: 'module' })
  return module.apiName
}

const categories: Readonly<Record<string, (template: Template, userId: string) => boolean>> = {
  normal: ({ category }) => category === 'normal',
  draft: ({ category }) => category === 'draft',
  favorite: ({ favorite }) => favorite,
  created_by_me: ({ createdBy }, userId) => createdBy === userId,
}

function categoryParam(c: CrmContext): (template: Template) => boolean {
  const category = choiceParam(c, 'category', Object.keys(categories))
  const { user } = c.get('caller')
  return template => (category ? categories[category]!(template, user.id) : true)
}

const sortKeys = {
  name: ({ name }: Template) => name.toLowerCase(),
  modified_time: ({ createdAt }: Template) => createdAt,
  last_usage_time: ({ usedAt }: Template) => usedAt ?? 0,
}

function inOrder(c: CrmContext, templates: readonly Template[]): Template[] {
  const by = choiceParam(c, 'sort_by', ['name', 'modified_time', 'last_usage_time'] as const)
  const order = choiceParam(c, 'sort_order', ['asc', 'desc'])
  const keyOf = sortKeys[by ?? 'modified_time']
  const direction = (order ?? (by === 'name' ? 'asc' : 'desc')) === 'asc' ? 1 : -1
  return [...templates].sort((a, b) => {
    const [first, second] = [keyOf(a), keyOf(b)]
    return first === second ? 0 : (first < second ? -1 : 1) * direction
  })
}

function toResponse(data: OrgData, kind: TemplateKind, template: Template): object {
  const { timeZone } = data.org
  const moment = (at: number | null) => (at === null ? null : formatDateTime(at, timeZone))
  const author = template.createdBy === null ? null : shortUserReference(data, template.createdBy)
  const common = {
    created_time: moment(template.createdAt),
    modified_time: moment(template.createdAt),
    last_usage_time: moment(template.usedAt),
    category: template.category,
    folder: template.folder,
    module: { api_name: template.module, id: data.module(template.module)?.id ?? null },
    created_by: author,
    modified_by: author,
    name: template.name,
    id: template.id,
    editor_mode: template.editorMode,
    favorite: template.favorite,
    active: true,
  }
  if (kind === 'inventory_templates') return common
  const { sent, bounced } = template
  return {
    ...common,
    attachments: null,
    subject: template.subject,
    associated: false,
    consent_linked: false,
    last_version_statistics: { tracked: 0, delivered: sent - bounced, opened: 0, bounced, sent, clicked: 0 },
  }
}
