import type { Located } from '../../../http/locate.ts'
import { type DataCenter, environments, locations } from '../../../protocol/data-centers.ts'
import { CopyLine } from '../../../views/copyable.tsx'
import { EnvironmentBadge, environmentWord } from '../../../views/environment.tsx'
import { Fact } from '../../../views/fact.tsx'

/** Where an app is to be pointed, for one data center at a time. */
export const AddressesCard = ({ located, dataCenter }: { located: Located; dataCenter: DataCenter }) => (
  <section class="card" aria-labelledby="addresses">
    <h2 id="addresses">Addresses</h2>
    <nav class="choices" aria-label="Data center">
      {locations.map(location => (
        <a href={`?location=${location}`} aria-current={location === dataCenter.location ? 'true' : undefined}>
          {location}
        </a>
      ))}
    </nav>
    <dl class="facts">
      <Fact name="Accounts">
        <CopyLine id="address-accounts" what="the accounts address">
          {located.addressOf(dataCenter.accounts)}
        </CopyLine>
      </Fact>
      {environments.map(environment => (
        <Fact name={<EnvironmentBadge environment={environment} />}>
          <CopyLine id={`address-${environment}`} what={`the API address of ${environmentWord(environment)}`}>
            {located.addressOf(dataCenter[environment])}
          </CopyLine>
        </Fact>
      ))}
    </dl>
    <p>
      <a href={`${located.addressOf(dataCenter.console)}/`}>API console</a>
    </p>
  </section>
)
