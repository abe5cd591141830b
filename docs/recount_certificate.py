"""Recount a certificate from what is published: python3 recount_certificate.py SITE (a folder), without Briefbook.

Exit code 0: every count, every text's checksum and every quotation called verbatim is confirmed; 1: something is not.
"""

import json
import re
import sys
import unicodedata
from collections import Counter
from hashlib import sha256
from pathlib import Path

ADDED = r"\b(?:STOP|COMMA|COLON|SEMICOLON|QUOTE|UNQUOTE|QTE|UNQTE)\b"  # what the telegraph spelt out or repeated
COUNTS = {
    "verbatim": "verbatim", "as-on-scan": "as_on_scan", "verbatim-noisy": "look_at_picture", "altered": "altered",
    "verbatim-edited": "edited", "elsewhere": "elsewhere", "not-found": "not_found", "cannot-tell": "cannot_tell",
}  # fmt: skip


def letters(text):
    """Letters and figures alone, without what the telegraph added."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\b(\S+)\s+RE?PT\s+\1", r"\1", text))
    return "".join(c for c in re.sub(ADDED, "", plain).casefold() if c.isalnum())


def pages(path):
    """The text of each page of an item's published text."""
    return re.split(r"\n\n?\[page \d+\]\n", path.read_text("utf-8").removesuffix("\n"))[1:]


def stand_in_order(words, text):
    """Whether the pieces between brackets and dots stand in a text, one behind the other."""
    place = 0
    for piece in re.split(r"\[[^\]]*\]|…|(?:\.\s?){3,}", words):
        place = text.find(letters(piece), place)
        if place < 0:
            return False
        place += len(letters(piece))
    return True


def confirmed(row, sides):
    """In the item's text in one piece or, where a page line or stamp comes between, as the words given as found."""
    text, found = "\n".join(sides), row["found"]
    if stand_in_order(row["words"], letters(text)):
        return True
    return stand_in_order(row["words"], letters(found)) and all(word in text for word in found.split())


def recount(site):
    """The counts as counted, and whatever is not as the certificate says."""
    certificate = json.loads((site / "downloads" / "certificate.json").read_text("utf-8"))
    said, judged, passed_over = (certificate[name] for name in ("counts", "quotations", "not_judged"))
    verdicts, found = Counter(row["verdict"] for row in judged), certificate["open"]
    counted = {name: verdicts[verdict] for verdict, name in COUNTS.items()}
    counted |= {"quotations": len(judged) + len(passed_over), "checked": len(judged) - verdicts["cannot-tell"]}
    counted |= {"findings": len(found) + len(certificate["accepted"]), "accepted": len(certificate["accepted"])}
    counted |= {f"{kind}s": sum(row["severity"] == kind for row in found) for kind in ("error", "warning", "note")}
    faults = [
        f"{name}: {number} counted, {said[name]} said" for name, number in counted.items() if said[name] != number
    ]
    texts = {row["item"]: pages(site / "items" / row["item"] / f"{row['item']}.txt") for row in certificate["texts"]}
    for row in certificate["texts"]:
        if sha256("\f".join(texts[row["item"]]).encode()).hexdigest() != row["sha256"]:
            faults.append(f"{row['item']}: its text is not the one that was compared")
    for row in judged:
        if row["verdict"] == "verbatim" and not confirmed(row, texts[row["item"]]):
            faults.append(f"{row['where']}: “{row['words']}” is not confirmed in {row['item']}")
    return counted, faults


if __name__ == "__main__":
    counts, faults = recount(Path(sys.argv[1]))
    print(*(f"{number} {name.replace('_', ' ')}" for name, number in counts.items() if number), sep="\n")
    print(*faults or ["All of it is confirmed."], sep="\n")
    sys.exit(bool(faults))
