//! Tiles per second: 700 polygons drawn anew, the same compressed, and kept ones as a browser asks for
//! them. `cargo bench -p tiles`.

use geo_core::{AreaCode, Level, Polygon, Position, Shape};
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tiles::{
    AreaFeature, AreaLayer, CachedTile, Layer, LayerVersion, Rank, ScopeClass, TileCache, TileId, TileKey,
    Visible, gzip,
};

/// How long each line is measured.
const SPAN: Duration = Duration::from_secs(2);

/// Cells across and down; 26 × 27 of them in a tile are 702 polygons.
const TILE_CELLS: [i32; 2] = [26, 27];
/// A whole city: 117 × 117 = 13,689 grids.
const CITY_CELLS: [i32; 2] = [117, 117];
/// Vertices along one side of a cell, so that a polygon has four times as many.
const STEPS: i32 = 6;

fn main() {
    let tile = TileId::new(13, 6697, 3364).expect("a tile of the world");
    build_and_first_tiles(TileId::new(9, 418, 210).expect("a tile of the world"), CITY_CELLS);
    let layer = build_and_first_tiles(tile, TILE_CELLS);
    let bytes = layer.tile(tile, Visible::Everything);

    rate("tile of 702 polygons, uncached, uncompressed", || {
        black_box(layer.tile(tile, Visible::Everything)).len()
    });
    let close = TileId::new(16, tile.x() * 8 + 3, tile.y() * 8 + 3).expect("a tile inside");
    rate("tile of a few polygons at full detail, clipped", || {
        black_box(layer.tile(close, Visible::Everything)).len()
    });
    rate("gzip of that tile", || black_box(gzip(&bytes)).len());
    rate("tile of 702 polygons, uncached, gzip and entity tag", || {
        black_box(CachedTile::new(&layer.tile(tile, Visible::Everything))).gzip().len()
    });
    let cache = TileCache::new(64 << 20);
    let key =
        TileKey { layer: Arc::from("420102/areas"), version: LayerVersion(1), scope: ScopeClass(0), tile };
    rate("tile kept, gzip", || {
        black_box(cache.get_or_draw(&key, || layer.tile(tile, Visible::Everything))).gzip().len()
    });
}

/// Builds a layer of grids that fill a tile, and draws each zoom once: the first tile of a zoom waits
/// for its simplification.
fn build_and_first_tiles(tile: TileId, cells: [i32; 2]) -> AreaLayer {
    let cells = partition(tile, cells);
    let codes: Vec<AreaCode> = (0..cells.len())
        .map(|i| AreaCode::new(format!("{:015}", 420_102_001_001_000 + i)).expect("digits"))
        .collect();
    let names: Vec<String> = (0..cells.len()).map(|i| format!("第{i}网格")).collect();
    let started = Instant::now();
    let layer = AreaLayer::build(cells.iter().enumerate().map(|(i, (shape, label))| AreaFeature {
        code: &codes[i],
        name: &names[i],
        level: Level::Grid,
        shape,
        label: *label,
        rank: Rank(i as u32),
    }));
    println!("build of {} areas: {:.1} ms", cells.len(), started.elapsed().as_secs_f64() * 1e3);
    for zoom in [11, 13, 15, 16] {
        let started = Instant::now();
        let drawn = layer.tile(TileId::containing(cells[0].1, zoom).expect("a zoom"), Visible::Everything);
        let spent = started.elapsed().as_secs_f64() * 1e3;
        println!("first tile of zoom {zoom} of {} areas: {spent:.1} ms, {} bytes", cells.len(), drawn.len());
    }
    layer
}

/// Repeats a piece of work for a while and prints how often one core does it in a second.
fn rate(what: &str, mut work: impl FnMut() -> usize) {
    let mut bytes = work();
    let started = Instant::now();
    let busy = on_core();
    let mut runs = 0_u32;
    while started.elapsed() < SPAN {
        for _ in 0..16 {
            bytes = work();
        }
        runs += 16;
    }
    let wall = started.elapsed();
    let core = on_core().zip(busy).map_or(wall, |(now, before)| now - before);
    println!(
        "{what}: {:.0} / s per core, {:.0} / s by the clock, {bytes} bytes",
        f64::from(runs) / core.as_secs_f64(),
        f64::from(runs) / wall.as_secs_f64()
    );
}

/// The time this thread has spent on a core, where Linux tells; on a busy machine the clock counts the
/// work of others too.
fn on_core() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(text.split_whitespace().next()?.parse().ok()?))
}

/// A square tile's worth of cells with wavy borders, neighbours sharing every vertex.
fn partition(tile: TileId, [columns, rows]: [i32; 2]) -> Vec<(Shape, Position)> {
    let side = 360.0 / f64::from(1_u32 << tile.z());
    let west = f64::from(tile.x()) * side - 180.0;
    let latitude = |y: f64| {
        let n = std::f64::consts::PI * (1.0 - 2.0 * y / f64::from(1_u32 << tile.z()));
        n.sinh().atan().to_degrees()
    };
    // A vertex of the fine lattice, shifted by a fixed pattern.
    let vertex = |x: i32, y: i32| {
        let noise = |seed: i32| f64::from((x * 7919 + y * 104_729 + seed).rem_euclid(1000)) / 1000.0 - 0.5;
        let x = (f64::from(x) + 0.6 * noise(1)) / f64::from(columns * STEPS);
        let y = (f64::from(y) + 0.6 * noise(2)) / f64::from(rows * STEPS);
        Position::new(west + x * side, latitude(f64::from(tile.y()) + y)).expect("on the earth")
    };
    let mut cells = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            let (x, y) = (column * STEPS, row * STEPS);
            // Screen rows grow southwards: this order is counter-clockwise on the earth.
            let south = (0..STEPS).map(|i| vertex(x + i, y + STEPS));
            let east = (0..STEPS).map(|i| vertex(x + STEPS, y + STEPS - i));
            let north = (0..STEPS).map(|i| vertex(x + STEPS - i, y));
            let west = (0..STEPS).map(|i| vertex(x, y + i));
            let outer = south.chain(east).chain(north).chain(west).collect();
            let label = vertex(x + STEPS / 2, y + STEPS / 2);
            cells.push((Shape { polygons: vec![Polygon { outer, holes: vec![] }] }, label));
        }
    }
    cells
}
