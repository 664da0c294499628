import { describe, expect, it } from 'vitest'
import { everything } from '../support/emulator.ts'
import { type AtCrm, atCrm, idOf } from './at-crm.ts'
import { denied, staff } from './staff.ts'

const path = 'org/currencies'
const format = { decimal_separator: 'Period', thousand_separator: 'Comma', decimal_places: '2' }
const dollar = { name: 'US Dollar - USD', iso_code: 'USD', symbol: '$', exchange_rate: '1.000000000', format }
const euro = { name: 'Euro - EUR', iso_code: 'EUR', symbol: '€', exchange_rate: '0.92', format, prefix_symbol: false }
const deal = { Deal_Name: 'D', Stage: 'Qualification' }

const withDollar = async (): Promise<AtCrm & { enabled: { json: unknown }; base: string }> => {
  const crm = await atCrm()
  const enabled = await crm.call('POST', `${path}/actions/enable`, { base_currency: dollar })
  return { ...crm, enabled, base: enabled.json.base_currency.details.id }
}

async function withEuro() {
  const crm = await withDollar()
  const created = await crm.call('POST', path, { currencies: [euro] })
  return { ...crm, created, euro: idOf(created, 'currencies') }
}

describe('several currencies', () => {
  it('are off until they are switched on', async () => {
    const { call } = await atCrm()

    const list = await call('GET', path)
    const created = await call('POST', path, { currencies: [euro] })
    const base = await call('PUT', `${path}/actions/enable`, { base_currency: { symbol: 'X' } })
    const fields = (await call('GET', 'settings/fields?module=Deals')).json.fields

    expect([list.status, list.json.code]).toEqual([403, 'CURRENCIES_NOT_ENABLED'])
    expect([created.status, created.json.currencies[0].code]).toEqual([400, 'FEATURE_NOT_ENABLED'])
    expect([base.status, base.json.base_currency.code]).toEqual([400, 'FEATURE_NOT_ENABLED'])
    expect(fields.some(({ api_name }: { api_name: string }) => api_name === 'Exchange_Rate')).toBe(false)
  })

  it('begin with a base currency', async () => {
    const { call, enabled, base } = await withDollar()

    const { currencies } = (await call('GET', path)).json
    const again = await call('POST', `${path}/actions/enable`, { base_currency: dollar })
    const changed = await call('PUT', `${path}/actions/enable`, { base_currency: { id: base, symbol: 'US$' } })
    const org = (await call('GET', 'org')).json.org[0]

    expect(enabled.json).toEqual({
      base_currency: {
        code: 'SUCCESS',
        details: { id: base },
        message: 'The multi-currency feature is enabled and given currency is created as the base currency.',
        status: 'success',
      },
    })
    const me = { name: 'Ada Marlow', id: expect.any(String) }
    expect(currencies).toEqual([
      {
        ...{ prefix_symbol: true, exchange_rate: '1.000000000', is_active: true, exchange_rate_auto_update: false },
        format: { ...format, numeral_system: 'International' },
        ...{ iso_code: 'USD', symbol: '$', name: 'US Dollar - USD', is_base: true, id: base },
        ...{ created_by: me, modified_by: me, created_time: expect.any(String), modified_time: expect.any(String) },
      },
    ])
    expect([again.status, again.json.base_currency.code]).toEqual([400, 'ALREADY_ENABLED'])
    expect(changed.json.base_currency).toMatchObject({ code: 'SUCCESS', message: 'The currency updated successfully.' })
    expect(org).toMatchObject({ currency: 'US Dollar - USD', currency_symbol: 'US$', iso_code: 'USD' })
  })

  it('are added, changed and switched off', async () => {
    const { call, created, euro: id } = await withEuro()

    const one = await call('GET', `${path}/${id}`)
    const changed = await call('PUT', `${path}/${id}`, { currencies: [{ exchange_rate: '0.95' }] })
    const several = await call('PUT', path, {
      currencies: [
        { id, is_active: false },
        { id: '1', symbol: 'X' },
      ],
    })
    const after = (await call('GET', `${path}/${id}`)).json.currencies[0]

    expect([created.status, created.json.currencies[0].message]).toEqual([200, 'The currency created successfully.'])
    expect(one.json.currencies[0]).toMatchObject({ exchange_rate: '0.920000000', is_base: false, prefix_symbol: false })
    expect([changed.status, several.status]).toEqual([200, 207])
    expect(after).toMatchObject({ exchange_rate: '0.950000000', is_active: false, iso_code: 'EUR' })
  })

  const same = { ...format, decimal_separator: 'Comma' }
  it.each([
    ['no name', { name: undefined }, 'MANDATORY_NOT_FOUND', 'required field not found'],
    ['no format', { format: null }, 'MANDATORY_NOT_FOUND', 'required field not found'],
    ['a code that is none', { iso_code: 'XXX' }, 'INVALID_DATA', 'Currency isocode given seems to be invalid'],
    ['a code that is a number', { iso_code: 7 }, 'INVALID_DATA', 'Currency isocode given seems to be invalid'],
    ['a code that is there', { iso_code: 'USD' }, 'DUPLICATE_DATA', 'Duplicate value given for Isocode parameter'],
    ['a symbol that is there', { symbol: '$' }, 'INVALID_DATA', 'Currency symbol is already used'],
    ['an empty symbol', { symbol: ' ' }, 'INVALID_DATA', 'Currency symbol given seems to be invalid'],
    ['a rate that is a number', { exchange_rate: 2 }, 'INVALID_DATA', 'Exchange rate given seems to be invalid'],
    ['a rate of nothing', { exchange_rate: '0' }, 'INVALID_DATA', 'Exchange rate given seems to be invalid'],
    ['a rate too fine', { exchange_rate: '1.0000000001' }, 'INVALID_DATA', 'Exchange rate given seems to be invalid'],
    [
      'separators alike',
      { format: same },
      'NOT_ALLOWED',
      'Thousand separator and Decimal separator should not be equal',
    ],
    [
      'other decimals',
      { format: { ...format, decimal_places: '5' } },
      'INVALID_DATA',
      'Decimal places given seems to be invalid',
    ],
    ['a format that is a text', { format: 'x' }, 'INVALID_DATA', 'invalid data'],
    ['a text for a flag', { is_active: 'yes' }, 'INVALID_DATA', 'invalid data'],
  ])('are refused with %s', async (_, change, code, message) => {
    const { call } = await withDollar()

    const { status, json } = await call('POST', path, { currencies: [{ ...euro, ...change }] })

    expect([status, json.currencies[0].code, json.currencies[0].message]).toEqual([400, code, message])
  })

  it('keep the base as what the others are measured in', async () => {
    const { call, base } = await withEuro()
    const change = async (row: object) =>
      (await call('PUT', `${path}/${base}`, { currencies: [row] })).json.currencies[0]

    expect((await change({ is_active: false })).code).toBe('NOT_ALLOWED')
    expect((await change({ exchange_rate: '2' })).message).toBe('Exchange rate given seems to be invalid')
    expect((await change({ iso_code: 'GBP' })).message).toBe('Currency isocode given seems to be invalid')
  })

  it('are no more than five at once', async () => {
    const { call } = await withEuro()
    const add = (iso_code: string) => call('POST', path, { currencies: [{ ...euro, iso_code, symbol: iso_code }] })
    for (const code of ['GBP', 'CHF', 'SEK']) expect((await add(code)).status).toBe(200)

    const { status, json } = await add('DKK')

    expect([status, json.currencies[0].code, json.currencies[0].details]).toEqual([
      400,
      'ACTIVE_STATE_LIMIT_EXCEEDED',
      { limit: 5 },
    ])
  })

  it.each([
    ['nothing', {}, 'MANDATORY_NOT_FOUND'],
    ['a list', { base_currency: [dollar] }, 'INVALID_DATA'],
    ['null', { base_currency: null }, 'INVALID_DATA'],
  ])('are not switched on by %s', async (_, body, code) => {
    const { call } = await atCrm()

    const { status, json } = await call('POST', `${path}/actions/enable`, body)

    expect([status, json.code]).toEqual([400, code])
  })

  it('can be chosen from all that there are', async () => {
    const { call } = await atCrm()

    const { available_currencies: all } = (await call('GET', `${path}/actions/available_currencies`)).json

    expect(all).toContainEqual({
      display_value: 'Japanese Yen - JPY',
      decimal_separator: 'Period',
      symbol: '¥',
      thousand_separator: 'Comma',
      display_name: 'Japanese Yen',
      iso_code: 'JPY',
      decimal_places: '0',
    })
  })

  it('are written by those who may', async () => {
    const tested = await staff()
    const enable = { base_currency: dollar }

    const refused = await tested.as('agent', 'POST', `${path}/actions/enable`, enable)
    await tested.as('admin', 'POST', `${path}/actions/enable`, enable)
    const added = await tested.as('agent', 'POST', path, { currencies: [euro] })
    const read = await tested.as('agent', 'GET', path)

    for (const { status, json } of [refused, added]) expect([status, json]).toEqual([403, denied('Manage_Currencies')])
    expect(read.status).toBe(200)
  })

  it('need their scope', async () => {
    const { call } = await atCrm({ scope: everything.replace('ZohoCRM.settings.ALL', 'ZohoCRM.settings.roles.ALL') })

    expect((await call('GET', path)).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })
})

describe('a record among several currencies', () => {
  it('is in the base currency, also one that was there before', async () => {
    const crm = await atCrm()
    const [before] = await crm.insert('Deals', deal)
    await crm.call('POST', `${path}/actions/enable`, { base_currency: dollar })
    const [after] = await crm.insert('Deals', deal)

    for (const id of [before, after]) {
      const [row] = (await crm.call('GET', `Deals/${id}`)).json.data
      expect(row).toMatchObject({ Currency: 'USD', Exchange_Rate: 1, $currency_symbol: '$' })
    }
  })

  it('takes the rate of its currency, unless it says another', async () => {
    const crm = await withEuro()
    const [usual, own] = await crm.insert(
      'Deals',
      { ...deal, Currency: 'EUR' },
      { ...deal, Currency: 'EUR', Exchange_Rate: 0.5 },
    )
    const read = async (id: string | undefined) => {
      const [{ Currency, Exchange_Rate, $currency_symbol }] = (await crm.call('GET', `Deals/${id}`)).json.data
      return [Currency, Exchange_Rate, $currency_symbol]
    }

    const [first, second] = [await read(usual), await read(own)]
    await crm.call('PUT', `${path}/${crm.euro}`, { currencies: [{ exchange_rate: '0.8' }] })
    const kept = await read(usual)
    await crm.call('PUT', `Deals/${usual}`, { data: [{ Currency: 'USD' }] })
    const back = await read(usual)

    expect([first, second]).toEqual([
      ['EUR', 0.92, '€'],
      ['EUR', 0.5, '€'],
    ])
    expect(kept).toEqual(['EUR', 0.92, '€'])
    expect(back).toEqual(['USD', 1, '$'])
  })

  it.each([
    ['a currency that the org has not', { Currency: 'GBP' }, 'Currency'],
    ['one that was switched off', { Currency: 'EUR' }, 'Currency'],
    ['a rate below nothing', { Exchange_Rate: -1 }, 'Exchange_Rate'],
  ])('is refused with %s', async (_, values, api_name) => {
    const crm = await withEuro()
    await crm.call('PUT', `${path}/${crm.euro}`, { currencies: [{ is_active: false }] })

    const { json } = await crm.call('POST', 'Deals', { data: [{ ...deal, ...values }] })

    expect([json.data[0].code, json.data[0].details.api_name]).toEqual(['INVALID_DATA', api_name])
  })

  it('can be chosen among those that are active', async () => {
    const crm = await withEuro()
    const choices = async () => {
      const { fields } = (await crm.call('GET', 'settings/fields?module=Deals')).json
      const field = fields.find(({ api_name }: { api_name: string }) => api_name === 'Currency')
      return field.pick_list_values.map(({ actual_value }: { actual_value: string }) => actual_value)
    }

    const both = await choices()
    await crm.call('PUT', `${path}/${crm.euro}`, { currencies: [{ is_active: false }] })

    expect(both).toEqual(['USD', 'EUR'])
    expect(await choices()).toEqual(['USD'])
  })

  it('may have a field of its own of that name', async () => {
    const crm = await atCrm()
    const fields = [{ field_label: 'Currency', data_type: 'text', length: 10 }]
    await crm.call('POST', 'settings/fields?module=Deals', { fields })
    await crm.call('POST', `${path}/actions/enable`, { base_currency: dollar })

    const [id] = await crm.insert('Deals', { ...deal, Currency: 'shells' })

    const [row] = (await crm.call('GET', `Deals/${id}`)).json.data
    expect([row.Currency, row.$currency_symbol]).toEqual(['shells', '$'])
  })
})
