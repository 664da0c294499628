import { describe, expect, it } from 'vitest'
import { accepted, id, nothing, refused, startApp, unnamed, written } from './usual-answers.ts'

/** What each official SDK does with tags, and with single records that are shared. */
export const describeSdkTags = (name: string, sdk: string) =>
  describe(`tags, sharing and the ${name}`, { timeout: 60_000 }, () => {
    it('makes tags, gives them to records, merges and deletes them', async () => {
      const { app, options } = await startApp(sdk)

      const { outcome } = await app.run('tags', options)

      expect(outcome.failed).toBeUndefined()
      const { before } = outcome
      const [hot] = before.content.tags
      const tag = (name: string, color: string | null) => ({ name, id, color, by: 'Ada Marlow', isDated: true })
      const list = (...tags: object[]) => {
        return { status: 200, type: 'ResponseWrapper', content: { tags, count: tags.length, allowed: 500 } }
      }
      expect(before).toEqual(list(tag('Hot', '#57B1FD'), tag('Old', null)))
      expect(outcome.created).toEqual(
        written(
          207,
          accepted('tags created successfully', expect.objectContaining({ id: hot.id, color_code: '#57B1FD' })),
          refused('DUPLICATE_DATA', 'duplicate data', {
            id: hot.id,
            json_path: '$.tags[1].name',
            api_name: 'name',
          }),
        ),
      )
      const warm = expect.objectContaining({ id: hot.id, color_code: '#F17574' })
      expect(outcome.renamed).toEqual(written(200, accepted('tags updated successfully', warm)))
      const rows = (...tags: string[][]) => ({
        status: 200,
        type: 'RecordActionWrapper',
        content: {
          rows: tags.map(names => {
            const details = { id, tags: names.map(name => expect.objectContaining({ name, id })) }
            return accepted('tags updated successfully', details, 'RecordSuccessResponse')
          }),
          locked: '0',
          succeeded: `${tags.length}`,
        },
      })
      expect(outcome.added).toEqual(rows(['Warm', 'New'], ['Old', 'Warm', 'New']))
      expect(outcome.removed).toEqual(rows(['Warm']))
      expect(outcome.record.content).toEqual([['Old', 'Warm', 'New']])
      expect(outcome.merged).toEqual(written(200, accepted('tags merged successfully', warm)))
      expect(outcome.count).toEqual({ status: 200, type: 'CountResponseWrapper', content: '2' })
      expect(outcome.deleted).toEqual(written(200, accepted('tags deleted successfully', { id: hot.id })))
      expect(outcome.after).toEqual(list(tag('New', null)))
    })

    it('shares a record with a colleague, and with nobody any more', async () => {
      const { app, options } = await startApp(sdk, { sharing: { Leads: 'private' } })

      const { outcome } = await app.run('sharing', options)

      expect(outcome.failed).toBeUndefined()
      const shares = (permission: string) => ({
        status: 200,
        type: 'ResponseWrapper',
        content: [
          {
            with: outcome.colleague,
            permission,
            related: true,
            through: 'Leads',
            by: 'Ada Marlow',
            type: 'private',
            isDated: true,
          },
        ],
      })
      const shared = written(201, accepted('record will be shared successfully', {}))
      expect(outcome.none).toEqual(nothing)
      expect(outcome.shared).toEqual(shared)
      expect(outcome.twice).toEqual(
        written(
          400,
          refused('INVALID_DATA', 'record is already visible to the user.', {
            json_path: '$.share[0].user',
            ...unnamed(sdk, { api_name: 'user' }),
          }),
        ),
      )
      expect(outcome.before).toEqual(shares('read_only'))
      expect(outcome.changed).toEqual(shared)
      expect(outcome.after).toEqual(shares('full_access'))
      expect(outcome.revoked).toEqual({
        status: 200,
        type: 'DeleteActionWrapper',
        content: accepted('Sharing Revoked', { id }),
      })
      expect(outcome.again).toEqual({
        status: 400,
        ...refused('CANNOT_PROCESS', 'No sharing through this record is available to revoke', {}),
      })
    })
  })
