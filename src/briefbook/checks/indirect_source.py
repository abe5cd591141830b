"""C209 Words that came second-hand are said to have come so.

Why:
    A cable's sender is not its speaker. What the British ambassador in Havana said, and Canada House in London sent on,
    has been told twice before it was written down; the reader should know through whom.
Fails:
    post LDN name="High Commission London" country=GB
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    > The British Ambassador to Cuba stated that the talks were delayed (CDNW9001).
Passes:
    post LDN name="High Commission London" country=GB
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    > The British Ambassador to Cuba, as reported through London, stated that the talks were delayed (CDNW9001).
Remedy:
    Say through whom: "as London reported", "according to the Foreign Office".
"""

import re
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim_frames import senders_in
from briefbook.checks.countries import CODE, country, names
from briefbook.checks.offices import roles_in
from briefbook.checks.statements import Statement
from briefbook.model.finding import Finding, Severity
from briefbook.util.late_pattern import LatePattern

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_SAID = re.compile(
    r"\b(?:stated|said|told|reported|believed|thought|noted|claimed|argued|revealed|felt|predicted|warned|explained)\b"
)
_THROUGH = re.compile(
    r"\b(?:through|via|as\s+(?:reported|relayed|told|passed)|according\s+to|reported\s+by|relayed|passed\s+on|Foreign\s+Office"
    r"|second-?hand|Canada\s+House)\b",
    re.I,
)
_SEVERAL = LatePattern(
    lambda: (
        rf"\b(?:{names()})\s+and\s+(?:{names()})\s+ambassadors\s+(?:in|to)\s+(?P<at>{names()})\b"
        rf"|\b(?:{names()})\s+ambassadors\s+(?:in|to)\s+(?P<at2>{names()})\b"
    ),
    re.I,
)


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every foreign ambassador elsewhere who is given the word with no mention of the way it came."""
    for statement in inputs.statements:
        if len(statement.items) != 1 or not _SAID.search(statement.text) or _THROUGH.search(statement.text):
            continue
        entry = inputs.entries.get(statement.items[0])
        post = inputs.context.post(entry.value("from") or "") if entry else None
        if post is None or not post.country:
            continue
        if any(CODE[place.country] == post.country for place in senders_in(statement.text)):
            continue  # London reported that the ambassador in Havana …
        for start, end, words, at in _speakers(statement):
            if CODE.get(at, post.country) not in (post.country, "UN"):
                yield Finding(
                    "C209",
                    statement.where(start, end),
                    f"{statement.items[0]} was sent by {post.code} ({post.name}): "
                    f"the words of {words} came second-hand",
                    remedy="say through whom they came.",
                    severity=Severity.NOTE,
                    item=statement.items[0],
                )
                break


def _speakers(statement: Statement) -> Iterator[tuple[int, int, str, str]]:
    """Foreign ambassadors who say something: their place in the text, the words, and the country where they are."""
    for role in roles_in(statement.text):
        if role.kind == "ambassador" and role.at and role.whose not in ("", "Canada"):
            yield role.start, role.end, f"the {role.text}", role.at
    for match in _SEVERAL.finditer(statement.text) if "ambassadors" in statement.text.lower() else ():
        yield match.start(), match.end(), f"the {match.group()}", country(match["at"] or match["at2"])
