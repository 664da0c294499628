/** Each item that asks for a place, counted from one, gets it; the others keep their order around them. */
export function inPlaces<T>(items: readonly T[], placeOf: (item: T) => number | undefined): T[] {
  const ordered = items.filter(item => placeOf(item) === undefined)
  const asking = items.filter(item => placeOf(item) !== undefined).sort((a, b) => placeOf(a)! - placeOf(b)!)
  for (const item of asking) ordered.splice(placeOf(item)! - 1, 0, item)
  return ordered
}
