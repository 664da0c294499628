import { environmentWord } from '../../../views/environment.tsx'
import { SelectField } from '../../../views/fields.tsx'
import type { World } from '../../../world/world.ts'
import { comparePath } from './address.ts'
import { orgsOf, usableClients, usersWithOrgs } from './choice.ts'
import type { RunChoice } from './run.ts'

interface ChoiceFormProps {
  readonly world: World
  readonly choice: RunChoice
  readonly query: URLSearchParams
}

/** Who signs in, with which app, and which org is chosen where one is asked for. */
export const ChoiceForm = ({ world, choice, query }: ChoiceFormProps) => {
  const token = query.get('token')
  return (
    <form method="get" action={`${comparePath}#run`} class="choices">
      {token && <input type="hidden" name="token" value={token} />}
      <SelectField
        name="user"
        label="User"
        value={choice.user.email}
        options={usersWithOrgs(world).map(({ email }) => ({ value: email, text: email }))}
      />
      <SelectField
        name="client"
        label="Client"
        value={choice.client.id}
        options={usableClients(world, choice.user).map(({ id, name }) => ({ value: id, text: name }))}
      />
      <SelectField
        name="org"
        label="Org, in the new flow"
        value={choice.org.id}
        options={orgsOf(world, choice.user).map(({ id, name, environment }) => ({
          value: id,
          text: `${name} · ${environmentWord(environment)}`,
        }))}
      />
      <button type="submit">Run again</button>
    </form>
  )
}
