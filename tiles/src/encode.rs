//! Shapes into the features of a tile: moved to the tile, clipped, tidied, written.

use crate::clip_line;
use crate::clip_polygon::{self, Local};
use crate::flat::{FlatShapes, Role};
use crate::mercator::{BUFFER, EXTENT, Vertex, Window};
use crate::mvt::{Coord, GeometryKind, LayerBytes, Repeats, ValueRef};

const LOW: i64 = -BUFFER;
const HIGH: i64 = EXTENT + BUFFER;

/// One layer of a tile while it is written.
pub(crate) struct LayerWriter {
    layer: LayerBytes,
    scratch: Scratch,
}

/// Where a shape lies with respect to the drawn square.
enum Reach {
    Outside,
    Inside,
    Across,
}

/// Buffers kept from feature to feature.
#[derive(Default)]
struct Scratch {
    coords: Vec<Coord>,
    /// End of each path in `coords`, and whether it must be turned round.
    paths: Vec<(usize, bool)>,
}

/// The properties of the feature being written.
pub(crate) struct TagWriter<'a>(&'a mut LayerBytes);

impl TagWriter<'_> {
    /// A text that many features have.
    pub(crate) fn text(&mut self, key: &'static str, value: &str) {
        self.0.tag(key, ValueRef::Text(value), Repeats::Often);
    }

    /// A text that hardly any other feature has.
    pub(crate) fn own_text(&mut self, key: &'static str, value: &str) {
        self.0.tag(key, ValueRef::Text(value), Repeats::Never);
    }

    pub(crate) fn number(&mut self, key: &'static str, value: u32) {
        self.0.tag(key, ValueRef::Whole(value.into()), Repeats::Often);
    }

    pub(crate) fn properties(&mut self, properties: &[(&'static str, crate::Value)]) {
        for (key, value) in properties {
            self.0.tag(key, value.into(), Repeats::Often);
        }
    }
}

/// Writes one layer with what `fill` puts in, after what `tile` holds already; a layer without
/// features leaves no trace.
pub(crate) fn write_layer(tile: &mut Vec<u8>, name: &'static str, fill: impl FnOnce(&mut LayerWriter)) {
    let mut writer = LayerWriter { layer: LayerBytes::new(name), scratch: Scratch::default() };
    fill(&mut writer);
    writer.layer.append_to(tile);
}

impl LayerWriter {
    /// Writes a point when it lies in the drawn square.
    pub(crate) fn point(
        &mut self,
        vertex: Vertex,
        window: &Window,
        id: Option<u64>,
        tags: impl FnOnce(&mut TagWriter<'_>),
    ) {
        let (x, y) = window.local(vertex);
        if !(LOW..=HIGH).contains(&x) || !(LOW..=HIGH).contains(&y) {
            return;
        }
        self.layer.point(narrowed([x, y]));
        tags(&mut TagWriter(&mut self.layer));
        self.layer.end_feature(GeometryKind::Point, id);
    }

    /// Writes the part of a polygon shape in the drawn square, if any is left.
    pub(crate) fn polygons(
        &mut self,
        shapes: &FlatShapes,
        item: u32,
        window: &Window,
        id: Option<u64>,
        tags: impl FnOnce(&mut TagWriter<'_>),
    ) {
        self.scratch.clear();
        match reach(shapes, item, window) {
            Reach::Outside => return,
            Reach::Inside => {
                let mut outer_kept = false;
                for (role, ring) in shapes.paths(item) {
                    if role == Role::Hole && !outer_kept {
                        continue;
                    }
                    let kept =
                        self.scratch.push_ring(ring.iter().map(|v| coord(window, *v)), role == Role::Outer);
                    outer_kept = if role == Role::Outer { kept } else { outer_kept };
                }
            }
            Reach::Across => {
                let mut polygon: Vec<Vec<Local>> = Vec::new();
                for (role, ring) in shapes.paths(item) {
                    if role == Role::Outer && !polygon.is_empty() {
                        self.scratch.push_clipped(std::mem::take(&mut polygon));
                    }
                    polygon.push(ring.iter().map(|v| window.local(*v).into()).collect());
                }
                self.scratch.push_clipped(polygon);
            }
        }
        if self.scratch.paths.is_empty() {
            return;
        }
        for (coords, backwards) in self.scratch.paths() {
            self.layer.ring(coords, backwards);
        }
        tags(&mut TagWriter(&mut self.layer));
        self.layer.end_feature(GeometryKind::Polygon, id);
    }

    /// Writes the parts of a line shape in the drawn square, if any are left.
    pub(crate) fn lines(
        &mut self,
        shapes: &FlatShapes,
        item: u32,
        window: &Window,
        id: Option<u64>,
        tags: impl FnOnce(&mut TagWriter<'_>),
    ) {
        self.scratch.clear();
        match reach(shapes, item, window) {
            Reach::Outside => return,
            Reach::Inside => {
                for (_, line) in shapes.paths(item) {
                    self.scratch.push_line(line.iter().map(|v| coord(window, *v)));
                }
            }
            Reach::Across => {
                for (_, line) in shapes.paths(item) {
                    let local: Vec<Local> = line.iter().map(|v| window.local(*v).into()).collect();
                    for run in clip_line::clip(&local, LOW, HIGH) {
                        self.scratch.push_line(run.into_iter().map(narrowed));
                    }
                }
            }
        }
        if self.scratch.paths.is_empty() {
            return;
        }
        for (coords, _) in self.scratch.paths() {
            self.layer.line(coords);
        }
        tags(&mut TagWriter(&mut self.layer));
        self.layer.end_feature(GeometryKind::Line, id);
    }
}

fn reach(shapes: &FlatShapes, item: u32, window: &Window) -> Reach {
    let Some(extent) = shapes.extent(item) else { return Reach::Outside };
    let (west, north) = window.local(extent.min);
    let (east, south) = window.local(extent.max);
    if east < LOW || south < LOW || west > HIGH || north > HIGH {
        Reach::Outside
    } else if west >= LOW && north >= LOW && east <= HIGH && south <= HIGH {
        Reach::Inside
    } else {
        Reach::Across
    }
}

/// A vertex known to lie in the drawn square.
#[inline]
fn coord(window: &Window, vertex: Vertex) -> Coord {
    narrowed(window.local(vertex).into())
}

#[inline]
fn narrowed([x, y]: Local) -> Coord {
    Coord { x: x as i32, y: y as i32 }
}

impl Scratch {
    fn clear(&mut self) {
        self.coords.clear();
        self.paths.clear();
    }

    fn paths(&self) -> impl Iterator<Item = (&[Coord], bool)> {
        let mut start = 0;
        self.paths
            .iter()
            .map(move |&(end, backwards)| (&self.coords[std::mem::replace(&mut start, end)..end], backwards))
    }

    /// Adds a ring without repeated vertices and without spikes; says whether any area was left.
    fn push_ring(&mut self, ring: impl IntoIterator<Item = Coord>, exterior: bool) -> bool {
        let start = self.coords.len();
        for coord in ring {
            push_tidy(&mut self.coords, start, coord);
        }
        // The ring closes on itself: the same rules hold across its seam.
        while self.coords.len() > start + 1 {
            let (first, last) = (self.coords[start], self.coords[self.coords.len() - 1]);
            if last != first && self.coords[self.coords.len() - 2] != first {
                break;
            }
            self.coords.pop();
        }
        let area = doubled_area(&self.coords[start..]);
        if area == 0 {
            self.coords.truncate(start);
            return false;
        }
        // Rounding may turn a sliver round.
        self.paths.push((self.coords.len(), (area > 0) != exterior));
        true
    }

    fn push_line(&mut self, line: impl IntoIterator<Item = Coord>) {
        let start = self.coords.len();
        for coord in line {
            if self.coords.len() == start || self.coords[self.coords.len() - 1] != coord {
                self.coords.push(coord);
            }
        }
        if self.coords.len() < start + 2 {
            self.coords.truncate(start);
        } else {
            self.paths.push((self.coords.len(), false));
        }
    }

    /// Clips one polygon and adds its pieces, each outer ring followed by the holes inside it.
    fn push_clipped(&mut self, polygon: Vec<Vec<Local>>) {
        let (outers, mut holes): (Vec<_>, Vec<_>) = clip_polygon::clip(polygon, LOW, HIGH)
            .into_iter()
            .map(|ring| ring.into_iter().map(narrowed).collect::<Vec<_>>())
            .filter(|ring| doubled_area(ring) != 0)
            .partition(|ring| doubled_area(ring) > 0);
        let alone = outers.len() == 1;
        for outer in outers {
            let own: Vec<_> = holes.extract_if(.., |hole| alone || contains(&outer, hole[0])).collect();
            if self.push_ring(outer, true) {
                for hole in own {
                    self.push_ring(hole, false);
                }
            }
        }
    }
}

/// Appends a vertex unless it repeats the last; a step there and straight back vanishes.
#[inline]
fn push_tidy(coords: &mut Vec<Coord>, start: usize, coord: Coord) {
    let length = coords.len() - start;
    if length >= 1 && coords[coords.len() - 1] == coord {
        return;
    }
    if length >= 2 && coords[coords.len() - 2] == coord {
        coords.pop();
        return;
    }
    coords.push(coord);
}

/// Twice the area in square tile units, positive for outer rings as Mapbox Vector Tiles wind them.
fn doubled_area(ring: &[Coord]) -> i64 {
    let Some(mut previous) = ring.last() else { return 0 };
    let mut sum = 0;
    for coord in ring {
        sum += i64::from(previous.x) * i64::from(coord.y) - i64::from(coord.x) * i64::from(previous.y);
        previous = coord;
    }
    sum
}

/// Whether a ring contains a point, by counting the edges a ray to the east meets.
fn contains(ring: &[Coord], point: Coord) -> bool {
    let Some(mut a) = ring.last() else { return false };
    let mut inside = false;
    for b in ring {
        if (a.y > point.y) != (b.y > point.y) {
            let turn = i64::from(b.x - a.x) * i64::from(point.y - a.y)
                - i64::from(b.y - a.y) * i64::from(point.x - a.x);
            inside ^= (turn > 0) == (b.y > a.y);
        }
        a = b;
    }
    inside
}
