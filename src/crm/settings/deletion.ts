import type { SettingsRow } from './row.ts'

/** Whether a row says that what it is about goes: `_delete` is an object, true or null. */
export const isDeletion = (row: SettingsRow): boolean => row.has('_delete') && row.raw('_delete') !== false
