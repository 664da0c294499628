/**
 * Whether what a fixture says of one org fits together: modules, fields, layouts, views, profiles, sharing. Of a part that
 * could not be read its name is enough to go on, so that one mistake hides no other and brings no false one.
 */

import type { FieldDefinition } from '../protocol/modules/define.ts'
import { standardModules } from '../protocol/modules/index.ts'
import { type FieldInput, fieldProblems, type LayoutInput, type ModuleInput } from './customization-schema.ts'
import { blueprintProblems } from './fixture-blueprints.ts'
import { type CustomizationFinding, checkCustomization } from './fixture-customization.ts'
import type { FixtureFile } from './fixture-schema.ts'
import { viewListProblems, viewProblems } from './fixture-views.ts'
import { listed, type Problem, type Readable } from './problems.ts'

export type OrgInput = Readable<NonNullable<FixtureFile['portals']>[number]['orgs'][number]>

type Path = Problem['path']
type Missing = NonNullable<CustomizationFinding['missing']>

const standardNames: ReadonlySet<string> = new Set(standardModules.map(({ apiName }) => apiName))

/**
 * @param refused what the schema found in this org; paths of it and of the answer begin in the org
 * @param strict whether a view may name nothing that the org doesn't start with
 */
export function orgProblems(org: OrgInput, refused: readonly Problem[], strict: boolean): Problem[] {
  const doubts = new Doubts(org, refused)
  const isRefused = refusals(refused)
  const { findings, moduleOf } = checkCustomization(standIns(org, refused))
  return [
    ...allFields(org).flatMap(([path, field]) =>
      under(
        path,
        fieldProblems(field, key => isRefused([...path, key])),
      ),
    ),
    ...findings.filter(({ missing }) => !missing || doubts.isSure(missing)),
    ...nameProblems(org, doubts),
    ...allViewProblems(org, isRefused, moduleOf, (missing: Missing) => strict && doubts.isSure(missing)),
    ...allBlueprintProblems(org, moduleOf, (missing: Missing) => doubts.isSure(missing)),
  ]
}

/** What nobody can say is missing, since some of the file could not be read. */
class Doubts {
  readonly #modules: boolean
  readonly #fields = new Set<string>()

  constructor(org: OrgInput, refused: readonly Problem[]) {
    const isRefused = refusals(refused)
    this.#modules =
      isRefused(['modules']) ||
      (org.modules ?? []).some((_, index) => isRefused(['modules', index]) || isRefused(['modules', index, 'api_name']))
    for (const [module, path, fields] of fieldLists(org)) {
      const isUnnamed = (field: Readable<FieldInput> | undefined, index: number) =>
        isRefused([...path, index]) ||
        isRefused([...path, index, 'api_name']) ||
        (field?.api_name === undefined && field?.field_label === undefined)
      if (isRefused(path) || fields.some(isUnnamed)) this.#fields.add(module.toLowerCase())
    }
    for (const { path } of refused)
      if (path[0] === 'fields' && path.length === 2) this.#fields.add(String(path[1]).toLowerCase())
  }

  isSure({ module, part }: Missing): boolean {
    return part === 'module' ? !this.#modules : !this.#fields.has(module.toLowerCase())
  }
}

/** Tells whether exactly that place was refused. */
function refusals(refused: readonly Problem[]): (path: Path) => boolean {
  const places = new Set(refused.map(({ path }) => JSON.stringify(path)))
  return path => places.has(JSON.stringify(path))
}

/** The lists of fields that an org adds, each with the module and its place. */
function fieldLists(
  org: OrgInput,
): [module: string, path: Path, fields: readonly (Readable<FieldInput> | undefined)[]][] {
  return [
    ...listed(org.modules).map(([index, module]): [string, Path, (typeof module)['fields'] & {}] => [
      module.api_name ?? '',
      ['modules', index, 'fields'],
      module.fields ?? [],
    ]),
    ...Object.entries(org.fields ?? {}).map(([module, fields]): [string, Path, NonNullable<typeof fields>] => [
      module,
      ['fields', module],
      fields ?? [],
    ]),
  ]
}

const allFields = (org: OrgInput): [Path, Readable<FieldInput>][] =>
  fieldLists(org).flatMap(([, path, fields]) =>
    listed(fields).map(([at, field]): [Path, typeof field] => [[...path, at], field]),
  )

const under = (path: Path, problems: readonly Problem[]): Problem[] =>
  problems.map(problem => ({ path: [...path, ...problem.path], message: problem.message }))

