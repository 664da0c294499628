/** What each field type takes, what it gives back, and how it refuses the rest, in v8 and in v2. */

import { describe, expect, it } from 'vitest'
import { deriveValues } from '../../src/crm/records/derived.ts'
import { settleFiles } from '../../src/crm/records/record-files.ts'
import { recordRenderer } from '../../src/crm/records/render.ts'
import { validateRow } from '../../src/crm/records/validate.ts'
import { isWritable } from '../../src/crm/records/values/index.ts'
import { toFieldResponse } from '../../src/crm/resources/fields.ts'
import type { Caller } from '../../src/http/authenticate.ts'
import * as types from '../../src/protocol/modules/define.ts'
import { standardModules } from '../../src/protocol/modules/index.ts'
import { findVersion, type VersionName } from '../../src/protocol/versions.ts'
import type { FieldMeta, ModuleMeta } from '../../src/world/metadata.ts'
import { addFile } from '../../src/world/org-files.ts'
import type { RecordRow, StoredValue } from '../../src/world/record-row.ts'
import { createWorld } from '../../src/world/world.ts'

const world = await createWorld()
const org = world.orgs.all().find(({ name }) => name === 'Acme QA')!
const data = world.orgData(org)
const leads = data.module('Leads')!
const idOf = (module: string, at = 0) => data.records(data.module(module)!).all()[at]!.id
const [user] = data.users()
const caller = { data, user } as Caller
const account = {
  name: data.records(data.module('Accounts')!).get(idOf('Accounts'))!.Account_Name,
  id: idOf('Accounts'),
}

const upload = (name: string) =>
  addFile(data, {
    name,
    type: name.endsWith('.png') ? 'image/png' : 'application/pdf',
    bytes: new Uint8Array(12),
    userId: user!.id,
  }).id

/** The module Leads with one field more. */
function moduleWith(field: types.FieldDefinition): ModuleMeta {
  const values = field.values ?? []
  const meta: FieldMeta = {
    ...field,
    id: `${org.idPrefix}000000700001`,
    sequence: 999,
    pickListValues: values.map((value, index) => ({ id: `${org.idPrefix}00000080000${index}`, value })),
  }
  return {
    ...leads,
    fields: [...leads.fields, meta],
    fieldsByName: new Map([...leads.fieldsByName, [field.apiName, meta]]),
  }
}

const lead = { Last_Name: 'A', Company: 'C' }
const stamped = { Owner: user!.id, Created_By: user!.id, Modified_By: user!.id, Created_Time: 0, Modified_Time: 0 }
const rowOf = (values: object) =>
  ({ ...lead, ...stamped, Full_Name: 'A', id: '1', ...values }) as Record<string, StoredValue> & RecordRow

function insert(module: ModuleMeta, values: object, versionName: VersionName = 'v8', picklistValuesChecked = false) {
  const version = findVersion(versionName)!
  return validateRow({ ...lead, ...values }, 'insert', {
    caller,
    data,
    module,
    version,
    index: 0,
    picklistValuesChecked,
  })
}

/** What a client reads of a field after writing it. */
function readBack(field: types.FieldDefinition, sent: unknown): unknown {
  const module = moduleWith(field)
  const validated = insert(module, { [field.apiName]: sent })
  if ('error' in validated) throw new Error(JSON.stringify(validated.error))
  const row = rowOf(validated.values)
  deriveValues(module, row, 'UTC')
  settleFiles(data, module, row)
  return recordRenderer(data, module, findVersion('v8')!, null)(row)[field.apiName]
}

const wrongType = (expected: string) => ['INVALID_DATA', 'invalid data', { expected_data_type: expected }] as const
const tooLong = (maximum: number) => ['INVALID_DATA', 'invalid data', { maximum_length: maximum }] as const
const invalidId = ['INVALID_DATA', 'the id given seems to be invalid', {}] as const
const missing = ['MANDATORY_NOT_FOUND', 'required field not found', {}] as const
const digits = expect.stringMatching(/^\d{19}$/)
const ownId = expect.stringMatching(/^[0-9a-f]{64}$/)

type Refusal = readonly [code: string, message: string, details: object]

interface TypeCase {
  readonly field: types.FieldDefinition
  /** Sent, and what is read back where that differs. */
  readonly takes: readonly (readonly [sent: unknown, read?: unknown])[]
  /** Sent, the refusal, and the place below the field. */
  readonly refuses: readonly (readonly [sent: unknown, refusal: Refusal, below?: string])[]
}

