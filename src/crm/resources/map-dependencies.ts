/**
 * `/settings/layouts/{id}/map_dependency`: which values of one pick list a layout offers for a value of another. Web pages
 * follow it; what the API writes is not held against it.
 *
 * Source: https://github.com/zoho/crm-oas
 */

import { crmError } from '../../protocol/crm-errors/index.ts'
import type { FieldMeta, Layout, ModuleMeta, PickListValue } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { CrmContext } from '../answer.ts'
import { moduleOfQuery } from '../module-of.ts'
import type { Routes } from '../routes.ts'
import {
  type Collection,
  collectionRoutes,
  type Setting,
  settingsOf,
  type WriteContext,
} from '../settings/collection.ts'
import { isDeletion } from '../settings/deletion.ts'
import { flag, type Key } from '../settings/keys.ts'
import type { RowRefused, SettingsRow } from '../settings/row.ts'
import { toPickListValueResponse } from './fields.ts'

const mostOptions = 2000

/** Which values of the child go with a value of the parent, by their ids. */
interface Mapped {
  readonly id: string
  readonly maps: readonly string[]
}

type Side = 'parent' | 'child'

const dependencies: Collection = {
  path: '/settings/layouts/:layout/map_dependency',
  root: 'map_dependency',
  scope: 'settings.map_dependency',
  operations: ['list', 'get', 'create', 'updateOne', 'deleteOne'],
  most: 1,
  keys: {
    parent: side('parent'),
    child: side('child'),
    layout: { secret: true, read: (_row, _name, { c }) => c.req.param('layout') },
    active: flag({ initial: true }),
    pick_list_values: mappedValues(),
  },
  within(c) {
    const { layout } = placeOf(c)
    return ({ values }) => values.layout === layout.id
  },
  check: checkDependency,
  written: (_, { data }) => data.metadata.touch(data.clock.now()),
  deleted: (_, c) => {
    const { data } = c.get('caller')
    data.metadata.touch(data.clock.now())
  },
  show(setting, shown, c) {
    const { parent, child, active } = shown as Record<string, unknown>
    const all = { parent, internal: false, sub_module: null, active, id: setting.id, source: 1, category: 0 }
    return c.req.param('id')
      ? { ...all, pick_list_values: showMapped(setting, moduleOfQuery(c)), child }
      : { ...all, child }
  },
  info: 'page',
  messages: {
    created: 'map dependency created',
    updated: 'map dependency updated',
    deleted: 'map dependency deleted',
  },
}

function placeOf(c: CrmContext): { readonly module: ModuleMeta; readonly layout: Layout } {
  const module = moduleOfQuery(c)
  const layout = module.layouts.find(({ id }) => id === c.req.param('layout'))
  const refuse = (message: string) => crmError('invalidLayout', { resource_path_index: 2 }, { message })
  if (!layout) throw refuse('Invalid Layout Id')
  if (!layout.active) throw refuse('The given layout is deactivated')
  return { module, layout }
}

const fieldOf = (module: ModuleMeta, id: unknown): FieldMeta | undefined => module.fields.find(each => each.id === id)

/** A field by its id, and its API name if that is said too; kept as the id. */
function side(which: Side): Key {
  const types = which === 'parent' ? ['picklist'] : ['picklist', 'multiselectpicklist']
  return {
    required: true,
    read(row, name, { c }) {
      const sent = row.object(name)
      if (!sent) return undefined
      const { module, layout } = placeOf(c)
      const id = sent.needed('id', sent.text('id', 20))
      const apiName = sent.text('api_name', 50)
      const field = fieldOf(module, id)
      if (!field || !types.includes(field.dataType))
        throw sent.refuse('invalidValue', 'id', {}, `invalid ${which} fieldid`)
      if (apiName !== undefined && !module.fieldsByName.has(apiName)) {
        throw sent.refuse('invalidValue', 'api_name', {}, 'The given api name is invalid')
      }
      if (apiName !== undefined && apiName !== field.apiName) {
        throw sent.ambiguous(['id', 'api_name'], 'Ambiguity while processing the request')
      }
      if (layout.unused.includes(id)) {
        const called = which === 'parent' ? 'Parent' : 'Child'
        throw sent.refuse('notAllowed', 'id', {}, `${called} fieldid is in unused fields list of the layout`)
      }
      return id
    },
    show(value, c) {
      const field = fieldOf(moduleOfQuery(c), value)
      return field ? { api_name: field.apiName, id: field.id } : null
    },
  }
}

