/** Tags, and single records that are shared. */

import { chosen, parameters, read, result } from './answers.mjs'
import { create, getRecord, idsOf } from './record-calls.mjs'

const shown = tag => ({
  name: tag.getName(),
  id: `${tag.getId()}`,
  color: chosen(tag.getColorCode()) ?? null,
  by: tag.getCreatedBy()?.getName() ?? null,
  isDated: tag.getCreatedTime() instanceof Date,
})

/** The tags of leads: made, listed, renamed, given to records and taken from them, merged, counted and deleted. */
export async function tags(sdk, input) {
  const { Tags, Choice } = sdk
  const calls = new Tags.TagsOperations()
  const ofLeads = parameter => parameters(sdk, [[parameter, 'Leads']])
  const tag = (name, color) => {
    const made = new Tags.Tag()
    made.setName(name)
    // which only one of the SDKs takes for one of a fixed set
    if (color) made.setColorCode(input.sdk.includes('nodejs') ? new Choice(color) : color)
    return made
  }
  const bodyOf = (...all) => {
    const body = new Tags.BodyWrapper()
    body.setTags(all)
    return body
  }
  const written = answer => read(answer, Tags, wrapper => wrapper.getTags().map(result(Tags)))
  const list = async () =>
    read(await calls.getTags(await ofLeads(Tags.GetTagsParam.MODULE)), Tags, wrapper => ({
      tags: wrapper.getTags().map(shown),
      count: wrapper.getInfo().getCount(),
      allowed: wrapper.getInfo().getAllowedCount(),
    }))
  const recordRows = answer =>
    read(answer, Tags, wrapper => ({
      rows: wrapper.getData().map(result(Tags)),
      locked: wrapper.getLockedCount(),
      succeeded: wrapper.getSuccessCount(),
    }))

  const created = written(
    await calls.createTags(bodyOf(tag('Hot', '#57B1FD'), tag('hot')), await ofLeads(Tags.CreateTagsParam.MODULE)),
  )
  const leads = idsOf(
    await create(sdk, 'Leads', { Last_Name: 'A', Company: 'C' }, { Last_Name: 'B', Company: 'C', Tag: [tag('Old')] }),
  )
  const before = await list()
  const [hot, old] = before.content.tags.map(({ id }) => BigInt(id))
  const renamed = written(
    await calls.updateTag(hot, bodyOf(tag('Warm', '#F17574')), await ofLeads(Tags.UpdateTagParam.MODULE)),
  )
  const request = new Tags.NewTagRequestWrapper()
  request.setTags([tag('Warm'), tag('New')])
  request.setIds(leads.map(BigInt))
  request.setOverWrite(false)
  const added = recordRows(await calls.addTagsToMultipleRecords('Leads', request, new sdk.ParameterMap()))
  const removal = new Tags.ExistingTagRequestWrapper()
  const existing = new Tags.ExistingTag()
  existing.setName('New')
  removal.setTags([existing])
  const removed = recordRows(await calls.removeTags('Leads', BigInt(leads[0]), removal))
  const record = await getRecord(sdk, 'Leads', leads[1], each => each.getTag().map(({ name }) => name))
  const conflict = new Tags.ConflictWrapper()
  conflict.setConflictId(`${old}`)
  const merge = new Tags.MergeWrapper()
  merge.setTags([conflict])
  const merged = written(await calls.mergeTags(hot, merge))
  const count = read(
    await calls.getRecordCountForTag(hot, await ofLeads(Tags.GetRecordCountForTagParam.MODULE)),
    Tags,
    wrapper => wrapper.getCount(),
  )
  const deleted = written(await calls.deleteTag(hot))
  return {
    created,
    before,
    renamed,
    added,
    removed,
    record,
    merged,
    count,
    deleted,
    after: await list(),
  }
}

/** A lead that is shared with another user, shared otherwise, and with nobody any more. */
export async function sharing(sdk) {
  const { ShareRecords, Users } = sdk
  const colleague = await idOfUser(sdk, 'agent@acme.example')
  const [lead] = idsOf(await create(sdk, 'Leads', { Last_Name: 'Shared', Company: 'C' }))
  const calls = new ShareRecords.ShareRecordsOperations(BigInt(lead), 'Leads')
  const bodyOf = permission => {
    const user = new Users.Users()
    user.setId(colleague)
    const share = new ShareRecords.ShareRecord()
    share.setUser(user)
    share.setShareRelatedRecords(true)
    share.setPermission(permission)
    const body = new ShareRecords.BodyWrapper()
    body.setShare([share])
    body.setNotifyOnCompletion(true)
    return body
  }
  const written = answer => read(answer, ShareRecords, wrapper => wrapper.getShare().map(result(ShareRecords)))
  const list = async () =>
    read(await calls.getSharedRecordDetails(new sdk.ParameterMap()), ShareRecords, wrapper =>
      wrapper.getShare().map(share => ({
        with: `${share.getSharedWith().getId()}`,
        permission: share.getPermission(),
        related: share.getShareRelatedRecords(),
        through: share.getSharedThrough().getModule().getAPIName(),
        by: share.getSharedBy().getName(),
        type: chosen(share.getType()),
        isDated: share.getSharedTime() instanceof Date,
      })),
    )
  const none = await list()
  const shared = written(await calls.shareRecord(bodyOf('read_only')))
  const twice = written(await calls.shareRecord(bodyOf('read_only')))
  const before = await list()
  const changed = written(await calls.updateSharePermissions(bodyOf('full_access')))
  const after = await list()
  const revoke = async () =>
    read(await calls.revokeSharedRecord(), ShareRecords, wrapper => result(ShareRecords)(wrapper.getShare()))
  return {
    colleague: `${colleague}`,
    none,
    shared,
    twice,
    before,
    changed,
    after,
    revoked: await revoke(),
    again: await revoke(),
  }
}

async function idOfUser({ Users, ParameterMap, HeaderMap }, email) {
  const answer = await new Users.UsersOperations().getUsers(new ParameterMap(), new HeaderMap())
  return answer
    .getObject()
    .getUsers()
    .find(user => user.getEmail() === email)
    .getId()
}
