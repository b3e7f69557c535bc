/** Areas as a tree, narrowed by a search. Pure; the published register and a draft both show theirs with it. */

export interface Leaf { code: string; name: string; parent: string | null }
export interface Branch<Area extends Leaf = Leaf> { area: Area; depth: number; children: number; open: boolean }

export function childrenOf<Area extends Leaf>(areas: Iterable<Area>, order: (a: Area, b: Area) => number = (a, b) => a.code.localeCompare(b.code)): Map<string | null, Area[]> {
  const all = [...areas]
  const known = new Set(all.map(({ code }) => code))
  const children = new Map<string | null, Area[]>()
  for (const area of all) {
    // A parent out of this person's sight makes the area a top of its own.
    const parent = area.parent && known.has(area.parent) ? area.parent : null
    const siblings = children.get(parent)
    if (siblings) siblings.push(area)
    else children.set(parent, [area])
  }
  for (const siblings of children.values()) siblings.sort(order)
  return children
}

/** The rows to show: what is opened, or, while searching, what matches and everything above it. `words` are what is searched. */
export function branches<Area extends Leaf>(children: ReadonlyMap<string | null, Area[]>, opened: ReadonlySet<string>, search: string, limit: number, words: (area: Area) => string): Branch<Area>[] {
  const wanted = search.trim().toLowerCase()
  const hits = new Set<string>()
  const mark = (area: Area): boolean => {
    let hit = words(area).toLowerCase().includes(wanted)
    for (const child of children.get(area.code) ?? []) hit = mark(child) || hit
    if (hit) hits.add(area.code)
    return hit
  }
  if (wanted) children.get(null)?.forEach(mark)
  const rows: Branch<Area>[] = []
  const walk = (area: Area, depth: number): void => {
    if (rows.length >= limit || (wanted && !hits.has(area.code))) return
    const below = children.get(area.code) ?? []
    const open = wanted ? below.some(({ code }) => hits.has(code)) : opened.has(area.code)
    rows.push({ area, depth, children: below.length, open })
    if (open) for (const child of below) walk(child, depth + 1)
  }
  for (const top of children.get(null) ?? []) walk(top, 0)
  return rows
}
