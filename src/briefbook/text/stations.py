"""The agency's stations by the four letters that cite them."""

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files


@cache
def stations() -> dict[str, str]:
    """Stations by the four letters that cite them."""
    text = (files("briefbook.text") / "data" / "stations.csv").read_text(encoding="utf-8")
    return {row["slug"]: row["station"] for row in csv.DictReader(text.splitlines())}


@lru_cache(maxsize=20_000)
def station(word: str) -> str | None:
    """A station's name from its four letters or its city; None if we do not know it."""
    plain = re.sub(r"[^A-Z ]", " ", word.upper()).strip()
    if plain in stations():
        return stations()[plain]
    return plain if plain in stations().values() else None
