"""How many damaged names a search with ~ looks up, by view of the table of confused characters.

    ./run bench variants

Names are damaged as in checks.py, by confusions written from published studies apart from the product's own table: 12 %
of their letters. *Found*: the damaged name is among the forms looked up. *Words*: forms that are English words, which
would be found by mistake.
"""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from checks import damaged

from briefbook.search import ocr_variants
from briefbook.text.lexicon import is_listed
from briefbook.text.ocr_confusion import Likeness

_NAMES = (
    "mikoyan khrushchev gromyko dobrynin castro kennedy rusk robertson pearson diefenbaker macmillan adenauer havana "
    "washington quarantine missile berlin ottawa ambassador minister embassy telegram pentagon guantanamo thompson "
    "stevenson zorin thant kuznetsov llewellyn bruce harriman bundy sorensen ormsby finletter nitze moscow warsaw "
    "belgrade leningrad tass izvestia pravda soviet"
)
NAMES = _NAMES.split()


def main() -> None:
    """Print a row a view."""
    print("| view | found | of | share | forms a name | words among them |\n|---|---|---|---|---|---|")
    for view in Likeness:
        ocr_variants._VIEW = view
        ocr_variants.candidates.cache_clear()
        rng, found, tried = random.Random(3), 0, 0
        for _ in range(6000):
            name = rng.choice(NAMES)
            misread = damaged(name.upper(), 0.12, rng).lower()
            if misread != name and " " not in misread:
                tried += 1
                found += misread in ocr_variants.candidates(name)
        forms = [form for name in NAMES for form in ocr_variants.candidates(name)]
        row = (view.name, found, tried, f"{found / tried:.3f}", len(forms) // len(NAMES), sum(map(is_listed, forms)))
        print("| " + " | ".join(map(str, row)) + " |", flush=True)


if __name__ == "__main__":
    main()
