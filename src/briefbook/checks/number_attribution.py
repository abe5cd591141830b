"""C213 A number in the sentence is the number of the item it cites.

Why:
    "Telegram 3316 (CDNW12452)" says the same thing twice, and one slip of a figure leads a reader, who has only the
    number, to another cable.
Fails:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    > Washington's telegram 3361 told of delay (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    > Washington's telegram 3316 told of delay (CDNW9001).
Remedy:
    Look at the picture, and correct the sentence or the catalogue.
"""

import re
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.model.finding import Finding

_NUMBER = re.compile(
    r"\b(?:telegrams?|tel\.?|cables?|despatch|dispatch|message|letter)\s+(?:no\.?|number|#)?\s*(?P<number>[A-Z]?-?\d{1,5})\b"
    r"(?!\s*(?:words|pages|copies|hours|of\s+them))",
    re.I,
)


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every number given to a cable in a sentence that cites one item of another number."""
    for statement in inputs.statements:
        if len(statement.items) != 1 or not statement.own:
            continue
        item = statement.items[0]
        entry = inputs.entries.get(item)
        number = entry.value("number") if entry else None
        matches = list(_NUMBER.finditer(statement.text))
        if not number or len(matches) != 1:
            continue
        written = matches[0]["number"].upper()
        numbers = {_plain(number), *(_plain(other) for other in (entry.values("identifiers") if entry else ()))}
        if _plain(written) not in numbers and not any(
            _plain(written) == other[-len(_plain(written)) :] for other in numbers
        ):
            yield Finding(
                "C213",
                statement.where(*matches[0].span("number")),
                f"{item} is number {number}, not {written}",
                remedy="look at the picture, and correct the sentence or the catalogue.",
                item=item,
                data={"said": written, "catalogue": number},
            )


def _plain(number: str) -> str:
    return "".join(character for character in number.upper() if character.isalnum()).lstrip("0")
