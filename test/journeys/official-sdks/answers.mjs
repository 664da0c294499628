/** What stories have in common: how they fill in a call of an SDK, and what they take down of its answer. */

/** @param entries pairs of one of the SDK's parameters and its value */
export async function parameters(sdk, entries) {
  const map = new sdk.ParameterMap()
  for (const [parameter, value] of entries) await map.add(parameter, value)
  return map
}

export const chosen = choice => (typeof choice?.getValue === 'function' ? choice.getValue() : choice)

/** JSON for BigInt ids and dates. */
export const plain = value =>
  JSON.parse(JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner)) ?? 'null')

/** The status and, by class of the answer, its content or the error in it. */
export function read(response, namespace, content) {
  const object = response.getObject()
  const status = response.getStatusCode()
  if (object == null) return { status, type: null }
  if (object instanceof namespace.APIException) return { status, ...exception(object) }
  return { status, type: object.constructor.name, content: plain(content(object)) }
}

export const exception = row => ({
  type: 'APIException',
  code: chosen(row.getCode()),
  state: chosen(row.getStatus()),
  message: chosen(row.getMessage()),
  details: plain(Object.fromEntries(row.getDetails() ?? [])),
})

/** What became of each record of a write. */
export const rows =
  ({ Record }) =>
  wrapper =>
    wrapper.getData().map(row =>
      row instanceof Record.APIException
        ? exception(row)
        : {
            type: row.constructor.name,
            code: chosen(row.getCode()),
            state: chosen(row.getStatus()),
            message: chosen(row.getMessage()),
            id: `${row.getDetails().get('id')}`,
            createdBy: row.getDetails().get('Created_By')?.getName(),
          },
    )

/** @param values by field; an id names the record that is meant */
export function recordOf({ Record }, { id, ...values }) {
  const record = new Record.Record()
  if (id) record.setId(BigInt(id))
  for (const [name, value] of Object.entries(values)) record.addKeyValue(name, value)
  return record
}

export function bodyOf(sdk, records) {
  const body = new sdk.Record.BodyWrapper()
  body.setData(records.map(values => recordOf(sdk, values)))
  return body
}
