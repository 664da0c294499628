// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how criteria name moments and formulas fields
/** Bodies as a careful client sends them, for each route and module. */

import type { Ids, Route } from './org.ts'

/** One row of each module that has something of its own. */
const rows: Readonly<Record<string, (ids: Ids) => object>> = {
  Leads: ({ user }) => ({
    ...{ Last_Name: 'L', Company: 'C', Email: 'a@b.example', Phone: '+1', No_of_Employees: 1, Annual_Revenue: '1.5' },
    ...{ Email_Opt_Out: false, Owner: { id: user }, Tag: [{ name: 'T' }], $append_values: { Languages: true } },
  }),
  Deals: ({ Accounts }) => ({
    ...{
      Deal_Name: 'D',
      Stage: 'Qualification',
      Pipeline: 'Standard (Standard)',
      Amount: 1,
      Closing_Date: '2026-01-01',
    },
    Account_Name: { id: Accounts },
  }),
  Quotes: ({ Accounts, Products }) => ({
    ...{ Subject: 'Q', Account_Name: { id: Accounts } },
    Quoted_Items: [{ Product_Name: { id: Products }, Quantity: 1, Line_Tax: [{ name: 'V', percentage: 5 }] }],
    Product_Details: [{ product: { id: Products }, quantity: 1 }],
  }),
  Events: ({ Leads }) => ({
    ...{ Event_Title: 'E', Start_DateTime: '2026-01-01T10:00:00Z', End_DateTime: '2026-01-01T11:00:00+02:00' },
    ...{ Participants: [{ type: 'lead', participant: Leads }], What_Id: { id: Leads }, $se_module: 'Leads' },
    ...{ Remind_At: [{ unit: 1, period: 'days', time: null }], Recurring_Activity: { RRULE: 'R' } },
  }),
  Tasks: () => ({
    Subject: 'T',
    Remind_At: { ALARM: 'A' },
    Recurring_Activity: { RRULE: 'R' },
    Due_Date: '2026-01-01',
  }),
  Notes: ({ noteParent, noteModule }) => ({
    ...{ Note_Title: 'T', Note_Content: 'C' },
    ...{ Parent_Id: { id: noteParent, module: { api_name: noteModule } }, $se_module: noteModule },
  }),
}

/** The modules that are asked about. */
export const modules = [...Object.keys(rows), 'Accounts', 'Campaigns']

const named = (label: string, more: object) => ({ field_label: label, ...more })

const fields = ({ module }: Ids, label: string): object[] => [
  named(label, { data_type: 'text', length: 9, unique: { casesensitive: true }, external: { type: 'user' } }),
  named(label, { data_type: 'text', default_value: 'A', tooltip: { name: 'static_text', value: 'T' } }),
  named(label, { data_type: 'picklist', pick_list_values: [{ display_value: 'A', actual_value: 'B' }] }),
  named(label, { data_type: 'formula', formula: { return_type: 'double', expression: "If(1 > 2, 3, Len('x')) ^ 2" } }),
  named(label, { data_type: 'lookup', lookup: { module: { api_name: 'Leads' }, display_label: 'L' } }),
  named(label, {
    data_type: 'multiselectlookup',
    multiselectlookup: { connected_details: { module: { id: module } } },
  }),
  named(label, { data_type: 'autonumber', auto_number: { prefix: 'A', suffix: 'B', start_number: 1 } }),
  named(label, { data_type: 'currency', currency: { precision: 2 } }),
  named(label, { data_type: 'textarea', textarea: { type: 'rich_text' } }),
  named(label, { data_type: 'fileupload', maximum_files: 2 }),
]

const fieldChanges = ({ field: id }: Ids): object[] => [
  { id, tooltip: { name: 'info_icon', value: 'T' }, length: 200, decimal_place: 3, default_value: 'B' },
  { id, unique: { casesensitive: false }, external: { type: 'org' }, currency: { precision: 2 } },
  { id, pick_list_values: [{ display_value: 'C', sequence_number: 1, colour_code: '#57B1FD' }] },
]

const filter = { comparator: 'equal', field: { api_name: 'Owner' }, value: '1' }

