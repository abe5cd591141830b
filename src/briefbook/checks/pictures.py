"""C305 A picture has words for those who cannot see it, a caption and a credit.

Why:
    A reader who does not see the picture needs to be told what it shows; every reader needs to know whose it is.
Fails:
    file narratives/ships.jpg
    > ![](ships.jpg)
Passes:
    file narratives/ships.jpg
    > ![A freighter with crates on deck](ships.jpg "A freighter leaves port, November 1962. Photo: nobody")
Remedy:
    Write what it shows between the square brackets, and caption and credit in quotation marks after its name.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.model.finding import Finding, Severity

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every picture that lacks something."""
    for narrative in inputs.narratives:
        for image in narrative.images:
            lacks = [
                name
                for name, value in (("alternative text", image.alt), ("caption", image.caption))
                if not value.strip()
            ]
            if not image.credit.strip() and not _credits(image.caption):
                lacks.append("credit")
            if lacks:
                yield Finding(
                    "C305",
                    image.where,
                    f"the picture {image.source} has no {' and no '.join(lacks)}",
                    remedy='write it as ![what it shows](name.jpg "caption. Photo: whose").',
                    severity=Severity.WARNING if "alternative text" in lacks else Severity.NOTE,
                )


def _credits(caption: str) -> bool:
    """Does the caption name whose the picture is?"""
    plain = caption.lower()
    return any(word in plain for word in ("photo", "credit", "courtesy", "source:", "©", "archive", "library", "drawn"))
