/** Moves what belongs to one record to another: notes and attachments, links, and whatever else names it. */

import { belongings } from '../../protocol/modules/index.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { sidesOf } from './related.ts'

/** A record by its module's API name and its id. */
export interface Place {
  readonly module: string
  readonly id: string
}

const sideOf = ({ module, id }: Place): string => `${module}:${id}`

/** @param isMoved of which modules what belongs to the record is moved */
export function moveBelongings(data: OrgData, from: Place, to: Place, isMoved: (module: string) => boolean): void {
  for (const { module: name, field } of belongings) {
    const module = data.module(name)
    if (!module || !isMoved(name)) continue
    for (const row of data.pointingTo(from.id, module, field)) {
      if (row.$se_module !== from.module) continue
      data.records(module).put({ ...row, [field]: to.id, $se_module: to.module } as RecordRow)
    }
  }
}

/** A link that the other record has already is not made twice, nor one to itself. */
export function moveLinks(data: OrgData, from: Place, to: Place): void {
  const [fromSide, toSide] = [sideOf(from), sideOf(to)]
  for (const link of data.linksOf(fromSide)) {
    data.links.delete(link.id)
    const other = link.sides.find(side => side !== fromSide)
    if (other === undefined || other === toSide) continue
    const sides = sidesOf(other, toSide)
    const id = sides.join('|')
    if (!data.links.has(id)) data.links.put({ ...link, id, sides })
  }
}