const criteria = {
  group_operator: 'and',
  group: [
    { comparator: 'equal', field: { api_name: 'Owner' }, value: '${CURRENTUSER}' },
    { comparator: 'not_between', field: { api_name: 'Created_Time' }, value: ['${TODAY}', '${TOMORROW} + 1'] },
  ],
}

const queries = [
  "select Last_Name, Owner.role.name as 'r' from Leads where (Last_Name like '%a%' or Created_Time > '2020-01-01T00:00:00Z')",
  'select COUNT(id), Owner from Leads where id is not null group by Owner order by COUNT(id) desc limit 20 offset 0',
  "select What_Id->Leads.Last_Name, Subject from Tasks where What_Id not in ('1', '2')",
  'select MAX(Amount) from Deals where Amount not between 1 and 5',
]

const sender = 'admin@acme.example'
const moment = '2030-01-01T10:00:00+01:00'

type Bodies = (ids: Ids, label: string, route: Route) => object[]

/** By a word of the path; the first that fits counts. A label is one that nothing has yet. */
const settings: readonly (readonly [word: string, Bodies])[] = [
  [
    '/settings/fields',
    (ids, label, { method }) =>
      (method === 'POST' ? fields(ids, label) : fieldChanges(ids)).map(field => ({ fields: [field] })),
  ],
  [
    '/settings/modules',
    ({ module, profile }, label, { method }) => {
      const counted = { field_label: 'F', data_type: 'autonumber', auto_number: { start_number: 1 } }
      const added = { plural_label: label, singular_label: `${label} one`, profiles: [{ id: profile }] }
      return [{ modules: [method === 'POST' ? { ...added, display_field: counted } : { ...added, id: module }] }]
    },
  ],
  [
    '/settings/layouts',
    ({ layout: id, section, field, profile }, label) => [
      { layouts: [{ id, name: label, show_business_card: true, profiles: [{ id: profile }] }] },
      { layouts: [{ id, sections: [{ display_label: label, column_count: 1, sequence_number: 2 }] }] },
      {
        layouts: [
          {
            id,
            sections: [{ id: section, tab_traversal: 'left_to_right', fields: [{ id: field, sequence_number: 1 }] }],
          },
        ],
      },
      { layouts: [{ id, sections: [{ id: section, fields: [{ id: field, _delete: { permanent: false } }] }] }] },
    ],
  ],
  [
    '/actions/transfer',
    ({ pipeline, stage }) => [
      { transfer_pipeline: [{ pipeline: { from: pipeline, to: pipeline }, stages: [{ from: stage, to: stage }] }] },
    ],
  ],
  [
    '/settings/pipeline',
    ({ pipeline: id, stage }, label, { method }) => [
      {
        pipeline: [
          { ...(method !== 'POST' && { id }), display_value: label, maps: [{ id: stage, sequence_number: 1 }] },
        ],
      },
      { pipeline: [{ id, display_value: label, default: true, maps: [{ id: stage, _delete: true }] }] },
    ],
  ],
  ['custom_views', ({ view }) => [{ custom_views: [{ id: view, sort_by: { api_name: 'Owner' }, sort_order: 'asc' }] }]],
  ['data_sharing', ({ module: id }) => [{ data_sharing: [{ share_type: 'public_read_only', module: { id } }] }]],
  ['recycle_bin', ({ recycled: id }) => [{ recycle_bin: [{ id }] }]],
  [
    'get_related_records_count',
    () => [
      {
        get_related_records_count: [
          { related_list: { api_name: 'Notes' }, params: { approved: true, converted: false, filters: filter } },
        ],
      },
    ],
  ],
  [
    '/read',
    ({ view: cvid }) => {
      const query = { module: { api_name: 'Leads' }, fields: ['Last_Name', 'Owner.last_name'], page: 1, criteria }
      const callback = { url: 'http://localhost/x', method: 'post' }
      return [
        { query, callback, file_type: 'csv' },
        { query: { module: { api_name: 'Leads' }, cvid } },
        { query: { module: 'Leads', criteria: { api_name: 'Company', comparator: 'in', value: ['C'] } } },
        { query: { page_token: 'eA' } },
      ]
    },
  ],
  [
    '/write',
    ({ upload: file_id }) => {
      const named = (api_name: string, more: object) => ({ api_name, ...more })
      const field_mappings = [
        named('Last_Name', { index: 0 }),
        named('Company', { default_value: { value: 'C' } }),
        named('Account_Name', { index: 1, find_by: 'Account_Name' }),
      ]
      const resource = { type: 'data', module: { api_name: 'Leads' }, file_id, file_names: ['a.csv'], find_by: 'id' }
      const callback = { url: 'http://localhost/x', method: 'post' }
      const inner = { module: { api_name: 'Quoted_Items' }, file_id, file_names: ['a.csv'] }
      const of = named('Parent_Id', { index: 0, parent_column_index: 0 })
      return [
        {
          ...{ operation: 'upsert', callback, ignore_empty: true, character_encoding: 'UTF-8' },
          resource: [{ ...resource, field_mappings: field_mappings.slice(0, 2) }],
        },
        { operation: 'insert', resource: [{ ...inner, field_mappings: [of, named('Product_Name', { index: 1 })] }] },
        { operation: 'update', resource: [{ ...resource, module: { api_name: 'Contacts' }, field_mappings }] },
      ]
    },
  ],
  [
    'audit_log_export',
    ({ user, module }) => {
      const is = (api_name: string, comparator: string, value: unknown) => ({ field: { api_name }, comparator, value })
      const group = [is('module', 'in', [{ id: module }]), is('done_by', 'equal', [{ id: user }])]
      return [
        { audit_log_export: [{ criteria: { group_operator: 'and', group } }] },
        { audit_log_export: [{ criteria: is('audited_time', 'between', [moment, moment]) }] },
        { audit_log_export: [{ criteria: is('action', 'in', ['added', 'deleted']) }] },
      ]
    },
  ],
  ['/backup', () => [{ backup: { rrule: 'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH' } }, { backup: {} }]],
  [
    '__email_drafts',
    () => [
      {
        __email_drafts: [
          { from: sender, rich_text: true, to: [{ email: 'a@b.example' }], schedule_details: { time: moment } },
        ],
      },
    ],
  ],
  [
    'send_mail_merge',
    () => [
      {
        send_mail_merge: [
          {
            mail_merge_template: { name: 'Welcome' },
            to_address: [{ type: 'email', value: 'a@b.example' }],
            message: 'M',
          },
        ],
      },
    ],
  ],
  [
    'send_mail',
    () => [
      {
        data: [
          {
            ...{ from: { email: sender }, to: [{ email: 'a@b.example' }], cc: [{ email: 'c@bounce.example' }] },
            ...{ reply_to: { email: sender }, subject: 'S', content: 'C', mail_format: 'html', scheduled_time: moment },
          },
        ],
      },
    ],
  ],
  [
    'associate_email',
    (_, label) => [
      {
        Emails: [
          {
            ...{ from: { email: sender }, to: [{ email: 'a@b.example' }], subject: 'S', content: 'C', sent: true },
            ...{ original_message_id: label, date_time: moment },
          },
        ],
      },
    ],
  ],
  [
    'link_record',
    ({ user, record }) => [
      {
        Emails: [
          { message_id: 'm', owner: { id: user }, linked_record: { module: { api_name: 'Deals' }, id: record } },
        ],
      },
    ],
  ],
  ['unblock_email', ({ record }) => [{ ids: [record], unblock_fields: ['Email'] }]],
  ['share_emails', ({ record }) => [{ ids: [record] }]],
  ['actions/cancel', ({ user: id }) => [{ data: [{ send_cancelling_mail: true, cancelled_by: { id } }] }]],
  [
    'unsubscribe_links',
    (_, name) => [
      {
        unsubscribe_links: [
          {
            ...{ name, page_type: 'custom', custom_location_url: 'https://a.example' },
            ...{ submission_action_type: 'display_message', submission_message: 'M' },
          },
        ],
      },
    ],
  ],
  ['coql', () => queries.map(select_query => ({ select_query, include_meta: ['fields'] }))],
  [
    'tags/actions/mass_delete',
    ({ module: id, tag }) => [{ mass_delete: [{ module: { api_name: 'Leads', id }, tags: [{ id: tag }] }] }],
  ],
  ['/actions/merge', ({ tag }) => [{ tags: [{ conflict_id: tag }] }]],
  [
    'settings/tags',
    ({ tag }, label, { method }) => [
      { tags: [{ ...(method === 'PUT' && { id: tag }), name: label, color_code: '#57B1FD' }] },
    ],
  ],
  [
    '_tags',
    ({ record, tag }, label) => [
      { tags: [{ name: label, color_code: '#57B1FD' }, { id: tag }], ids: [record], over_write: true },
      { tags: [{ name: 'T' }], ids: JSON.stringify([record]) },
    ],
  ],
  ['territories/:territory/users', ({ colleague }) => [{ users: [{ id: colleague }] }]],
  ['/users/:user/territories', ({ territory: id }) => [{ territories: [{ id }] }]],
  [
    'transfer_and_delete',
    ({ territory }) => [{ territories: [{ id: '1', transfer_to_id: territory, delete_previous_forecasts: true }] }],
  ],
  ['_territories', ({ record: id, territory }) => [{ data: [{ id, Territories: [{ id: territory }] }] }]],
  [
    'settings/territories',
    ({ territory: id, user }, name, { method }) => [
      {
        territories: [
          {
            ...(method === 'PUT' && { id }),
            ...{ name, permission_type: 'read_only', manager: { id: user }, description: 'D' },
            ...(method === 'POST' && {
              reporting_to: { id },
              lead_rule_criteria: filter,
              account_rule_criteria: criteria,
            }),
          },
        ],
      },
    ],
  ],
  [
    '/actions/share',
    ({ colleague: id }) => [
      { share: [{ user: { id }, permission: 'read_only', share_related_records: true }], notify: true },
      { share: [{ shared_with: { id, type: 'users' }, permission: 'full_access', type: 'private' }] },
    ],
  ],
  [
    'record_locking_configurations',
    ({ lockConfiguration: id, profile }, label, { method }) => [
      {
        record_locking_configurations: [
          {
            ...(method === 'PUT' && { id }),
            ...{ lock_type: 'both', locked_for: 'all_profiles', restricted_actions: ['update', 'delete'] },
            excluded_fields: [{ api_name: 'Owner' }, { api_name: 'Description' }],
            locking_rules: [{ name: label, criteria, lock_existing_records: true }],
            lock_excluded_profiles: [{ id: profile }],
          },
        ],
      },
    ],
  ],
  ['[Ll][Oo][Cc][Kk]', () => [{ data: [{ Locked_Reason__s: 'R' }] }]],
  [
    'change_owner',
    ({ record, colleague, view }) => [
      { owner: { id: colleague }, ids: [record], notify: true, related_modules: [{ api_name: 'Tasks', id: '1' }] },
      { owner: { id: colleague }, cvid: view, criteria, territory: { id: '1', include_child: true } },
    ],
  ],
  [
    'mass_',
    ({ record, user }) => [
      { data: [{ Owner: { id: user } }], ids: [record], over_write: true },
      { data: [{ Owner: user }], criteria },
      { ids: [record] },
    ],
  ],
]

/** The bodies that would do for a route. */
export function goodBodies(route: Route, module: string, ids: Ids, label: string): object[] {
  const known = settings.find(([word]) => route.path.includes(word))
  if (known) return known[1](ids, label, route)
  const isNotes = /\{\[N\]?n?.*\}/i.test(route.path)
  const row = rows[isNotes ? 'Notes' : module]?.(ids) ?? { Account_Name: label, Campaign_Name: label }
  const id = isNotes ? ids.note : ids.record
  const data = [route.method === 'POST' ? row : { id, ...row }]
  const keys = {
    ...{ trigger: ['workflow'], process: ['P'], wf_trigger: true, apply_feature_execution: [{ name: 'layout_rules' }] },
    skip_feature_execution: [{ name: 'cadences' }],
    ...(route.path.endsWith('/upsert') && { duplicate_check_fields: ['id'] }),
  }
  return [{ data }, { data: [...data, row], ...keys }]
}
