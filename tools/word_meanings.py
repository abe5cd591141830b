"""Take usual verbs with their forms, words of one meaning, and towns out of WordNet, for the checks of what is told.

    python tools/word_meanings.py /usr/share/wordnet

The folder is that of WordNet 3.0 (Debian's package ``wordnet-base``). Written are ``text/data/verbs.csv`` (a verb, how
many of a hundred uses of the word are as a verb, its forms), ``text/data/meanings.csv`` (the words of one meaning,
those that are often enough and of which it is one of the first meanings) and ``text/data/towns.csv`` (what WordNet
calls an instance of a city, a town, a port or a national capital).
"""

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from opposites import Wordnet, forms

from briefbook.text.lexicon import frequency

OUT = Path(__file__).parents[1] / "src" / "briefbook" / "text" / "data"
MIN_FREQUENCY = 1_500_000
MIN_FREQUENCY_OF_VERB = 300_000
MAX_SENSE = 3
KINDS = {"verb": "v", "noun": "n", "adj": "a"}
_TOO_COMMON = """
    be have do make get take go come give put let set run turn play hold keep work thing matter point way time day man
    woman person one two good bad great little big small have will
"""
TOO_COMMON = frozenset(_TOO_COMMON.split())
"""Words of so many meanings that none is told by them."""
_TOWN_KINDS = """
    city town port national_capital provincial_capital state_capital
"""


def main(folder: Path) -> None:
    """Write the three tables."""
    wordnets = {kind: Wordnet(folder, kind) for kind in KINDS}
    _write("verbs.csv", ("verb", "share", "forms"), sorted(_verbs(wordnets["verb"])))
    rows = [row for kind, sign in KINDS.items() for row in _meanings(wordnets[kind], sign)]
    _write("meanings.csv", ("words", "kind"), sorted(set(rows)))
    _write("towns.csv", ("town",), sorted((town,) for town in _towns(folder, wordnets["noun"])))


def _write(name: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with (OUT / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)
    print(name, len(rows), "rows", (OUT / name).stat().st_size, "bytes")


def _verbs(wordnet: Wordnet) -> Iterator[tuple[str, str, str]]:
    for verb in wordnet.senses:
        uses, all_uses = wordnet.uses[verb], wordnet.all_uses[verb]
        found = dict.fromkeys(form for form in forms(verb, "verb", wordnet.forms[verb]) if form.isalpha())
        is_usual = max(map(frequency, found), default=0) >= MIN_FREQUENCY_OF_VERB
        if verb.isalpha() and is_usual and 20 * uses >= all_uses:
            yield verb, str(round(100 * uses / all_uses) if all_uses else 50), " ".join(found)


def _meanings(wordnet: Wordnet, sign: str) -> Iterator[tuple[str, str]]:
    """The words of each meaning of which two at least are usual and have it among their first."""
    for offset, words in wordnet.words.items():
        usual = [word for word in words if _has(wordnet, word, offset)]
        if len(usual) > 1:
            yield " ".join(dict.fromkeys(usual)), sign


def _has(wordnet: Wordnet, word: str, offset: str) -> bool:
    return (
        word.isalpha()
        and len(word) > 2
        and word not in TOO_COMMON
        and frequency(word) >= MIN_FREQUENCY
        and 4 * wordnet.uses[word] >= wordnet.all_uses[word]
        and offset in wordnet.senses.get(word, [])[:MAX_SENSE]
    )


def _towns(folder: Path, wordnet: Wordnet) -> set[str]:
    """The names of towns in small letters, of one word or two; none that is a common word too."""
    common = {
        word
        for kind in ("noun", "verb", "adj", "adv")
        for line in (folder / f"data.{kind}").read_text(encoding="latin-1").splitlines()
        for word in re.findall(r"(?<= )([a-z_]{3,}) \d ", line.split("|")[0])
    }
    kinds = {wordnet.senses[kind][0] for kind in _TOWN_KINDS.split()}
    found: set[str] = set()
    for line in (folder / "data.noun").read_text(encoding="latin-1").splitlines():
        parts = line.split("|")[0].split()
        if line.startswith(" ") or not kinds & set(re.findall(r"@i (\d{8})", line.split("|")[0])):
            continue
        size = int(parts[3], 16)
        names = [parts[4 + 2 * place] for place in range(size)]
        found |= {
            name.replace("_", " ").lower() for name in names if re.fullmatch(r"[A-Z][^\W\d_]{2,}(?:_[A-Z]\w+)?", name)
        }
    return {name for name in found if name.replace(" ", "_") not in common}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