const name = 'Extra'
const link = { module: 'Accounts', linkingModule: 'LeadsXAccounts', linkField: 'Firm' }

const cases: Readonly<Record<string, TypeCase>> = {
  text: {
    field: types.text(name, name, { length: 5 }),
    takes: [['abc'], ['abcde'], ['äöü€ß'], ['漢字かな交'], ["O'Le"], [' a '], ['<b>'], ['\u202e\0']],
    refuses: [
      ['abcdef', tooLong(5)],
      ['äöü€ßx', tooLong(5)],
      // a character outside the basic plane counts twice, as in Java; that is inferred
      ['😀😀😀', tooLong(5)],
      [7, wrongType('string')],
      [{}, wrongType('string')],
      [['a'], wrongType('string')],
    ],
  },
  textarea: {
    field: types.textarea(name, name, { length: 2000 }),
    takes: [['one\ntwo'], ['x'.repeat(2000)]],
    refuses: [
      ['x'.repeat(2001), tooLong(2000)],
      [true, wrongType('string')],
    ],
  },
  richtext: {
    field: types.richtext(name, name),
    takes: [['<p>Hello <b>you</b></p>'], ['x'.repeat(50_000)]],
    refuses: [
      ['x'.repeat(50_001), tooLong(50_000)],
      [1, wrongType('string')],
    ],
  },
  email: {
    field: types.email(name, name),
    takes: [
      ['a.b+c@mail.example'],
      ["o'leary@x-y.example"],
      ['A@X.EXAMPLE'],
      ['a_b-c@a.b.c.example'],
      ['jörg@müller.example'],
      [`${'x'.repeat(87)}@mail.example`],
    ],
    refuses: [
      ['a', wrongType('email')],
      ['@mail.example', wrongType('email')],
      ['a@', wrongType('email')],
      ['a@@mail.example', wrongType('email')],
      ['a@mail..example', wrongType('email')],
      ['a@mail.example.', wrongType('email')],
      [' a@mail.example', wrongType('email')],
      ['a@mail.example\n', wrongType('email')],
      ['a@mail.example,b@mail.example', wrongType('email')],
      ['A <a@mail.example>', wrongType('email')],
      [7, wrongType('string')],
      ['a@b', wrongType('email')],
      ['a b@c.de', wrongType('email')],
      [`${'x'.repeat(100)}@y.example`, tooLong(100)],
    ],
  },
  phone: {
    field: types.phone(name, name),
    takes: [['+1 (555) 010-0199'], ['91(987)654321'], ['555 ext 7'], ['1'.repeat(30)]],
    refuses: [
      [5550199, wrongType('string')],
      ['٠١٢', wrongType('phone')],
      ['<x>', wrongType('phone')],
      ['1'.repeat(31), tooLong(30)],
    ],
  },
  website: {
    field: types.website(name, name),
    takes: [['https://www.x.example/a?b=c'], ['www.x.example'], [`www.${'x'.repeat(251)}`]],
    refuses: [
      ['a b', wrongType('website')],
      [`www.${'x'.repeat(252)}`, tooLong(255)],
      [1, wrongType('string')],
    ],
  },
  integer: {
    field: types.integer(name, name),
    takes: [
      [0],
      [-12],
      ['42', 42],
      ['-7', -7],
      ['007', 7],
      ['5.0', 5],
      [999_999_999],
      [-999_999_999],
      ['999999999', 999_999_999],
    ],
    refuses: [
      [1.5, wrongType('integer')],
      ['1.5', wrongType('integer')],
      ['many', wrongType('integer')],
      ['1e3', wrongType('integer')],
      ['1,000', wrongType('integer')],
      ['0x10', wrongType('integer')],
      [' 5', wrongType('integer')],
      [true, wrongType('integer')],
      [[5], wrongType('integer')],
      [1_000_000_000, tooLong(9)],
      [-1_000_000_000, tooLong(9)],
      ['1000000000', tooLong(9)],
      [1e300, tooLong(9)],
      ['9'.repeat(400), tooLong(9)],
    ],
  },
  bigint: {
    field: types.bigint(name, name),
    takes: [
      ['123456789012345678'],
      ['999999999999999999'],
      ['0'],
      [5, '5'],
      [9_007_199_254_740_991, '9007199254740991'],
    ],
    refuses: [
      ['x', wrongType('bigint')],
      ['1.5', wrongType('bigint')],
      [1.5, wrongType('bigint')],
      [1e20, wrongType('bigint')],
      [{}, wrongType('bigint')],
      ['1234567890123456789', tooLong(18)],
      ['9'.repeat(400), tooLong(18)],
    ],
  },
  double: {
    field: types.double(name, name),
    // how many decimals a number may have is not held against it; that is inferred
    takes: [[2.5], ['2.50', 2.5], [-0.01], [0], [1.005], [999_999_999_999_999], ['-12345.678', -12345.678]],
    refuses: [
      ['.5', wrongType('double')],
      ['5.', wrongType('double')],
      ['1e3', wrongType('double')],
      [10_000_000_000_000_000, tooLong(16)],
      [1e21, tooLong(16)],
      [-1e300, tooLong(16)],
      ['9'.repeat(17), tooLong(16)],
      ['9'.repeat(400), tooLong(16)],
      ['a lot', wrongType('double')],
      [true, wrongType('double')],
    ],
  },
  currency: {
    field: types.currency(name, name),
    takes: [[250000.9], [0.1], [9_999_999_999_999.98]],
    refuses: [
      [{}, wrongType('double')],
      ['5%', wrongType('double')],
    ],
  },
  'currency that may be a share': {
    field: types.currency(name, name, { asPercentage: true }),
    takes: [[5], ['5%'], ['12.50%', '12.5%'], ['5.%', '5%']],
    refuses: [
      ['500%', wrongType('double')],
      ['%', wrongType('double')],
    ],
  },
  percent: {
    field: types.percent(name, name),
    takes: [[25], [0.5], [-5], [99999]],
    refuses: [
      [100000, tooLong(5)],
      ['25%', wrongType('double')],
    ],
  },
  boolean: {
    field: types.boolean(name, name),
    takes: [[true], [false], ['true', true], ['false', false]],
    refuses: [
      ['perhaps', wrongType('boolean')],
      ['TRUE', wrongType('boolean')],
      ['1', wrongType('boolean')],
      [1, wrongType('boolean')],
      [0, wrongType('boolean')],
    ],
  },
  date: {
    field: types.date(name, name),
    takes: [['2028-02-29'], ['1900-01-01'], ['9999-12-31']],
    refuses: [
      ['2027-02-29', wrongType('date')],
      ['2026-13-01', wrongType('date')],
      ['2026-1-1', wrongType('date')],
      ['26-01-01', wrongType('date')],
      ['10000-01-01', wrongType('date')],
      ['2026-01-01T00:00:00Z', wrongType('date')],
      ['2026-02-30', wrongType('date')],
      ['01.02.2026', wrongType('date')],
      [20260201, wrongType('date')],
    ],
  },
  datetime: {
    field: types.datetime(name, name),
    takes: [
      ['2026-07-01T12:00:00Z', '2026-07-01T05:00:00-07:00'],
      ['2026-01-01T00:00:00+05:30', '2025-12-31T10:30:00-08:00'],
      ['2026-01-01T00:00:00+0530', '2025-12-31T10:30:00-08:00'],
      ['2026-01-01T00:00:00.999-08:00', '2026-01-01T00:00:00-08:00'],
      ['2026-07-01T00:00:00+14:00', '2026-06-30T03:00:00-07:00'],
      // the hour that the clocks skip in the spring, and the one that they repeat in the autumn
      ['2026-03-08T02:30:00-08:00', '2026-03-08T03:30:00-07:00'],
      ['2026-11-01T01:30:00-08:00', '2026-11-01T01:30:00-08:00'],
      ['2026-11-01T01:30:00-07:00', '2026-11-01T01:30:00-07:00'],
      ['1969-12-31T23:59:59Z', '1969-12-31T15:59:59-08:00'],
      ['9999-12-30T23:59:59Z', '9999-12-30T15:59:59-08:00'],
    ],
    refuses: [
      ['9999-12-31T23:59:59-12:00', wrongType('datetime')],
      ['0000-01-01T00:00:00Z', wrongType('datetime')],
      ['2026-07-01T12:00:00', wrongType('datetime')],
      ['2026-07-01T12:00Z', wrongType('datetime')],
      ['2026-07-01 12:00:00Z', wrongType('datetime')],
      ['2026-07-01T12:00:60Z', wrongType('datetime')],
      ['2026-07-01T12:00:00+25:00', wrongType('datetime')],
      [1_767_225_600_000, wrongType('datetime')],
      ['2026-07-01', wrongType('datetime')],
      ['2026-02-30T00:00:00Z', wrongType('datetime')],
    ],
  },
  picklist: {
    field: types.picklist(name, name, ['One', 'Two']),
    takes: [['One'], ['Three'], ['-None-', null]],
    refuses: [
      [5, wrongType('string')],
      [['One'], wrongType('string')],
      [{ name: 'One' }, wrongType('string')],
    ],
  },
  multiselectpicklist: {
    field: types.multiselect(name, name, ['One', 'Two']),
    takes: [[['Two', 'One']], [['One', 'One'], ['One']], [[], []]],
    refuses: [
      ['One', wrongType('jsonarray')],
      ['One;Two', wrongType('jsonarray')],
      [[1], wrongType('jsonarray')],
      [['One', null], wrongType('jsonarray')],
    ],
  },
  lookup: {
    field: types.lookup(name, name, 'Accounts'),
    takes: [
      [account.id, account],
      [{ id: account.id, name: 'ignored' }, account],
    ],
    refuses: [
      ['77', invalidId],
      [{ id: idOf('Contacts') }, invalidId, 'id'],
      [{ name: 'x' }, missing, 'id'],
      [5, wrongType('jsonobject')],
      [{ id: {} }, wrongType('bigint')],
    ],
  },
  userlookup: {
    field: types.user(name, name),
    takes: [[{ id: user!.id }, { name: user!.fullName, id: user!.id, email: user!.email }]],
    refuses: [
      [{ id: '1' }, invalidId, 'id'],
      ['1', invalidId],
      [{ name: user!.fullName }, missing, 'id'],
      [7, wrongType('jsonobject')],
      [[user!.id], wrongType('jsonobject')],
    ],
  },
  'lookup of several modules': {
    field: types.anyOf(name, name, ['Accounts', 'Deals']),
    takes: [[account.id, account]],
    refuses: [
      [{ id: idOf('Contacts') }, invalidId, 'id'],
      [idOf('Contacts'), invalidId],
      [{}, missing, 'id'],
      [true, wrongType('jsonobject')],
    ],
  },
  multiselectlookup: {
    field: types.multiselectLookup(name, name, link),
    takes: [
      [[{ Firm: { id: account.id } }], [expect.objectContaining({ Firm: account, id: digits })]],
      [
        [{ Firm: account.id }, { Firm: account.id }],
        [expect.anything(), expect.anything()],
      ],
      [[], []],
    ],
    refuses: [
      [account.id, wrongType('jsonarray')],
      [[account.id], wrongType('jsonobject'), '[0]'],
      [[{}], missing, '[0].Firm'],
      [[{ Firm: account.id }, { Firm: { id: '5' } }], invalidId, '[1].Firm.id'],
      [Array.from({ length: 201 }, () => ({ Firm: account.id })), tooLong(200)],
    ],
  },
  multiuserlookup: {
    field: types.multiuserLookup(name, name, { linkingModule: 'Leads_X_Users' }),
    takes: [
      [
        [{ Extra: { id: user!.id } }],
        [expect.objectContaining({ Extra: { name: user!.fullName, id: user!.id, email: user!.email }, id: digits })],
      ],
    ],
    refuses: [
      [[{ Extra: { id: account.id } }], invalidId, '[0].Extra.id'],
      [[{ Extra: null }], missing, '[0].Extra'],
      ['x', wrongType('jsonarray')],
    ],
  },
  subform: {
    field: types.subform(name, name, [
      types.text('Language', 'Language', { length: 20, mandatory: true }),
      types.picklist('Level', 'Level', ['Native', 'Professional'], { defaultValue: 'Professional' }),
      types.boolean('Written', 'Written', { defaultValue: false }),
    ]),
    takes: [
      [
        [{ Language: 'English' }, { Language: 'French', Level: 'Native', Written: true, Nonsense: 1 }],
        [
          {
            Language: 'English',
            Level: 'Professional',
            Written: false,
            Created_Time: expect.any(String),
            Modified_Time: expect.any(String),
            Parent_Id: { name: 'A', id: '1' },
            $in_merge: false,
            $field_states: null,
            $zia_visions: null,
            id: digits,
          },
          expect.objectContaining({ Language: 'French', Level: 'Native', Written: true }),
        ],
      ],
      [[], []],
    ],
    refuses: [
      ['English', wrongType('jsonarray')],
      [{ Language: 'English' }, wrongType('jsonarray')],
      [['English'], wrongType('jsonobject'), '[0]'],
      [[{ Language: 'English' }, { Level: 'Native' }], missing, '[1].Language'],
      [[{ Language: 'x'.repeat(21) }], tooLong(20), '[0].Language'],
      [[{ Language: 'English', Written: 'yes' }], wrongType('boolean'), '[0].Written'],
      [Array.from({ length: 101 }, () => ({ Language: 'English' })), tooLong(100)],
    ],
  },
  fileupload: {
    field: types.fileUpload(name, name, { length: 2 }),
    takes: [
      [
        [{ File_Id__s: upload('a.pdf'), File_Name__s: 'b.pdf', Size__s: '9' }],
        [
          expect.objectContaining({
            ...{ File_Id__s: ownId, File_Name__s: 'a.pdf', Size__s: '12', id: digits },
            ...{ Owner__s: expect.objectContaining({ id: user!.id }), Created_Time__s: expect.any(String) },
          }),
        ],
      ],
      [[upload('a.pdf')], [expect.objectContaining({ File_Id__s: ownId, File_Name__s: 'a.pdf' })]],
    ],
    refuses: [
      ['abc', wrongType('jsonarray')],
      [[{}], missing, '[0].File_Id__s'],
      [[{ File_Id__s: 5 }], wrongType('string'), '[0].File_Id__s'],
      [[{ File_Id__s: 'abc' }], invalidId, '[0].File_Id__s'],
      [['a.pdf', 'b.pdf', 'c.pdf'].map(upload), tooLong(2)],
    ],
  },
  imageupload: {
    field: types.imageUpload(name, name),
    takes: [
      [
        [{ File_Id__s: upload('a.png'), Description__s: 'front', Sequence_Number__s: 7 }],
        [
          expect.objectContaining({
            File_Id__s: ownId,
            Description__s: 'front',
            Sequence_Number__s: 7,
            Preview_Id__s: ownId,
            State__s: 'save',
          }),
        ],
      ],
    ],
    refuses: [
      [['abc'], wrongType('jsonobject'), '[0]'],
      [[{ File_Id__s: upload('a.pdf') }], invalidId, '[0].File_Id__s'],
      [Array.from({ length: 11 }, () => ({ File_Id__s: upload('a.png') })), tooLong(10)],
    ],
  },
  profileimage: {
    field: types.image(name, name),
    takes: [[upload('a.png'), ownId]],
    refuses: [
      [7, wrongType('string')],
      ['abc', invalidId],
      [upload('a.pdf'), invalidId],
    ],
  },
  tag: {
    field: { apiName: 'Tag', label: 'Tag', dataType: 'tag' },
    takes: [],
    refuses: [
      ['x', wrongType('jsonarray')],
      [[5], wrongType('jsonarray')],
    ],
  },
  linetax: {
    field: types.lineTax(name, name),
    takes: [[[{ name: 'Vat', percentage: 20, value: 7 }], [{ name: 'Vat', percentage: 20 }]]],
    refuses: [
      [{}, wrongType('jsonarray')],
      [[{ percentage: 20 }], missing, '[0].name'],
      [[{ name: 'Vat', percentage: 'a' }], wrongType('double'), '[0].percentage'],
    ],
  },
  participants: {
    field: types.participants(name, name),
    takes: [
      [
        [
          { type: 'contact', participant: idOf('Contacts') },
          { type: 'user', participant: user!.id },
          { type: 'email', Email: 'p@x.example' },
        ],
        [
          expect.objectContaining({ type: 'contact', participant: idOf('Contacts'), invited: false, id: digits }),
          expect.objectContaining({ type: 'user', name: user!.fullName, Email: user!.email }),
          expect.objectContaining({ type: 'email', participant: 'p@x.example', Email: 'p@x.example', name: null }),
        ],
      ],
    ],
    refuses: [
      ['p@x.example', wrongType('jsonarray')],
      [[{ type: 'contact', participant: '5' }], invalidId, '[0].participant'],
      [[{ type: 'lead' }], missing, '[0].participant'],
      [[{ type: 'email', Email: 'x' }], wrongType('email'), '[0].Email'],
      [
        [{ type: 'robot' }],
        ['INVALID_DATA', 'invalid data', { supported_values: ['user', 'contact', 'lead', 'email'] }],
        '[0].type',
      ],
      [Array.from({ length: 51 }, () => ({ type: 'email', Email: 'p@x.example' })), tooLong(50)],
    ],
  },
  multireminder: {
    field: types.reminders(name, name),
    takes: [
      [
        [
          { unit: 15, period: 'minutes' },
          { unit: 1, period: 'days', time: '10.30' },
        ],
        [
          { unit: 15, period: 'minutes', time: null },
          { unit: 1, period: 'days', time: '10.30' },
        ],
      ],
    ],
    refuses: [
      ['15 mins', wrongType('jsonarray')],
      [[{ unit: 'x', period: 'minutes' }], wrongType('integer'), '[0].unit'],
    ],
  },
  ALARM: {
    field: types.alarm(name, name),
    takes: [[{ ALARM: 'ACTION=EMAIL;TRIGGER=-P1D;TRIGGER_TIME=22:52' }]],
    refuses: [
      ['ACTION=EMAIL', wrongType('jsonobject')],
      [{}, missing, 'ALARM'],
      [{ ALARM: 5 }, wrongType('string'), 'ALARM'],
    ],
  },
  RRULE: {
    field: types.recurrence(name, name),
    takes: [[{ RRULE: 'FREQ=DAILY;INTERVAL=1', EXDATE: '2026-01-01' }]],
    refuses: [[{ EXDATE: '2026-01-01' }, missing, 'RRULE']],
  },
}

