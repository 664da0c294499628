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
