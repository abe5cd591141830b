"""Land of world-atlas (TopoJSON of Natural Earth 1:110m) -> src/briefbook/site/land.txt, an SVG path in our projection.

Run: python tools/land.py land-110m.json (from `npm pack world-atlas`).
"""

import itertools
import json
import sys
from pathlib import Path

from briefbook.site.map_page import WIDTH, project

TARGET = Path(__file__).parent.parent / "src" / "briefbook" / "site" / "land.txt"


def main(source: Path) -> None:
    topology = json.loads(source.read_text())
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        arcs.append(points)
    rings = []
    for shape in topology["objects"]["land"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for ring in itertools.chain.from_iterable(polygons):
            points = []
            for number in ring:
                part = arcs[number] if number >= 0 else arcs[~number][::-1]
                points += part[1:] if points else part
            rings.append(points)
    TARGET.write_text("".join(path(ring) for ring in rings) + "\n")


def path(ring: list[tuple[float, float]]) -> str:
    places = [tuple(round(one) for one in project(*point)) for point in ring if point[1] > -60]
    return "".join(outline(part) for part in parts_of([place for place, _ in itertools.groupby(places)]))


def parts_of(places: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """A ring that crosses the map's edge, cut there: each part is closed along the edge it lies at."""
    parts: list[list[tuple[int, int]]] = [[]]
    for before, place in itertools.pairwise([places[-1], *places] if places else []):
        if abs(place[0] - before[0]) > WIDTH / 2:
            parts.append([])
        parts[-1].append(place)
    if len(parts) > 1:
        parts[0] = parts.pop() + parts[0]  # the ring's beginning goes on where its end stopped
    return parts


def outline(places: list[tuple[int, int]]) -> str:
    if len(places) < 4:
        return ""
    (x, y), steps = places[0], []
    for after in places[1:]:
        steps.append(f"{after[0] - x},{after[1] - y}")
        x, y = after
    return f"M{places[0][0]},{places[0][1]}l{' '.join(steps)}z".replace(",-", "-").replace(" -", "-")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