const placeOf = (apiName: string, below: string | undefined) => {
  const path = `$.data[0].${apiName}${below === undefined ? '' : below.startsWith('[') ? below : `.${below}`}`
  const named = /([A-Za-z_]+)$/.exec(below ?? '')?.[1] ?? apiName
  return { api_name: named, json_path: path }
}

describe.each(Object.entries(cases))('%s', (_type, { field, takes, refuses }) => {
  it.each(takes.map(([sent, read]) => [JSON.stringify(sent), sent, read === undefined ? sent : read] as const))(
    'takes %s',
    (_text, sent, read) => {
      expect(readBack(field, sent)).toEqual(read)
    },
  )

  it.each(refuses.map(([sent, refusal, below]) => [JSON.stringify(sent).slice(0, 60), sent, refusal, below] as const))(
    'refuses %s',
    (_text, sent, [code, message, details], below) => {
      const module = field.dataType === 'tag' ? leads : moduleWith(field)
      const { api_name, json_path } = placeOf(field.apiName, below)

      const v8 = insert(module, { [field.apiName]: sent })
      const v2 = insert(module, { [field.apiName]: sent }, 'v2')

      expect(v8).toEqual({ error: { code, message, status: 'error', details: { ...details, api_name, json_path } } })
      expect(v2).toEqual({ error: { code, message, status: 'error', details: { ...details, api_name } } })
    },
  )

  it('is cleared by null and by an empty text', () => {
    const module = moduleWith(field)

    for (const blank of [null, '']) {
      expect(insert(module, { [field.apiName]: blank })).toMatchObject({ values: { [field.apiName]: null } })
    }
  })

  it('is asked for where it is mandatory', () => {
    const module = moduleWith({ ...field, apiName: 'Wanted', mandatory: true })

    expect(insert(module, {})).toMatchObject({
      error: { code: 'MANDATORY_NOT_FOUND', details: { api_name: 'Wanted', json_path: '$.data[0].Wanted' } },
    })
  })
})

