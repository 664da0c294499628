/**
 * What an org has made of its modules' layouts: sections and fields moved about on the standard layout, and layouts of its
 * own. Laid over the standard metadata by org-metadata.ts.
 */

import type { FieldMeta, Layout, ModuleMeta, Section } from './metadata.ts'

/** A layout of the org's own, or the standard one as it was changed. */
export interface LayoutRow extends Layout {
  /** API name. */
  readonly module: string
}

/** A module with its layouts as they are now; its own come behind the standard one. */
export function withLayouts(module: ModuleMeta, rows: readonly LayoutRow[]): ModuleMeta {
  const standard = rows.find(({ id }) => id === module.layout.id) ?? module.layout
  const own = rows.filter(row => row !== standard)
  const [layout, ...others] = [standard, ...own].map(each => upToDate(each, module))
  return { ...module, layout: layout!, layouts: [layout!, ...others] }
}

/** The layouts on which a field stands; what no web page shows belongs to all of them. */
export const layoutsOf = ({ layouts }: ModuleMeta, { id }: FieldMeta): readonly Layout[] =>
  layouts.filter(({ unused }) => !unused.includes(id))

/** The section that tells of the record itself, where its owner stands. */
function mainSection(sections: readonly Section[], owner: string | undefined): Section | undefined {
  return sections.find(({ fields }) => owner !== undefined && fields.includes(owner)) ?? sections[0]
}

/** Fields come and go after a layout was changed. New ones stand in the main section of each layout; that is inferred. */
function upToDate(layout: Layout, { fields, fieldsByName }: ModuleMeta): Layout {
  const there = new Set(fields.map(({ id }) => id))
  const placed = new Set([...layout.unused, ...layout.sections.flatMap(section => section.fields)])
  const added = fields.filter(({ id, custom }) => custom && !placed.has(id)).map(({ id }) => id)
  const isComplete = added.length === 0 && [...placed].every(id => there.has(id))
  if (isComplete) return layout
  const main = mainSection(layout.sections, fieldsByName.get('Owner')?.id)
  return {
    ...layout,
    unused: layout.unused.filter(id => there.has(id)),
    sections: layout.sections.map(section => ({
      ...section,
      fields: [...section.fields.filter(id => there.has(id)), ...(section === main ? added : [])],
    })),
  }
}
