/**
 * What services and appointments have to agree with, and what follows from an appointment that is put off, cancelled or
 * done. That a new time of an appointment is told by its history is Zoho's way; by which fields it is recognized is inferred.
 *
 * Source: https://github.com/zoho/crm-oas (services, appointments)
 */

import { type CrmErrorBody, type CrmErrorName, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { isRealDate } from '../../protocol/date-time.ts'
import { reschedulingFields } from '../../protocol/modules/appointments.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'
import { hasJobSheets } from '../resources/preferences.ts'
import { place, type RowContext } from './validate.ts'

type Draft = Record<string, StoredValue> & RecordRow
type Sent = Readonly<Record<string, StoredValue | undefined>>
type Check = (row: Draft, sent: Sent, context: RowContext, before?: RecordRow) => CrmErrorBody | null

const checks: Readonly<Record<string, Check>> = { Services__s: checkService, Appointments__s: settleAppointment }

/** @param row as it is to be; gets what follows @returns why it is refused */
export const settleAppointments: Check = (row, sent, context, before) =>
  checks[context.module.apiName]?.(row, sent, context, before) ?? null

function refuse(
  context: RowContext,
  name: CrmErrorName,
  key: string,
  message: string,
  dependee?: string,
): CrmErrorBody {
  const details = { ...(dependee && { dependee: place(context, dependee) }), ...place(context, key) }
  return { ...crmErrorBody(name, details as never), message }
}

const [shortest, longest] = [5, 24 * 60]
const mostMembers = 100
const timing = /^([01]\d|2[0-3]):[0-5]\d$/

function checkService(row: Draft, sent: Sent, context: RowContext): CrmErrorBody | null {
  const no = (name: CrmErrorName, key: string, message: string, dependee?: string) =>
    refuse(context, name, key, message, dependee)
  const duration = row.Duration as number
  if (duration < shortest || duration > longest) {
    return no('invalidValue', 'Duration', 'Duration value should not be greater than 24hrs or less than 5mins')
  }
  const types = context.module.fieldsByName.get('Availability_Type')!.values!
  if (row.Availability_Type !== null && !types.includes(row.Availability_Type as string)) {
    return no('invalidValue', 'Availability_Type', 'The given Availability Type is not in picklist')
  }
  if (((row.Members as readonly unknown[] | null) ?? []).length > mostMembers) {
    const details = { limit: mostMembers, ...place(context, 'Members') }
    return {
      ...crmErrorBody('tooManyMembers', details),
      message: `More than ${mostMembers} users cannot be associated`,
    }
  }
  if (sent.Job_Sheet_Required === 'Yes' && !hasJobSheets(context.data)) {
    return no('notAllowed', 'Job_Sheet_Required', 'Job Sheet is not configured in services preferences')
  }
  if (row.Job_Sheet_Section__s && row.Job_Sheet_Required !== 'Yes') {
    const message = 'Job_Sheet_Section__s can have value only when value of Job_Sheet_Required is Yes'
    return no('dependentMismatch', 'Job_Sheet_Section__s', message, 'Job_Sheet_Required')
  }
  const dates = (row.Available_Dates ?? []) as readonly string[]
  if (!dates.every(isRealDate)) {
    return crmErrorBody('wrongType', { expected_data_type: 'date', ...place(context, 'Available_Dates') })
  }
  if (row.Availability_Type === 'Specific Date Range') {
    for (const key of ['Available_From', 'Available_Till']) {
      if (row[key] === null) return no('dependentFieldMissing', key, 'Dependent Field missing', 'Availability_Type')
    }
  }
  if (
    typeof row.Available_From === 'string' &&
    typeof row.Available_Till === 'string' &&
    row.Available_Till < row.Available_From
  ) {
    return no('dependentMismatch', 'Available_Till', 'To value must be Greater than From value', 'Available_From')
  }
  const timings = (row.Available_Timings ?? []) as unknown as readonly { From: string; To: string }[]
  if (timings.some(({ From, To }) => !timing.test(From) || !timing.test(To))) {
    return no('invalidValue', 'Available_Timings', ' The given custom time is invalid')
  }
  if (timings.some(({ From, To }) => To <= From)) {
    return no('dependentMismatch', 'Available_Timings', 'To value must be Greater than From value', 'Available_Timings')
  }
  return null
}

const cancellation = ['Cancellation_Reason', 'Cancellation_Note']
const minute = 60_000

function settleAppointment(row: Draft, sent: Sent, context: RowContext, before?: RecordRow): CrmErrorBody | null {
  const no = (name: CrmErrorName, key: string, message: string, dependee?: string) =>
    refuse(context, name, key, message, dependee)
  const { data, caller } = context
  const now = Math.floor(data.clock.now() / 1000) * 1000
  const service = serviceOf(row, data)
  row.Duration ??= service?.Duration ?? null
  const start = row.Appointment_Start_Time as number
  const end = start + ((row.Duration as number | null) ?? 0) * minute
  row.Appointment_End_Time = end
  const members = (service?.Members ?? []) as unknown as readonly { readonly Members: string }[]
  if (service && row.Owner && !members.some(each => each.Members === row.Owner)) {
    return no('dependentMismatch', 'Owner', 'Appointment Owner is not a part of Service Members', 'Service_Name')
  }
  const statuses = context.module.fieldsByName.get('Status')!.values!
  if (!statuses.includes(row.Status as string)) return crmErrorBody('invalidValue', place(context, 'Status'))
  if (row.Status !== 'Cancelled' && cancellation.some(key => sent[key])) {
    const message = 'To Update the fields of Cancellation Information Section, value of Status should be Cancelled'
    return no('dependentFieldMissing', 'Status', message, cancellation.find(key => sent[key])!)
  }
  if (row.Status !== 'Completed' && sent.Job_Sheet_Name__s) {
    return no(
      'dependentMismatch',
      'Job_Sheet_Name__s',
      'Job Sheet can be created only for completed appointment',
      'Status',
    )
  }
  const isNew = (status: string) => row.Status === status && before?.Status !== status
  const tooEarly = (word: string) =>
    no(
      'dependentMismatch',
      'Status',
      `Appointment cannot be marked as ${word} before the appointment ends`,
      'Appointment_Start_Time',
    )
  if (isNew('Completed') && end > now) return tooEarly('completed')
  if (isNew('Overdue') && end > now) return tooEarly('overdue')
  const isMoved = before !== undefined && before.Appointment_Start_Time !== start
  if (row.Status === 'Scheduled' && start < now && (isMoved || isNew('Scheduled'))) {
    return no('dependentMismatch', 'Status', 'Appointment cannot be scheduled for past dates', 'Appointment_Start_Time')
  }
  if (isNew('Completed') && service?.Job_Sheet_Required === 'Yes' && !row.Job_Sheet_Name__s) {
    return no('notAllowed', 'Status', 'Appointment cannot be marked as completed without creating the jobsheet')
  }
  if (typeof sent.Rescheduled_From === 'number' && sent.Rescheduled_From === start) {
    const message = 'Reschedule_From and Appointment_Start_Time cannot be same'
    return no('dependentUnchanged', 'Rescheduled_From', message, 'Appointment_Start_Time')
  }
  if (sent.Reschedule_Reason && !isMoved && !row.Rescheduled_From) {
    return no('dependentFieldMissing', 'Rescheduled_From', 'Rescheduled_From cannot be empty', 'Reschedule_Reason')
  }
  row.Job_Sheet_Created__s = Boolean(row.Job_Sheet_Name__s)
  if (isNew('Cancelled')) Object.assign(row, { Cancelled_By: caller.user.id, Cancelled_Time: now })
  if (isMoved) {
    Object.assign(row, {
      Rescheduled_From: before.Appointment_Start_Time,
      Rescheduled_To: start,
      Rescheduled_By: caller.user.id,
      Rescheduled_Time: now,
      Reschedule_Count: ((before.Reschedule_Count as number | null) ?? 0) + 1,
    })
  }
  return null
}

function serviceOf({ Service_Name: id }: RecordRow, data: OrgData): RecordRow | undefined {
  return data.records(data.module('Services__s')!).get(String(id))
}

/** Tells the history of an appointment that it was put off. */
export function noteRescheduling(row: RecordRow, before: RecordRow, { data, caller, module }: RowContext): void {
  if (module.apiName !== 'Appointments__s' || row.Reschedule_Count === before.Reschedule_Count) return
  const history = data.module('Appointments_Rescheduled_History__s')!
  const now = row.Modified_Time as number
  const user = caller.user.id
  const values = Object.fromEntries(history.fields.map(({ apiName }) => [apiName, null]))
  data.records(history).insert({
    ...values,
    ...Object.fromEntries(reschedulingFields.map(key => [key, row[key] ?? null])),
    Name: `${row.Appointment_Name} ${row.Reschedule_Count}`,
    Appointment_Name: row.id,
    Owner: user,
    Created_By: user,
    Modified_By: user,
    Created_Time: now,
    Modified_Time: now,
    id: data.nextRecordId(),
  } as RecordRow)
}
