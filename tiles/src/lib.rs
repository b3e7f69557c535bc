//! Draw: layers to Mapbox Vector Tiles, TileJSON and style.
