/** The id that a client sent for a record: digits, as text or number. @returns null for anything else */
export function readRecordId(sent: unknown): string | null {
  if (typeof sent === 'number' && Number.isSafeInteger(sent) && sent >= 0) return String(sent)
  return typeof sent === 'string' && /^\d{1,19}$/.test(sent) ? sent : null
}