/** A change says something of the values that it names, and takes away what says `_delete`; that the others stay is inferred. */
function mappedValues(): Key {
  return {
    required: true,
    read(row, name, { c, current }) {
      const rows = row.objects(name)
      if (!rows) return undefined
      if (rows.length > mostOptions) throw row.refuse('tooLong', name, { maximum_length: mostOptions })
      const { module } = placeOf(c)
      const idOf = (which: Side) => row.object(which)?.text('id', 20) ?? current?.values[which]
      const optionsOf = (which: Side) => new Set(fieldOf(module, idOf(which))?.pickListValues.map(({ id }) => id))
      const [parents, children] = [optionsOf('parent'), optionsOf('child')]
      const before = (current?.values[name] ?? []) as readonly Mapped[]
      const mapped = new Map(before.map(({ id, maps }) => [id, new Set(maps)]))
      for (const each of rows) {
        const id = readOption(each, parents, 'parent')
        const maps = each.needed('maps', each.objects('maps'))
        const chosen = mapped.get(id) ?? new Set<string>()
        for (const map of maps) {
          const child = readOption(map, children, 'child')
          if (current && isDeletion(map)) chosen.delete(child)
          else chosen.add(child)
        }
        mapped.set(id, chosen)
      }
      return [...mapped].map(([id, maps]): Mapped => ({ id, maps: [...maps] }))
    },
  }
}

function readOption(row: SettingsRow, options: ReadonlySet<string>, which: Side): string {
  const id = row.needed('id', row.text('id', 20))
  if (!options.has(id)) throw row.refuse('invalidValue', 'id', {}, `Invalid ${which} option id`)
  return id
}

function checkDependency(
  { parent, child, layout }: Readonly<Record<string, unknown>>,
  { row, table, current }: WriteContext,
): void {
  const childRow = row.object('child') ?? row
  if (parent === child) throw childRow.refuse('invalidValue', 'id', {}, 'The parent and child fieldid cannot be same')
  const others = table.all().filter(({ id, values }) => id !== current?.id && values.layout === layout)
  const same = others.find(({ values }) => values.parent === parent && values.child === child)
  if (same) throw alreadyMapped(row, same)
  const leads = (from: unknown, seen = new Set<unknown>()): boolean => {
    if (from === parent) return true
    if (seen.has(from)) return false
    seen.add(from)
    return others.some(({ values }) => values.parent === from && leads(values.child, seen))
  }
  if (leads(child)) {
    const message = 'The given child field when associated with this parent field will result in loop'
    throw childRow.refuse('notAllowed', 'id', {}, message)
  }
}

function alreadyMapped(row: SettingsRow, { id, values }: Setting): RowRefused {
  const dependency = (['parent', 'child'] as const).map(which => ({
    id: values[which] as string,
    json_path: `${row.path}.${which}.id`,
  }))
  return row.refuseAll('mappingExists', undefined, { id, dependency })
}

function showMapped({ values }: Setting, module: ModuleMeta): object[] {
  const show = (field: FieldMeta | undefined, id: string) => {
    const option = field?.pickListValues.find(each => each.id === id)
    return option ? [{ display_value: option.displayValue ?? option.value, actual_value: option.value, id }] : []
  }
  const [parent, child] = [fieldOf(module, values.parent), fieldOf(module, values.child)]
  return (values.pick_list_values as readonly Mapped[]).flatMap(({ id, maps }) =>
    show(parent, id).map(option => ({ ...option, maps: maps.flatMap(each => show(child, each)) })),
  )
}

/** What a layout says of the values of a pick list: which values of other fields go with each. */
export function mapsOf(
  data: OrgData,
  module: ModuleMeta,
  layout: Layout,
  field: FieldMeta,
): (value: PickListValue) => object[] {
  const own = settingsOf(data, dependencies)
    .all()
    .filter(({ values }) => values.active && values.layout === layout.id && values.parent === field.id)
  return ({ id }) =>
    own.flatMap(({ values }) => {
      const child = fieldOf(module, values.child)
      const mapped = (values.pick_list_values as readonly Mapped[]).find(each => each.id === id)
      if (!child || !mapped) return []
      return [{ api_name: child.apiName, pick_list_values: chosenOf(child, mapped) }]
    })
}

const chosenOf = (child: FieldMeta, { maps }: Mapped): object[] =>
  child.pickListValues.filter(({ id }) => maps.includes(id)).map(toPickListValueResponse)

export const mapDependencyRoutes = (routes: Routes): void => collectionRoutes(routes, dependencies)
