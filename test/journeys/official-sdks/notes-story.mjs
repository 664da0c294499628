/** Notes: written on their own, read beside the others and below their record, changed and deleted. */

import { chosen, parameters, read, result } from './answers.mjs'
import { create, idsOf } from './record-calls.mjs'

const noteView = note => ({
  id: `${note.getId()}`,
  title: note.getNoteTitle() ?? null,
  content: note.getNoteContent(),
  about: note.getParentId()
    ? {
        name: note.getParentId().getName(),
        id: `${note.getParentId().getId()}`,
        module: note.getParentId().getModule()?.getAPIName() ?? null,
      }
    : null,
  owner: note.getOwner()?.getName() ?? null,
  by: note.getCreatedBy()?.getName() ?? null,
  isDated: note.getCreatedTime() instanceof Date,
  editable: note.getEditable() ?? null,
  state: chosen(note.getState()) ?? null,
})

export async function notes(sdk) {
  const { Notes, RelatedRecords } = sdk
  const operations = new Notes.NotesOperations()
  const none = new sdk.HeaderMap()
  const [lead] = idsOf(await create(sdk, 'Leads', { Last_Name: 'Roe', Company: 'C' }))
  const [account] = idsOf(await create(sdk, 'Accounts', { Account_Name: 'Engines' }))
  const body = (...all) => {
    const wrapper = new Notes.BodyWrapper()
    wrapper.setData(all)
    return wrapper
  }
  const note = (title, content, { module, about, id } = {}) => {
    const made = new Notes.Note()
    if (title) made.setNoteTitle(title)
    if (content) made.setNoteContent(content)
    if (id) made.setId(BigInt(id))
    if (about) {
      const parent = new Notes.ParentId()
      parent.setId(BigInt(about))
      const minified = new sdk.Modules.MinifiedModule()
      minified.setAPIName(module)
      parent.setModule(minified)
      made.setParentId(parent)
    }
    return made
  }
  const results = wrapper => wrapper.getData().map(result(Notes))
  const getAll = async (...entries) => {
    const { FIELDS, SORT_BY, SORT_ORDER } = Notes.GetNotesParam
    const map = await parameters(sdk, [
      [FIELDS, 'Note_Title,Note_Content,Parent_Id,Owner,Created_By,Created_Time'],
      [SORT_BY, 'Created_Time'],
      [SORT_ORDER, 'asc'],
      ...entries,
    ])
    return read(await operations.getNotes(map, none), Notes, wrapper => ({
      notes: wrapper.getData().map(noteView),
      count: wrapper.getInfo().getCount(),
      more: wrapper.getInfo().getMoreRecords(),
      token: wrapper.getInfo().getNextPageToken() ?? null,
    }))
  }
  const getOne = async id =>
    read(await operations.getNote(BigInt(id), new sdk.ParameterMap(), none), Notes, wrapper =>
      wrapper.getData().map(noteView),
    )

  const before = await getAll()
  const created = read(
    await operations.createNotes(
      body(
        note('First', 'about a lead', { module: 'Leads', about: lead }),
        note(null, 'about an account', { module: 'Accounts', about: account }),
        note('Third', 'about nobody', { module: 'Leads', about: '7' }),
      ),
    ),
    Notes,
    results,
  )
  const [first, second] = created.content.slice(0, 2).map(({ details }) => details.id)
  const listed = await getAll()
  const page = await getAll([Notes.GetNotesParam.PER_PAGE, '1'])
  const one = await getOne(first)
  const updated = read(await operations.updateNote(BigInt(first), body(note('First again', null))), Notes, results)
  const updatedSeveral = read(
    await operations.updateNotes(
      body(note(null, 'about engines', { id: second }), note(null, 'about nothing', { id: '7' })),
    ),
    Notes,
    results,
  )

  const related = new RelatedRecords.RelatedRecordsOperations('Notes', 'Leads')
  const ofLead = async () => {
    const map = await parameters(sdk, [[RelatedRecords.GetRelatedRecordsParam.FIELDS, 'Note_Title,Note_Content']])
    return read(await related.getRelatedRecords(BigInt(lead), map, none), RelatedRecords, wrapper =>
      wrapper.getData().map(record => ({
        id: `${record.getId()}`,
        title: record.getKeyValue('Note_Title'),
        content: record.getKeyValue('Note_Content'),
      })),
    )
  }
  const below = await ofLead()
  const removed = read(await operations.deleteNote(BigInt(first)), Notes, results)
  const map = await parameters(sdk, [[Notes.DeleteNotesParam.IDS, `${second},${first}`]])
  const removedSeveral = read(await operations.deleteNotes(map), Notes, results)
  return {
    ids: { lead, account, first, second },
    before,
    created,
    listed,
    page,
    one,
    updated,
    updatedSeveral,
    below,
    removed,
    removedSeveral,
    gone: await getOne(first),
    left: await ofLead(),
  }
}
