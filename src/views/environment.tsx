export type EnvironmentName = 'production' | 'sandbox' | 'developer'

const words: Readonly<Record<EnvironmentName, string>> = {
  production: 'Production',
  sandbox: 'Sandbox',
  developer: 'Developer',
}

export const environmentWord = (environment: EnvironmentName): string => words[environment]

/** Colour, word and shape of an environment, the same on every page. */
export const EnvironmentBadge = ({ environment }: { environment: EnvironmentName }) => (
  <span class={`badge ${environment}`}>{words[environment]}</span>
)

/** What the old flow's consent means, where the new one names an org. */
export const EveryEnvironment = () => (
  <div class="note" data-testid="every-environment">
    <p>Old flow: the token will work in every environment of your organizations.</p>
    <p class="badges">
      {(Object.keys(words) as EnvironmentName[]).map(environment => (
        <EnvironmentBadge environment={environment} />
      ))}
    </p>
  </div>
)
