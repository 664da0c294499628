import { describe, expect, it } from 'vitest'
import { accepted, found, refused, startApp, written } from './usual-answers.ts'

const id = expect.stringMatching(/^5742391\d{12}$/)

/** Whom each official SDK makes a member of an org, and what they may do there. */
export const describeSdkPeople = (name: string, sdk: string) =>
  describe(`people and the ${name}`, { timeout: 60_000 }, () => {
    // the Node SDK 8.0 knows of no answer to a write of users but a refusal, whoever gives it
    it.skipIf(sdk.includes('nodejs'))('are given roles and profiles, and go again', async () => {
      const { app, options } = await startApp(sdk, {}, 'Acme Dev')

      const { outcome } = await app.run('people', options)

      expect(outcome.failed).toBeUndefined()
      expect(outcome.roleAdded).toEqual(written(201, accepted('Role added', { id })))
      expect(outcome.roleAgain).toEqual(
        written(400, refused('DUPLICATE_DATA', 'duplicate data', { api_name: 'name', json_path: '$.roles[0].name' })),
      )
      expect(outcome.rolesThen).toEqual(
        found(
          { name: 'CEO', above: null, shares: true, by: null },
          { name: 'Manager', above: 'CEO', shares: false, by: null },
          { name: 'Sales', above: 'CEO', shares: true, by: 'Ada Marlow' },
        ),
      )
      expect(outcome.listed.content.map((each: { name: string }) => each.name)).toEqual(['Administrator', 'Standard'])
      expect(outcome.cloned).toEqual(written(201, accepted('profile created successfully', { id })))
      expect(outcome.switched).toEqual(written(200, accepted('profile updated successfully', { id })))
      expect([outcome.before.content.enabled, outcome.after.content.enabled]).toEqual([true, false])
      expect(outcome.before.content.sections).toBe(3)

      expect(outcome.added).toEqual(written(201, accepted('User added', { id })))
      const user = {
        name: 'Nia Adeyemi',
        status: 'active',
        confirmed: false,
        city: null,
        role: 'Sales',
        profile: 'Sales',
      }
      expect(outcome.made).toEqual(found(user))
      expect(outcome.changed).toEqual(written(200, accepted('User updated', { id })))
      expect(outcome.then).toEqual(found({ ...user, city: 'Lagos' }))
      expect(outcome.count).toEqual({ status: 200, type: 'CountWrapper', content: 2 })
      expect(outcome.deleted).toEqual(written(200, accepted('User deleted', { id })))
      expect(outcome.gone).toEqual(found({ ...user, city: 'Lagos', status: 'deleted' }))
      expect(outcome.profileDeleted.content).toEqual({ code: 'SUCCESS', message: 'Profile deleted' })
      expect(outcome.roleDeleted).toEqual(written(200, accepted('Role Deleted', { id })))
    })

    it('count in several currencies', async () => {
      const { app, options } = await startApp(sdk, {}, 'Acme Dev')

      const { outcome } = await app.run('currencies', options)

      expect(outcome.failed).toBeUndefined()
      expect(outcome.off).toMatchObject({ status: 403, type: 'APIException', code: 'CURRENCIES_NOT_ENABLED' })
      expect(outcome.enabled).toEqual({
        status: 200,
        type: 'BaseCurrencyActionWrapper',
        content: [
          accepted('The multi-currency feature is enabled and given currency is created as the base currency.', { id }),
        ],
      })
      expect(outcome.added).toEqual(written(200, accepted('The currency created successfully.', { id })))
      const usual = { isActive: true, decimals: '2' }
      expect(outcome.list).toEqual(
        found(
          { name: 'US Dollar - USD', isoCode: 'USD', rate: '1.000000000', isBase: true, ...usual },
          { name: 'Euro - EUR', isoCode: 'EUR', rate: '0.920000000', isBase: false, ...usual },
        ),
      )
    })
  })