describe('what only the service writes', () => {
  it.each([
    ['formula', types.formula(name, name, 'currency')],
    ['autonumber', types.autonumber(name, name, { prefix: 'A-', start: 1000, suffix: '/x' })],
    ['comments', types.comments(name, name)],
  ])('passes over a %s that a client sends', (_type, field) => {
    const validated = insert(moduleWith(field), { [name]: 'mine' })

    expect(validated).toHaveProperty('values')
    expect(Object.values((validated as { values: object }).values)).not.toContain('mine')
  })

  it('counts an automatic number up, after the records that the org starts with', () => {
    const module = moduleWith(types.autonumber(name, name, { prefix: 'A-', start: 1000, suffix: '/x' }))
    const numberOf = () => (insert(module, {}) as { values: Record<string, string> }).values[name]!
    const starting = data.records(leads).size

    const [first, second] = [numberOf(), numberOf()]

    expect(first).toMatch(/^A-\d+\/x$/)
    expect(Number(second.slice(2, -2)) - Number(first.slice(2, -2))).toBe(1)
    expect(Number(first.slice(2, -2))).toBeGreaterThanOrEqual(1000 + starting)
  })

  it('gives no number to a row that is refused', () => {
    const module = moduleWith(types.autonumber('Counted', 'Counted'))
    const numberOf = (more: object = {}) => insert(module, more) as { values: Record<string, string> }

    const before = Number(numberOf().values.Counted)
    numberOf({ Email: 'no' })

    expect(Number(numberOf().values.Counted)).toBe(before + 1)
  })
})

