"""What is known of the documents of an edition's volumes: refused volumes, and fields that are blank.

    ./run bench editions ../shared/data/frus/*.xml [--blanks 20]

A blank is right where the document has no such thing: an editorial note no sender, an undated paper no date. How many
blanks are right only a reader can say: ``--blanks`` prints that many titles of documents without sender, addressee or
date, drawn with the seed ``SEED``, to be looked at by eye.
"""

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from briefbook.model.received import Description

SEED = 20260
FIELDS = {"date": "undated", "from": "no sender", "to": "no addressee", "form": "kind not known"}


def is_known(description: Description, name: str) -> bool:
    """Has a document this field? A kind that no title gives is called "document"."""
    readings = description.readings.get(name, ())
    return bool(readings) and not (name == "form" and readings[0].value == "document")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one row for each volume, and a sample of blanks."""
    from briefbook.cables import read_heading
    from briefbook.errors import BriefbookError
    from briefbook.importers.frus import read_frus
    from briefbook.text.documentary_forms import is_sent

    def heading(text: str) -> dict[str, Any]:
        return read_heading(text, window=1900, order="mdy")

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("volumes", nargs="+", type=Path)
    parser.add_argument("--blanks", type=int, default=0)
    options = parser.parse_args(arguments)
    refused, blanks = 0, []
    print(f"| volume | documents | {' | '.join(FIELDS.values())} | no sender, of kinds that are sent |")
    print("|---" * (len(FIELDS) + 3) + "|")
    for path in options.volumes:
        try:
            volume = read_frus(path.read_bytes(), path.stem, heading=heading)
        except BriefbookError as error:
            refused += 1
            print(f"| {path.stem} | refused: {error} |")
            continue
        missing = {
            name: [description for description in volume.descriptions if not is_known(description, name)]
            for name in FIELDS
        }
        sent = [
            description
            for description in missing["from"]
            if (form := description.readings.get("form")) and is_sent(form[0].value or "")
        ]
        cells = [path.stem, len(volume.descriptions), *(len(missing[name]) for name in FIELDS), len(sent)]
        print("| " + " | ".join(map(str, cells)) + " |")
        blanks += [(FIELDS[name], description) for name in ("date", "from", "to") for description in missing[name]]
    print(f"\nRefused: {refused} of {len(options.volumes)}.")
    for kind, description in random.Random(SEED).sample(blanks, min(options.blanks, len(blanks))):
        note = description.readings["note"][0].value or ""
        title = next((row for row in note.splitlines() if row.startswith("Title: ")), "no title")
        print(f"{description.item}, {kind}: {title.removeprefix('Title: ')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
