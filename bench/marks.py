"""What is told apart from the message: marks found, and typed words lost, on drawn pages whose marks are known.

    ./run bench marks [--pages 4] [--levels light,medium,heavy]

A typed word is *lost* if a word like it stands in its place in a line that is no message. A word read in a mark is
*told* if its line is no message. A mark is *found* if a line or a region of its kind lies in it. Pages are drawn with
the seed ``SEED``, used for nothing else.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

SEED = 4471


def inside(box: Any, other: tuple[int, ...]) -> float:
    """The share of a word's box that lies in another."""
    wide = max(0, min(box.right, other[2]) - max(box.left, other[0]))
    high = max(0, min(box.bottom, other[3]) - max(box.top, other[1]))
    return wide * high / max(1, (box.right - box.left) * (box.bottom - box.top))


def judge_page(path: Path, boxes: Any, marks: Any, reader: Any) -> Counter[str]:
    """Counts of one page."""
    from PIL import Image
    from rapidfuzz import fuzz

    from briefbook.model.page import Kind
    from briefbook.ocr.line_kinds import classify_line_kinds

    began = time.process_time()
    sight = reader.read(Image.open(path), 300)
    counts: Counter[str] = Counter(pages=1, milliseconds=int(1000 * (time.process_time() - began)))
    typed = [one for row in boxes for one in row]
    lines = classify_line_kinds(sight.lines)
    counts["typed"] = len(typed)
    for line, word in [(one, word) for one in lines for word in one.words]:
        under = [text for text, box in typed if inside(word.box, box) > 0.5]
        if any(fuzz.ratio(text, word.text) >= 50 for text in under):
            if line.kind is not Kind.MESSAGE:
                counts["lost"] += 1
                print(f"  lost: {word.text} ({line.kind}) {path.name}")
            continue
        kind = next((kind for kind, box in marks if inside(word.box, box) > 0.6), None)
        if kind and not under:
            counts[f"{kind} words"] += 1
            counts[f"{kind} told"] += line.kind is not Kind.MESSAGE
    for kind, box in marks:
        counts[f"{kind}s"] += 1
        apart = [line.box for line in lines if str(line.kind) == kind and line.box]
        apart += [region.box for region in sight.regions if str(region.kind) == kind]
        counts[f"{kind}s found"] += any(inside(one, box) > 0.5 for one in apart)
    return counts


def main() -> None:
    """Draw, read, count."""
    from make_marks import make_marked

    from briefbook.ocr.typed_reader import TypedReader

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=4)
    parser.add_argument("--levels", default="light,medium,heavy")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    reader = TypedReader()
    print("| pages | typed words | lost | stamps found | hands found | holes found | stamped words told | hand's |")
    print("|---|---|---|---|---|---|---|---|")
    for level in options.levels.split(","):
        with tempfile.TemporaryDirectory() as folder:
            one: Counter[str] = Counter()
            for path, boxes, marks in make_marked(options.pages, level, options.seed, Path(folder)):
                one += judge_page(path, boxes, marks, reader)
        print(
            f"| {level} ({one['pages']}) | {one['typed']} | {one['lost']} | {one['stamps found']} of {one['stamps']} "
            f"| {one['handwritings found']} of {one['handwritings']} | {one['holes found']} of {one['holes']} "
            f"| {one['stamp told']} of {one['stamp words']} | {one['handwriting told']} of {one['handwriting words']} |"
        )


if __name__ == "__main__":
    main()
