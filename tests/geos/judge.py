"""What GEOS says of shapes given in whole units, one JSON document in, one out.

In:  {"shapes": [[[[x, y], ...], ...], ...], "pairs": [[one, two], ...], "layers": [[number, ...], ...]}
     A shape is a list of parts, a part a list of rings. Pairs and layers name shapes by number.
Out: {"geos": "3.13.1",
      "shapes": [{"why": "Valid Geometry", "area": 1.0, "mended_area": 1.0}, ...],
      "pairs": [{"intersection": 1.0, "union": ..., "difference": ..., "symdifference": ...}, null, ...],
      "layers": [{"union": 1.0, "overlaps": 1.0, "gaps": 1.0}, ...]}
"""

import json
import sys

import shapely
from shapely.geometry import MultiPolygon, Polygon


def built(parts):
    """The geometry, or nothing when GEOS has no ring of so few points."""
    try:
        polygons = [Polygon(rings[0], rings[1:]) for rings in parts]
        return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
    except (ValueError, IndexError, shapely.GEOSException):
        return None


def judged(shape):
    if shape is None:
        return {"why": "cannot be built", "area": 0.0, "mended_area": 0.0}
    why = shapely.is_valid_reason(shape).split("[")[0]
    mended = shapely.make_valid(shape, method="linework")
    return {"why": why, "area": shape.area, "mended_area": mended.area}


def overlaid(one, two):
    """Nothing for shapes that GEOS calls invalid: it cannot lay them over anything."""
    if one is None or two is None or not (one.is_valid and two.is_valid):
        return None
    return {
        "intersection": one.intersection(two).area,
        "union": one.union(two).area,
        "difference": one.difference(two).area,
        "symdifference": one.symmetric_difference(two).area,
    }


def surveyed(shapes):
    """What is covered, what pairs share, and what is enclosed but not covered."""
    sound = [shapely.make_valid(shape, method="linework") for shape in shapes]
    tree = shapely.STRtree(sound)
    first, second = tree.query(sound, predicate="intersects")
    shared = [sound[a].intersection(sound[b]).area for a, b in zip(first, second) if a < b]
    union = shapely.union_all(sound)
    # Gaps closed by parts that touch in points are no holes of one part: so all ground within lines counts.
    within = shapely.polygonize([shapely.union_all(shapely.boundary(union))])
    gaps = sum(part.area for part in within.geoms) - union.area
    return {
        "union": union.area,
        "overlaps": sum(shared),
        "gaps": gaps,
    }


def main():
    asked = json.load(sys.stdin)
    shapes = [built(parts) for parts in asked["shapes"]]
    json.dump(
        {
            "geos": shapely.geos_version_string,
            "shapes": [judged(shape) for shape in shapes],
            "pairs": [overlaid(shapes[one], shapes[two]) for one, two in asked["pairs"]],
            "layers": [surveyed([shapes[number] for number in layer]) for layer in asked["layers"]],
        },
        sys.stdout,
    )


main()