describe('pick lists that are checked', () => {
  it.each([
    [types.picklist(name, name, ['One', 'Two']), 'Three'],
    [types.multiselect(name, name, ['One', 'Two']), ['One', 'Three']],
  ])('refuse another value', (field, sent) => {
    expect(insert(moduleWith(field), { [name]: sent }, 'v8', true)).toMatchObject({
      error: { code: 'INVALID_DATA', details: { api_name: name, supported_values: ['One', 'Two'] } },
    })
  })

  it('refuse it in a row of a subform too', () => {
    const field = types.subform(name, name, [types.picklist('Level', 'Level', ['One'])])

    expect(insert(moduleWith(field), { [name]: [{ Level: 'Two' }] }, 'v8', true)).toMatchObject({
      error: { details: { json_path: '$.data[0].Extra[0].Level', supported_values: ['-None-', 'One'] } },
    })
  })
})

describe('several errors of one row', () => {
  const wrongRow = { Last_Name: null, Email: 'no', No_of_Employees: '1.5', Annual_Revenue: 1e300, Owner: { id: '1' } }

  it.each([
    ['v8', (api_name: string, path: string) => ({ api_name, json_path: `$.data[0].${path}` })],
    ['v2', (api_name: string) => ({ api_name })],
  ] as const)('stand side by side in the order of the fields in %s', (version, at) => {
    const { error } = insert(leads, wrongRow, version) as { error: { code: string; details: { errors: object[] } } }

    const row = (code: string, message: string, details: object) => ({ code, details, message, status: 'error' })
    const invalid = (details: object) => row('INVALID_DATA', 'invalid data', details)
    expect(error).toEqual(
      row('MULTIPLE_OR_MULTI_ERRORS', 'Multiple errors in the request', {
        errors: [
          row('MANDATORY_NOT_FOUND', 'required field not found', at('Last_Name', 'Last_Name')),
          invalid({ expected_data_type: 'email', ...at('Email', 'Email') }),
          invalid({ expected_data_type: 'integer', ...at('No_of_Employees', 'No_of_Employees') }),
          invalid({ maximum_length: 16, ...at('Annual_Revenue', 'Annual_Revenue') }),
          row('INVALID_DATA', 'the id given seems to be invalid', at('id', 'Owner.id')),
        ],
      }),
    )
  })

  it('are one error each, with nothing around it, where there is only one', () => {
    expect(insert(leads, { Email: 'no' })).toMatchObject({
      error: { code: 'INVALID_DATA', details: { api_name: 'Email' } },
    })
  })
})

