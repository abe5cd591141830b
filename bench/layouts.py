"""Whether parts of a page are told apart, and read in order: drawn pages of many layouts.

    ./run bench layouts [--pages 2] [--levels light,medium,heavy] [--seed 90]

A word is *in place* if it was read at all and the block that it stands in is of its kind; body and heading count as
one. A row is *whole* if a line of the reading is like it, and *in order* if it comes behind the row before it. A typed
row of ten letters and more is *lost* if no line is like it and the page has no region "typing not read".
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

MIN_LIKE, MIN_LETTERS = 60.0, 10
"""How like a row a line must be, 0 to 100; letters of a row that may be lost."""


def judge(drawn: Any, reader: Any) -> Counter[str]:
    """Counts of one page."""
    from PIL import Image
    from rapidfuzz import fuzz

    from briefbook.model.page import Kind, Page
    from briefbook.ocr.line_kinds import classify_line_kinds
    from briefbook.ocr.page_layout import lay_out

    began = time.process_time()
    sight = reader.read(Image.open(drawn.path), 300)
    layout = lay_out(classify_line_kinds(sight.lines))
    counts: Counter[str] = Counter(pages=1, milliseconds=int(1000 * (time.process_time() - began)))
    page = Page("D1", 1, layout.lines, sight.regions, blocks=layout.blocks)
    told = []
    for line, block in zip(page.lines, page.blocks_of_lines, strict=True):
        kind = str(page.blocks[block].kind if block is not None else line.kind)
        told += [(word, "body" if kind in ("message", "heading") else kind) for word in line.words if word.box]
    for kind, _, box in drawn.words:
        middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        kinds = [
            read
            for word, read in told
            if word.box.left <= middle[0] <= word.box.right and word.box.top <= middle[1] <= word.box.bottom
        ]
        counts[f"{kind} words"] += 1
        counts[f"{kind} in place"] += kind in kinds
    texts = [line.text for line in page.lines]
    places = []
    for _, row in drawn.rows:
        likes = [fuzz.ratio(row, text) for text in texts]
        best = max(range(len(texts)), key=lambda at: likes[at], default=-1)
        whole = best >= 0 and likes[best] >= MIN_LIKE
        counts["rows"] += 1
        counts["whole"] += whole
        places.append(best if whole else None)
        if not whole and sum(map(str.isalnum, row)) >= MIN_LETTERS:
            near = max((fuzz.partial_ratio(row, text) for text in texts), default=0.0)
            counts["lost"] += near < MIN_LIKE and not any(region.kind is Kind.UNREAD for region in page.regions)
    body = [
        place
        for (kind, _), place in zip(drawn.rows, places, strict=True)
        if kind != "action column" and place is not None
    ]
    counts["pairs"] += max(0, len(body) - 1)
    counts["in order"] += sum(below > above for above, below in pairwise(body))
    return counts


def main() -> None:
    """Draw, read and print a table for each level."""
    from make_layouts import LAYOUTS, make_layouts

    from briefbook.ocr.typed_reader import TypedReader

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--levels", default="light,medium,heavy")
    parser.add_argument("--seed", type=int, default=90)
    asked = parser.parse_args()
    reader = TypedReader()
    kinds = ("body", "action column", "table", "routing strip", "distribution list")
    for level in asked.levels.split(","):
        print(
            f"\n| {level} | " + " | ".join(f"{kind} in place" for kind in kinds) + " | rows whole | in order | lost |"
        )
        print("|---" * (len(kinds) + 4) + "|")
        with tempfile.TemporaryDirectory() as folder:
            drawn = make_layouts(asked.pages, level, asked.seed, Path(folder))
            for name in [layout.__name__ for layout in LAYOUTS]:
                counts: Counter[str] = sum((judge(page, reader) for page in drawn if page.name == name), Counter())
                shares = [
                    f"{counts[f'{kind} in place']} of {counts[f'{kind} words']}" if counts[f"{kind} words"] else ""
                    for kind in kinds
                ]
                rows = f"{counts['whole']} of {counts['rows']} | {counts['in order']} of {counts['pairs']}"
                print(f"| {name} | {' | '.join(shares)} | {rows} | {counts['lost']} |", flush=True)


if __name__ == "__main__":
    main()
