import { viewColumns } from '../../../protocol/modules/views.ts'
import { EnvironmentBadge } from '../../../views/environment.tsx'
import { Name } from '../../../views/name.tsx'
import { OwnLayout, ownPages } from '../../../views/own-layout.tsx'
import { Pager } from '../../../views/pager.tsx'
import type { FieldMeta, ModuleMeta } from '../../../world/metadata.ts'
import type { OrgData } from '../../../world/org-data.ts'
import type { RecordRow } from '../../../world/record-row.ts'
import { pageNumber, withParam } from '../paging.ts'
import { valueText } from './value-text.ts'

const pageSize = 50
const columnsShown = 6

interface RecordsPageProps {
  readonly base: string
  readonly data: OrgData
  readonly module: ModuleMeta
  readonly query: Readonly<Record<string, string>>
}

export const RecordsPage = ({ base, data, module, query }: RecordsPageProps) => {
  const { org } = data
  const total = data.recordCount(module)
  const { page, pages } = pageNumber(query.page, total, pageSize)
  const rows = newest(data, module, (page - 1) * pageSize)
  const columns = columnsOf(module)
  const orgAddress = `${base}${ownPages.orgs.path}/${org.id}`
  return (
    <OwnLayout title={`${module.plural} of ${org.name}`} base={base} current="orgs" wide>
      <nav class="beside" aria-label="Where this is">
        <a href={`${base}${ownPages.orgs.path}`}>All orgs</a>
        <a href={orgAddress}>
          <Name>{org.name}</Name>
        </a>
      </nav>
      <h1>
        <Name>{module.plural}</Name> <span class="count">{total}</span>{' '}
        <EnvironmentBadge environment={org.environment} />
      </h1>
      {rows.length === 0 ? (
        <p class="empty">
          No records. Make some with <code>POST /_emulator/orgs/{org.id}/records</code>, or by a call of the CRM API.
        </p>
      ) : (
        <section class="scroller" tabindex={0} aria-label={`${module.plural}, the newest first`}>
          <table class="records">
            <thead>
              <tr>
                <th scope="col">id</th>
                {columns.map(({ label }) => (
                  <th scope="col">
                    <Name>{label}</Name>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(row => (
                <tr>
                  <th scope="row">
                    <a href={`${orgAddress}/${module.apiName}/${row.id}`}>{row.id}</a>
                  </th>
                  {columns.map(field => (
                    <td>
                      <Name>{valueText(field, row, data)}</Name>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Pager label="records" page={page} pages={pages} total={total} href={at => withParam(query, 'page', at)} />
    </OwnLayout>
  )
}

/** One page of records. */
function newest(data: OrgData, module: ModuleMeta, skipped: number): RecordRow[] {
  const rows: RecordRow[] = []
  let at = 0
  data.records(module).eachBackwards(row => {
    if (at++ >= skipped) rows.push(row)
    return rows.length < pageSize
  })
  return rows
}

/** The name first, then what the module's list on Zoho's pages shows. */
function columnsOf({ apiName, displayField, fieldsByName }: ModuleMeta): FieldMeta[] {
  const names = new Set([displayField, ...viewColumns(apiName, displayField)])
  return [...names].flatMap(name => fieldsByName.get(name) ?? []).slice(0, columnsShown)
}