it('has a table for each type that clients may write', () => {
  const written = new Set(Object.values(cases).map(({ field }) => field.dataType))
  const known = standardModules.flatMap(({ fields }) => fields).filter(isWritable)

  expect(
    known.map(({ dataType }) => dataType).filter(dataType => !written.has(dataType) && dataType !== 'ownerlookup'),
  ).toEqual([])
})

it('collects the errors of all rows of a subform', () => {
  const field = types.subform(name, name, [types.text('Language', 'Language', { mandatory: true })])

  const { error } = insert(moduleWith(field), { [name]: [{}, { Language: 5 }], Email: 'no' }) as {
    error: { code: string; details: { errors: { details: { json_path: string } }[] } }
  }

  expect(error.code).toBe('MULTIPLE_OR_MULTI_ERRORS')
  expect(error.details.errors.map(({ details }) => details.json_path)).toEqual([
    '$.data[0].Email',
    '$.data[0].Extra[0].Language',
    '$.data[0].Extra[1].Language',
  ])
})

describe('a read', () => {
  const v8 = findVersion('v8')!
  const wordy = types.richtext(name, name)
  const links = types.multiselectLookup(name, name, link)
  const linked = (count: number) => Array.from({ length: count }, (_, at) => ({ id: String(at), Firm: account.id }))

  it('of a list leaves out what only a read of one record brings', () => {
    const module = moduleWith(links)
    const row = rowOf({ [name]: linked(1) })

    expect(recordRenderer(data, module, v8, ['Last_Name', name])(row)).toEqual({ Last_Name: 'A', id: '1' })
    expect(recordRenderer(data, module, v8, ['Last_Name', name], 'record')(row)).toEqual({
      Last_Name: 'A',
      Extra: [expect.objectContaining({ Firm: account })],
      $has_more: { Extra: false },
      id: '1',
    })
  })

  it('of one record shows a hundred rows and says when there are more', () => {
    const read = recordRenderer(data, moduleWith(links), v8, null)

    const full = read(rowOf({ [name]: linked(150) }))

    expect(full.Extra).toHaveLength(100)
    expect(full.$has_more).toEqual({ Extra: true })
    expect(read(rowOf({ [name]: linked(100) })).$has_more).toEqual({ Extra: false })
  })

  it('of a list cuts rich text after 500 characters', () => {
    const module = moduleWith(wordy)
    const row = rowOf({ [name]: 'x'.repeat(600) })

    expect(recordRenderer(data, module, v8, [name])(row).Extra).toHaveLength(500)
    expect(recordRenderer(data, module, v8, null)(row).Extra).toHaveLength(600)
  })

  it('of a module without such fields has no $has_more', () => {
    expect(recordRenderer(data, leads, v8, null)(rowOf({}))).not.toHaveProperty('$has_more')
  })
})

