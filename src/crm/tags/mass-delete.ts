/** Tags that are deleted many at a time, by a job. Source: https://github.com/zoho/crm-oas (mass_delete_tags) */

import { queryParam } from '../../http/query.ts'
import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { addJob, type Job, type JobPhase, phaseOf, type Work } from '../../world/jobs.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { World } from '../../world/world.ts'
import type { CrmContext } from '../answer.ts'
import { moduleWithId } from '../module-of.ts'
import { deleteTag, isTaggable, type Tag, tagOf, tagsOf } from '../records/tags.ts'
import { ofRequest, RowRefused, SettingsRow } from '../settings/row.ts'

const kind = 'mass_delete_tags'
const root = 'mass_delete'
const mostTags = 200

interface TagDeletion {
  readonly module: ModuleMeta
  readonly tags: readonly Tag[]
}

interface Details {
  readonly total: number
  readonly deleted: number
  readonly failed: number
  /** Ids of the tags; gone once the work is done. */
  readonly todo: readonly string[] | null
}

/** @throws CrmError, since nothing is deleted where anything is wrong */
export function readMassDelete(c: CrmContext, body: Record<string, unknown>): TagDeletion {
  return ofRequest(() => {
    const top = new SettingsRow(body, '$')
    const rows = top.needed(root, top.objects(root))
    const [row] = rows
    if (!row) throw top.refuse('invalidValue', root)
    if (rows.length > 1) throw top.refuse('tooLong', root, { maximum_length: 1 })
    const module = readModule(c, row)
    return { module, tags: readTags(c, module, row) }
  })
}

/** Named by its id and its API name, which have to agree. @throws RowRefused */
function readModule(c: CrmContext, row: SettingsRow): ModuleMeta {
  const { data } = c.get('caller')
  const named = row.needed('module', row.object('module'))
  const id = named.needed('id', named.text('id', 50))
  const apiName = named.needed('api_name', named.text('api_name', 50))
  const byName = data.module(apiName)
  const byId = moduleWithId(data, id)
  if (!byName || !isTaggable(byName)) throw named.refuse('invalidModuleValue', 'api_name')
  if (byId !== byName) {
    const ambiguity_due_to = [named.place('id'), named.place('api_name')]
    throw new RowRefused(crmErrorBody('ambiguousModule', { ambiguity_due_to }))
  }
  return byName
}

function readTags(c: CrmContext, module: ModuleMeta, row: SettingsRow): Tag[] {
  const { data } = c.get('caller')
  const rows = row.needed('tags', row.objects('tags'))
  if (rows.length === 0) throw row.refuse('invalidValue', 'tags')
  if (rows.length > mostTags) throw row.refuse('tooLong', 'tags', { maximum_length: mostTags })
  return rows.map(each => {
    const id = each.needed('id', each.text('id', 255))
    const tag = tagOf(data, module, id)
    if (!tag) throw each.refuse(tagsOf(data).has(id) ? 'tagOfOtherModule' : 'tagNotFound', 'id')
    return tag
  })
}

export function scheduleTagDeletion(world: World, c: CrmContext, { tags }: TagDeletion): object {
  const { data, user } = c.get('caller')
  const ids = [...new Set(tags.map(({ id }) => id))]
  const details: Details = { total: ids.length, deleted: 0, failed: 0, todo: ids }
  const job = addJob(world, data, { kind, userId: user.id, details })
  const message = 'Mass delete job scheduled successfully'
  return { code: 'SCHEDULED', details: { job_id: job.id }, message, status: 'success' }
}

/** A tag that somebody deleted or merged meanwhile cannot be deleted again. */
export const workOfTagDeletion: Work = (_world, data, job) => {
  const { total, todo } = (job as Job<Details>).details
  let deleted = 0
  for (const id of todo ?? []) {
    const tag = tagsOf(data).get(id)
    if (!tag) continue
    deleteTag(data, tag)
    deleted++
  }
  return { total, deleted, failed: total - deleted, todo: null } satisfies Details
}

const statusWords: Readonly<Record<JobPhase, string>> = {
  waiting: 'SCHEDULED',
  running: 'RUNNING',
  done: 'COMPLETED',
  failed: 'FAILED',
}

/** @throws CrmError */
export function tagDeletionStatus(c: CrmContext): object {
  const { data } = c.get('caller')
  const id = queryParam(c, 'job_id')?.trim()
  if (!id) throw crmError('expectedParamMissing', { param_name: 'job_id' })
  const job = data.jobs.get(id) as Job<Details> | undefined
  if (job?.kind !== kind) {
    const message = /^\d{1,19}$/.test(id) ? undefined : 'invalid data'
    throw crmError('tagJobNotFound', { job_id: id }, { root, ...(message && { message }) })
  }
  const { total, deleted, failed } = job.details
  return {
    job_id: job.id,
    status: statusWords[phaseOf(job, data.clock.now())],
    created_time: formatDateTime(job.createdAt, data.org.timeZone),
    total_count: total,
    failed_count: failed,
    deleted_count: deleted,
  }
}
