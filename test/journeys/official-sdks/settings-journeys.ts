import { describe, expect, it } from 'vitest'
import { accepted, done, found, id, refused, startApp, unnamed, written } from './usual-answers.ts'

/** What each official SDK changes about an org. */
export const describeSdkSettings = (name: string, sdk: string) =>
  describe(`settings and the ${name}`, { timeout: 60_000 }, () => {
    it('are custom fields, added, filled in, changed and deleted', async () => {
      const { app, options } = await startApp(sdk)

      const { outcome } = await app.run('customFields', options)

      expect(outcome.failed).toBeUndefined()
      const [badge, colour, story] = outcome.added.content.map(({ details }: { details: { id: string } }) => details.id)
      expect(outcome.added).toEqual(
        written(
          207,
          ...[badge, colour, story].map(each => accepted('field created', { id: each })),
          refused('INVALID_DATA', 'invalid data', { api_name: 'data_type', json_path: '$.fields[3].data_type' }),
        ),
      )
      const field = (name: string, dataType: string, more: object) =>
        found({
          ...{ name, label: name, dataType, custom: true, mandatory: false, choices: [], unique: null, tooltip: null },
          ...more,
        })
      const colours = (...choices: string[]) => field('Colour', 'picklist', { length: 120, choices })
      expect(outcome.before).toEqual([
        field('Badge', 'text', { length: 20, unique: 'false' }),
        colours('-None-', 'Red', 'Blue'),
        field('Story', 'textarea', { length: 50_000 }),
      ])
      const [lead] = outcome.created.content
      expect(outcome.created).toEqual(
        written(
          207,
          done('record added'),
          refused(
            'DUPLICATE_DATA',
            'duplicate data',
            expect.objectContaining({ api_name: 'Badge', id: lead.id, json_path: '$.data[1].Badge' }),
          ),
        ),
      )
      expect(outcome.got).toEqual(found({ Badge: 'x', Colour: 'Choice Red', Story: '<b>a</b>' }))
      const unknown = refused('INVALID_DATA', 'the id given seems to be invalid', {
        api_name: 'id',
        json_path: '$.fields[1].id',
      })
      expect(outcome.changed).toEqual(written(200, accepted('field updated', { id: badge })))
      expect(outcome.changedSeveral).toEqual(written(207, accepted('field updated', { id: colour }), unknown))
      expect(outcome.after).toEqual([
        field('Badge', 'text', { label: 'Badge number', length: 20, unique: 'false', tooltip: 'on the door' }),
        colours('-None-', 'Ruby', 'Blue', 'Green'),
      ])
      expect(outcome.deleted).toEqual(written(200, accepted('field deleted', { id: badge })))
      expect(outcome.gone).toEqual({
        status: 400,
        ...refused('INVALID_DATA', 'the id given seems to be invalid', unnamed(sdk, { resource_path_index: 2 })),
      })
    })

    it('are custom modules, added, renamed and filled', async () => {
      const { app, options } = await startApp(sdk)

      const { outcome } = await app.run('customModules', options)

      expect(outcome.failed).toBeUndefined()
      const updated = written(200, accepted('module updated successfully', { id: outcome.id }))
      expect(outcome.added).toEqual(written(201, accepted('module created successfully', { id })))
      expect(outcome.twice).toEqual(
        written(
          400,
          refused('DUPLICATE_DATA', expect.stringContaining('plural label already exists'), {
            api_name: 'plural_label',
            json_path: '$.modules[0].plural_label',
          }),
        ),
      )
      expect([outcome.renamed, outcome.again]).toEqual([updated, updated])
      expect(outcome.got).toEqual(
        found({
          name: 'Machines',
          id: outcome.id,
          singular: 'Engine',
          plural: 'Engines',
          generatedType: 'custom',
          by: 'Ada Marlow',
          profiles: ['Administrator'],
        }),
      )
      expect(outcome.created).toEqual(written(201, done('record added')))
      expect(outcome.record).toEqual(
        found({ Name: 'Press', Email: 'press@x.example', Owner: 'MinifiedUser Ada Marlow', Tag: [] }),
      )
    })

    it('are layouts, changed, taken out of use and back, and deleted', async () => {
      const sections = [{ name: 'Who', fields: ['Last_Name', 'Company', 'Owner'] }]
      const { app, options } = await startApp(sdk, { layouts: { Leads: [{ name: 'Partner', sections }] } })

      const { outcome } = await app.run('layouts', options)

      expect(outcome.failed).toBeUndefined()
      const [standard, own] = outcome.before.content
      const sectionsOf = (layout: { sections: { label: string; fields: { name: string }[] }[] }) =>
        layout.sections.map(({ label, fields }) => [label, ...fields.map(field => field.name)])
      expect(standard).toMatchObject({ name: 'Standard', status: 'active', profiles: ['Administrator', 'Standard'] })
      expect(sectionsOf(own)).toEqual([['Who', 'Last_Name', 'Company', 'Owner']])
      expect(outcome.updated).toEqual(written(200, accepted('layout updated', { id: own.id })))
      expect(outcome.changed.content[1]).toMatchObject({ name: 'Fair', status: 'active', visible: true })
      expect(sectionsOf(outcome.changed.content[1])).toEqual([
        ['Visits'],
        ['Who it is', 'Last_Name', 'Company', 'Owner', 'Website'],
      ])
      expect(outcome.refused).toEqual(
        written(
          400,
          refused(
            'NOT_ALLOWED',
            'You cannot deactivate the system-defined layout',
            unnamed(sdk, { action: 'deactivate', id: standard.id }),
          ),
        ),
      )
      expect(outcome.deactivated).toEqual(written(200, accepted('layout deactivated', { id: own.id })))
      expect(outcome.inactive).toMatchObject({ id: own.id, name: 'Fair', status: 'inactive', visible: false })
      expect(outcome.activated).toEqual(written(200, accepted('layout activated', { id: own.id })))
      expect(outcome.deleted).toEqual(written(200, accepted('layout deleted', { id: own.id })))
      expect(outcome.after).toEqual(found(standard))
    })

    it('are pipelines, added, changed, merged into another and deleted', async () => {
      const { app, options } = await startApp(sdk)

      const { outcome } = await app.run('pipelines', options)

      expect(outcome.failed).toBeUndefined()
      const { renewals } = outcome.ids
      const [standard] = outcome.afterAdding.content
      const pipeline = (name: string, ...stages: string[]) => {
        return { id: renewals, name, value: 'Renewals', isDefault: false, stages }
      }
      const updated = written(200, accepted('Pipeline updated', { id: renewals }))
      expect(outcome.added).toEqual(written(201, accepted('Pipeline created successfully', { id: renewals })))
      expect(outcome.twice).toEqual(
        written(
          400,
          refused('DUPLICATE_DATA', 'Duplicate pipeline label found', {
            api_name: 'display_value',
            json_path: '$.pipeline[0].display_value',
          }),
        ),
      )
      expect(standard).toMatchObject({ name: 'Standard (Standard)', isDefault: true })
      expect(outcome.afterAdding).toEqual(found(standard, pipeline('Renewals', 'Qualification', 'Closed Won')))
      expect([outcome.updated, outcome.updatedByBody]).toEqual([updated, updated])
      expect(outcome.afterChanges).toEqual(
        found(standard, pipeline('Renewals 3', 'Qualification', 'Needs Analysis', 'Closed Lost')),
      )
      expect(outcome.transferred).toEqual({
        status: 200,
        type: 'TransferPipelineActionWrapper',
        content: [
          accepted('transfer pipeline scheduled successfully', { job_id: id }, 'TransferPipelineSuccessResponse'),
        ],
      })
      expect(outcome.moved).toEqual(
        found({ Pipeline: 'Choice Standard (Standard)', Stage: 'Choice Closed Won', Probability: 100 }),
      )
      expect(outcome.afterTransfer).toEqual(found(standard))
      expect(outcome.deleted).toEqual(written(200, accepted('Pipeline updated', { id })))
      expect(outcome.after).toEqual(found(standard))
    })

    it('are with whom the records of a module are shared', async () => {
      const { app, options } = await startApp(sdk)

      const { outcome } = await app.run('dataSharing', options)

      expect(outcome.failed).toBeUndefined()
      const [leads, ...others] = outcome.before.content
      expect(leads).toEqual({ module: 'Leads', id, shared: 'public', inPortals: false, running: false })
      expect(outcome.changed).toEqual(
        written(
          207,
          accepted('data sharing settings updated successfully', { module: 'Leads' }),
          refused('INVALID_DATA', 'the id given seems to be invalid', {
            api_name: 'id',
            json_path: '$.data_sharing[1].module.id',
          }),
        ),
      )
      expect(outcome.after).toEqual(found({ ...leads, shared: 'private' }, ...others))
    })
  })