describe('the metadata of a field', () => {
  const describeField = (field: types.FieldDefinition, versionName: VersionName = 'v8') => {
    const module = moduleWith(field)
    return toFieldResponse(data, module, module.fieldsByName.get(field.apiName)!, findVersion(versionName)!)
  }

  it.each([
    ['subform', types.subform(name, name, []), { associated_module: { module: name }, subform: { module: name } }],
    ['textarea', types.richtext(name, name), { textarea: { type: 'rich_text' } }],
    ['textarea', types.textarea(name, name), { textarea: { type: 'large' } }],
    ['formula', types.formula(name, name, 'currency'), { formula: { return_type: 'currency' }, read_only: true }],
    [
      'autonumber',
      types.autonumber(name, name, { prefix: 'A', start: 7 }),
      { auto_number: { prefix: 'A', suffix: '', start_number: 7 }, read_only: true },
    ],
    [
      'multiselectlookup',
      types.multiselectLookup(name, name, link),
      {
        associated_module: null,
        multiselectlookup: {
          linking_module: { api_name: 'LeadsXAccounts', id: digits },
          connected_module: { api_name: 'Accounts' },
          connectedlookup_apiname: 'Firm',
          linking_details: { module: { api_name: 'LeadsXAccounts' }, connected_lookup_field: { api_name: 'Firm' } },
        },
      },
    ],
    [
      'multiuserlookup',
      types.multiuserLookup(name, name, { linkingModule: 'Leads_X_Users' }),
      { multiuserlookup: { linking_module: { api_name: 'Leads_X_Users' }, connected_module: null } },
    ],
    ['fileupload', types.fileUpload(name, name), { associated_module: { module: 'Extra__s' }, length: 5 }],
    ['imageupload', types.imageUpload(name, name), { associated_module: { module: 'Extra__s' }, length: 10 }],
    ['multireminder', types.reminders(name, name), {}],
    ['ALARM', types.alarm(name, name), {}],
    ['RRULE', types.recurrence(name, name), {}],
    ['linetax', types.lineTax(name, name), {}],
  ])('says %s and what belongs to it', (dataType, field, more) => {
    expect(describeField(field)).toMatchObject({ data_type: dataType, custom_field: false, ...more })
  })

  it('leaves the objects of other types empty', () => {
    expect(describeField(types.text(name, name))).toMatchObject({
      associated_module: null,
      subform: {},
      formula: {},
      auto_number: {},
      multiselectlookup: {},
      multiuserlookup: {},
    })
  })

  it('names modules in v2 where newer versions describe them', () => {
    expect(describeField(types.multiselectLookup(name, name, link), 'v2')).toMatchObject({
      multiselectlookup: { linking_module: 'LeadsXAccounts', connected_module: 'Accounts' },
    })
  })
})

describe.each(['v8', 'v2'] as const)('a user in a row, in %s', version => {
  const rowOfUser = types.subform('Team_List', 'Team', [types.user('Member', 'Member')])
  const several = types.multiuserLookup('Helpers', 'Helpers', { linkingModule: 'Leads_X_Users' })

  it.each([
    ['of a subform', rowOfUser, 'Member'],
    ['of a multi-user lookup', several, 'Helpers'],
  ])('%s has to belong to the org', (_, field, key) => {
    const module = moduleWith(field)
    const send = (member: unknown) => insert(module, { [field.apiName]: [{ [key]: member }] }, version)

    expect(send(user!.id)).toHaveProperty('values')
    expect(send({ id: user!.id })).toHaveProperty('values')
    for (const foreign of ['5725767000000411001', { id: '7' }]) {
      expect(send(foreign)).toMatchObject({
        error: { code: 'INVALID_DATA', message: 'the id given seems to be invalid' },
      })
    }
  })
})
