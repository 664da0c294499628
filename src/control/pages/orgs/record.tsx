import { EnvironmentBadge } from '../../../views/environment.tsx'
import { Fact } from '../../../views/fact.tsx'
import { Name } from '../../../views/name.tsx'
import { OwnLayout, ownPages } from '../../../views/own-layout.tsx'
import type { ModuleMeta } from '../../../world/metadata.ts'
import type { OrgData } from '../../../world/org-data.ts'
import type { RecordRow } from '../../../world/record-row.ts'
import { valueText } from './value-text.ts'

interface RecordPageProps {
  readonly base: string
  readonly data: OrgData
  readonly module: ModuleMeta
  readonly record: RecordRow
}

/** Every field of a record that holds something. */
export const RecordPage = ({ base, data, module, record }: RecordPageProps) => {
  const { org } = data
  const orgAddress = `${base}${ownPages.orgs.path}/${org.id}`
  const name = String(record[module.displayField] ?? record.id)
  const filled = module.fields
    .map(field => ({ field, text: field.apiName === 'id' ? record.id : valueText(field, record, data) }))
    .filter(({ text }) => text !== '')
  return (
    <OwnLayout title={name} base={base} current="orgs">
      <nav class="beside" aria-label="Where this is">
        <a href={`${base}${ownPages.orgs.path}`}>All orgs</a>
        <a href={orgAddress}>
          <Name>{org.name}</Name>
        </a>
        <a href={`${orgAddress}/${module.apiName}`}>
          <Name>{module.plural}</Name>
        </a>
      </nav>
      <h1>
        <Name>{name}</Name> <EnvironmentBadge environment={org.environment} />
      </h1>
      <dl class="card strip roomy facts">
        {filled.map(({ field, text }) => (
          <Fact name={<code>{field.apiName}</code>}>
            <Name>{text}</Name>
          </Fact>
        ))}
      </dl>
    </OwnLayout>
  )
}