/** The declarations with something in place of what could not be read. */
function standIns(org: OrgInput, refused: readonly Problem[]) {
  const isTouched = (path: Path) =>
    refused.some(problem => path.length <= problem.path.length && path.every((step, at) => problem.path[at] === step))
  const toFields = (path: Path, fields: readonly (Readable<FieldInput> | undefined)[] = []) =>
    fields.map(
      (field, at) => field && toField(field, isTouched([...path, at]) || fieldProblems(field, () => false).length > 0),
    )
  const each = <In, Out>(record: Readonly<Record<string, In>> = {}, to: (name: string, value: In) => Out) =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [name, to(name, value)]))
  return {
    modules: (org.modules ?? []).map(
      (module, at) => module && toModule(module, toFields(['modules', at, 'fields'], module.fields)),
    ),
    fields: each(org.fields, (name, fields) => toFields(['fields', name], fields)),
    layouts: each(org.layouts, (_, layouts) => (layouts ?? []).map(layout => layout && toLayout(layout))),
  }
}

function toModule(module: Readable<ModuleInput>, fields: (FieldInput | undefined)[]): ModuleInput | undefined {
  const { api_name: name, singular_label = name, plural_label = name } = module
  if (name === undefined) return undefined
  return {
    api_name: name,
    singular_label: singular_label!,
    plural_label: plural_label!,
    fields: fields as FieldInput[],
  }
}

/** @param isBroken whether no more than its name is of use */
function toField(field: Readable<FieldInput>, isBroken: boolean): FieldInput | undefined {
  if (!isBroken) return field as FieldInput
  const { api_name, field_label = api_name } = field
  return field_label === undefined ? undefined : { field_label, data_type: 'text', ...(api_name && { api_name }) }
}

function toLayout({ name = '', sections }: Readable<LayoutInput>): LayoutInput | undefined {
  if (sections === undefined) return undefined
  return { name, sections: sections.map(section => ({ name: '', fields: (section?.fields ?? []) as string[] })) }
}

/** Profiles and sharing that name a module which the org doesn't have. */
function nameProblems({ modules, profiles, sharing = {} }: OrgInput, doubts: Doubts): Problem[] {
  const known = new Set([...standardNames, ...listed(modules).map(([, { api_name }]) => api_name)])
  const unknown = (path: Path, named: object = {}): Problem[] =>
    Object.keys(named).flatMap(name =>
      known.has(name) || !doubts.isSure({ module: name, part: 'module' })
        ? []
        : [{ path: [...path, name], message: `no module ${name}` }],
    )
  return [
    ...listed(profiles).flatMap(([at, profile]) => unknown(['profiles', at, 'modules'], profile.modules)),
    ...unknown(['sharing'], sharing),
  ]
}

function allBlueprintProblems(
  org: OrgInput,
  moduleOf: ReturnType<typeof checkCustomization>['moduleOf'],
  isMissed: (missing: Missing) => boolean,
): Problem[] {
  return listed(org.blueprints).flatMap(([at, blueprint]) => {
    const { module: name } = blueprint
    const module = name === undefined ? undefined : moduleOf(name)
    const isLost = name !== undefined && !module && isMissed({ module: name, part: 'module' })
    const isComplete = module !== undefined && isMissed({ module: module.apiName, part: 'fields' })
    const fieldOf = (field: string): FieldDefinition | null | undefined =>
      module?.fieldsByName.get(field) ?? (isComplete ? undefined : null)
    const lost: Problem[] = isLost ? [{ path: ['module'], message: `no module ${name}` }] : []
    return under(['blueprints', at], [...lost, ...blueprintProblems(blueprint, fieldOf)])
  })
}

function allViewProblems(
  org: OrgInput,
  isRefused: (path: Path) => boolean,
  moduleOf: ReturnType<typeof checkCustomization>['moduleOf'],
  isMissed: (missing: Missing) => boolean,
): Problem[] {
  const own = listed(org.custom_views).flatMap(([at, view]) => {
    const { module: name } = view
    const module = name === undefined ? undefined : moduleOf(name)
    const isLost = name !== undefined && !module && isMissed({ module: name, part: 'module' })
    const isComplete = module !== undefined && isMissed({ module: module.apiName, part: 'fields' })
    const fieldOf = (field: string): FieldDefinition | null | undefined =>
      module?.fieldsByName.get(field) ?? (isComplete ? undefined : null)
    return under(
      ['custom_views', at],
      [
        ...(isLost ? [{ path: ['module'], message: `no module ${name}` }] : []),
        ...viewProblems(view, fieldOf, key => isRefused(['custom_views', at, key])),
      ],
    )
  })
  return [...own, ...under(['custom_views'], viewListProblems(org.custom_views))]
}
