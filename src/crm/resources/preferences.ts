/**
 * `/settings/call_preferences`, `/settings/service_preferences` and `/settings/appointment_preferences`: what an org has
 * switched on. What of it has an effect is told by the rules of appointments (records/appointments.ts); that everything is
 * off at first is inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/whats-new.html and https://github.com/zoho/crm-oas
 */

import type { OrgData } from '../../world/org-data.ts'
import type { Routes } from '../routes.ts'
import type { Values } from '../settings/collection.ts'
import { choice, flag, type Key, readKeys } from '../settings/keys.ts'
import type { SettingsRow } from '../settings/row.ts'
import { type Single, singleOf, singleRoutes } from '../settings/single.ts'

const withoutId: Single['show'] = (_, shown) => {
  const { id: _id, ...rest } = shown as Record<string, unknown>
  return rest
}

const callPreferences: Single = {
  path: '/settings/call_preferences',
  root: 'call_preferences',
  scope: 'settings.modules',
  since: 'v8',
  operations: ['list', 'update'],
  keys: { show_from_number: flag(), show_to_number: flag() },
  start: { kind: 'call_preferences', rows: () => [{ show_from_number: false, show_to_number: false }] },
  show: withoutId,
  messages: { updated: 'calls preferences updated successfully' },
}

const servicePreferences: Single = {
  path: '/settings/service_preferences',
  root: 'service_preferences',
  scope: 'settings.modules',
  operations: ['list', 'update'],
  keys: { job_sheet_enabled: flag({ required: true }) },
  start: { kind: 'service_preferences', rows: () => [{ job_sheet_enabled: false }] },
  show: withoutId,
  messages: { updated: 'Services preferences updated successfully' },
}

/** How a deal is made of an appointment that took place; that is kept, but no deal is made. */
const dealConfiguration: Key = {
  read(row, name, context) {
    const sent = row.object(name)
    if (!sent) return undefined
    const deals = context.data.module('Deals')!
    const layout = sent.object('layout')
    if (!layout) throw sent.missing('layout')
    const id = layout.needed('id', layout.text('id', 20))
    const found = deals.layouts.find(each => each.id === id)
    if (!found) throw layout.refuse('invalidId', 'id')
    const mappings = sent.objects('field_mappings')
    if (!mappings) throw sent.missing('field_mappings')
    return {
      layout: { api_name: found.apiName, id },
      field_mappings: mappings.map(each => ({
        field: fieldOf(each, context.data),
        ...readKeys(each, { type: choice(['static', 'merge_field'], { required: true }), value: anything }, context),
      })),
    }
  },
}

const anything: Key = { required: true, read: (row, name) => row.raw(name) }

function fieldOf(row: SettingsRow, data: OrgData): object {
  const sent = row.object('field')
  if (!sent) throw row.missing('field')
  const name = sent.needed('api_name', sent.text('api_name', 50))
  const field = data.module('Deals')!.fieldsByName.get(name)
  if (!field) throw sent.refuse('unknownField', 'api_name')
  return { api_name: name, id: field.id }
}

const sharing: Key = {
  read(row, name) {
    const sent = row.object(name)
    if (!sent) return undefined
    return {
      permission: sent.needed('permission', sent.choice('permission', ['full_access', 'read_write', 'read_only'])),
    }
  },
}

const appointmentPreferences: Single = {
  path: '/settings/appointment_preferences',
  root: 'appointment_preferences',
  scope: 'org',
  operations: ['list', 'update'],
  keys: {
    show_job_sheet: flag(),
    when_duration_exceeds: choice(['ask_appointment_provider_to_complete', 'mark_as_completed']),
    when_appointment_completed: choice(['do_not_create_deal', 'create_deal']),
    allow_booking_outside_service_availability: flag(),
    allow_booking_outside_businesshours: flag(),
    sharing_enabled: flag(),
    sharing_details: sharing,
    deal_record_configuration: dealConfiguration,
  },
  start: {
    kind: 'appointment_preferences',
    rows: () => [
      {
        show_job_sheet: false,
        when_duration_exceeds: 'ask_appointment_provider_to_complete',
        when_appointment_completed: 'do_not_create_deal',
        allow_booking_outside_service_availability: false,
        allow_booking_outside_businesshours: false,
        sharing_enabled: false,
        sharing_details: null,
        deal_record_configuration: null,
      },
    ],
  },
  check: checkAppointments,
  show: withoutId,
  messages: { updated: 'Appointments preferences updated successfully' },
}

function checkAppointments(values: Values, { row }: { readonly row: SettingsRow }): void {
  const [outside, hours] = ['allow_booking_outside_service_availability', 'allow_booking_outside_businesshours']
  if (values[hours!] && !values[outside!]) {
    throw row.refuse(
      'dependentMismatch',
      hours!,
      { dependee: row.place(outside!) },
      `${outside} must be enabled to set ${hours} to true`,
    )
  }
  if (values.sharing_enabled && !values.sharing_details) {
    throw row.dependent('sharing_details', 'sharing_enabled', 'Dependent Field missing')
  }
  if (row.raw('sharing_details') !== undefined && !row.has('sharing_enabled')) throw row.missing('sharing_enabled')
  if (values.when_appointment_completed === 'create_deal' && !values.deal_record_configuration) {
    throw row.dependent('deal_record_configuration', 'when_appointment_completed', 'Dependent Field missing')
  }
}

/** Whether services may have job sheets. */
export const hasJobSheets = (data: OrgData): boolean =>
  singleOf(data, servicePreferences)!.values.job_sheet_enabled === true

export function preferenceRoutes(routes: Routes): void {
  singleRoutes(routes, callPreferences)
  singleRoutes(routes, servicePreferences)
  singleRoutes(routes, appointmentPreferences)
}
