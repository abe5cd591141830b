"""A diplomatic post, or another office or place that messages come from and go to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Post:
    """A diplomatic post, or another office or place that messages come from and go to.

    ``standing``: verified (the code is in the vocabulary of the service that wrote the paper), read damaged, inferred,
    unverified, confirmed by the curator, probable (concluded from the service and the place), or place (only the
    place is known).
    """

    code: str
    name: str
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    standing: str = "unverified"
    aliases: tuple[str, ...] = ()
    valid: str = ""  # EDTF interval
