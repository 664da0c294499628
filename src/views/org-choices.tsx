import { EnvironmentBadge, type EnvironmentName, environmentWord } from './environment.tsx'
import { Name } from './name.tsx'

interface OrgProps {
  readonly id: string
  readonly name: string
  readonly environment: EnvironmentName
}

export interface OrgChoicesProps {
  readonly orgs: readonly OrgProps[]
  readonly checked: string | null
  /** Id of the complaint, where the form was sent without a choice. */
  readonly describedBy: string | undefined
  /** Whether its first radio button has the focus; of several portals on a page only one may. */
  readonly takesFocus?: boolean
}

const order: readonly EnvironmentName[] = ['production', 'sandbox', 'developer']

/** One portal's orgs as radio buttons named `org`, grouped by environment; the first group has the focus. */
export const OrgChoices = ({ orgs, checked, describedBy, takesFocus = true }: OrgChoicesProps) => {
  const groups = order
    .map(environment => ({ environment, orgs: orgs.filter(org => org.environment === environment) }))
    .filter(group => group.orgs.length > 0)
  const focused = checked ?? (takesFocus ? groups[0]?.orgs[0]?.id : null)
  return groups.map(group => (
    <fieldset class={group.environment} aria-describedby={describedBy}>
      <legend>{environmentWord(group.environment)}</legend>
      {group.orgs.map(org => (
        <label class="choice">
          <input
            type="radio"
            name="org"
            value={org.id}
            required
            checked={org.id === checked}
            autofocus={org.id === focused}
          />
          <span class="name">
            <Name>{org.name}</Name>
          </span>
          <EnvironmentBadge environment={org.environment} />
          <span class="zgid">{org.id}</span>
        </label>
      ))}
    </fieldset>
  ))
}
