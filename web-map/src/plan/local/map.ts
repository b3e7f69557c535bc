/**
 * The draft as this browser holds it: borders, faces and buildings by id, and where they are. Patches of the service are
 * put in as they come; nothing is computed that the service has not said.
 */

import type { Border, BorderId, Building, BuildingId, DraftAreaId, DraftMap, Face, FaceId, Lonlat, Patch } from '@/api/plan'
import { Cells, type Box } from './cells'

/** A segment's number: border and place in it. A border has fewer segments than this. */
const SEGMENTS = 2 ** 20

/** What a patch touched, for whoever draws. */
export interface Changed {
  borders: { removed: BorderId[]; put: BorderId[] }
  faces: { removed: FaceId[]; put: FaceId[] }
  buildings: { removed: BuildingId[]; put: BuildingId[] }
  areas: { removed: DraftAreaId[]; put: DraftAreaId[] }
}

function join<Key, Value>(index: Map<Key, Set<Value>>, at: Key, value: Value): void {
  const known = index.get(at)
  if (known) known.add(value)
  else index.set(at, new Set([value]))
}
function part<Key, Value>(index: Map<Key, Set<Value>>, at: Key, value: Value): void {
  const known = index.get(at)
  known?.delete(value)
  if (known?.size === 0) index.delete(at)
}
const nothing: ReadonlySet<never> = new Set()

export class LocalMap {
  readonly borders = new Map<BorderId, Border>()
  readonly faces = new Map<FaceId, Face>()
  readonly buildings = new Map<BuildingId, Building>()
  private readonly around = new Map<FaceId, Set<BorderId>>()
  private readonly parts = new Map<DraftAreaId, Set<FaceId>>()
  private readonly homes = new Map<DraftAreaId, Set<BuildingId>>()
  private readonly segments = new Cells()
  private readonly sites = new Cells()

  bordersOf = (face: FaceId): ReadonlySet<BorderId> => this.around.get(face) ?? nothing
  facesOf = (area: DraftAreaId): ReadonlySet<FaceId> => this.parts.get(area) ?? nothing
  buildingsOf = (area: DraftAreaId): ReadonlySet<BuildingId> => this.homes.get(area) ?? nothing
  areaOf = (face: FaceId): DraftAreaId | null => this.faces.get(face)?.area ?? null

  /** Adds what a view of the draft holds; what is known already is replaced. */
  load(map: Pick<DraftMap, 'borders' | 'faces' | 'buildings'>): void {
    for (const border of map.borders) this.putBorder(border)
    for (const face of map.faces) this.putFace(face)
    for (const building of map.buildings) this.putBuilding(building)
  }

  apply(patch: Patch): Changed {
    for (const id of patch.borders.removed) this.takeBorder(id)
    for (const id of patch.faces.removed) this.takeFace(id)
    for (const id of patch.buildings.removed) this.takeBuilding(id)
    this.load({ borders: patch.borders.put, faces: patch.faces.put, buildings: patch.buildings.put })
    const ids = <Id>({ removed, put }: { removed: Id[]; put: { id: Id }[] }) => {
      const kept = new Set(put.map(({ id }) => id))
      return { removed: removed.filter(id => !kept.has(id)), put: [...kept] }
    }
    return { borders: ids(patch.borders), faces: ids(patch.faces), buildings: ids(patch.buildings), areas: ids(patch.areas) }
  }

  clear(): void {
    for (const index of [this.borders, this.faces, this.buildings, this.around, this.parts, this.homes, this.segments, this.sites]) index.clear()
  }

  /** Segments that may touch the box, as border and index of the segment's first point. */
  lookSegments(box: Box, visit: (border: Border, segment: number) => void): void {
    this.segments.look(box, value => {
      const border = this.borders.get(Math.floor(value / SEGMENTS))
      if (border) visit(border, value % SEGMENTS)
    })
  }

  buildingsIn(box: Box): Building[] {
    const found: Building[] = []
    this.sites.look(box, id => {
      const building = this.buildings.get(id)
      if (!building) return
      const [lon, lat] = building.at
      if (lon >= box.west && lon <= box.east && lat >= box.south && lat <= box.north) found.push(building)
    })
    return found
  }

  private eachSegment(border: Border, visit: (a: Lonlat, b: Lonlat, value: number) => void): void {
    for (let index = 0; index + 1 < border.points.length; index++) visit(border.points[index]!, border.points[index + 1]!, border.id * SEGMENTS + index)
  }

  private putBorder(border: Border): void {
    this.takeBorder(border.id)
    this.borders.set(border.id, border)
    join(this.around, border.left, border.id)
    join(this.around, border.right, border.id)
    this.eachSegment(border, this.segments.putSegment)
  }
  private takeBorder(id: BorderId): void {
    const known = this.borders.get(id)
    if (!known) return
    this.eachSegment(known, this.segments.takeSegment)
    part(this.around, known.left, id)
    part(this.around, known.right, id)
    this.borders.delete(id)
  }
  private putFace(face: Face): void {
    this.takeFace(face.id)
    this.faces.set(face.id, face)
    if (face.area !== null) join(this.parts, face.area, face.id)
  }
  private takeFace(id: FaceId): void {
    const known = this.faces.get(id)
    if (known?.area != null) part(this.parts, known.area, id)
    this.faces.delete(id)
  }
  private putBuilding(building: Building): void {
    this.takeBuilding(building.id)
    this.buildings.set(building.id, building)
    join(this.homes, building.area, building.id)
    this.sites.putPoint(building.at, building.id)
  }
  private takeBuilding(id: BuildingId): void {
    const known = this.buildings.get(id)
    if (!known) return
    this.sites.takePoint(known.at, id)
    part(this.homes, known.area, id)
    this.buildings.delete(id)
  }
}
