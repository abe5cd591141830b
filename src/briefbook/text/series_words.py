"""What is said of numbered series: the sentences that reasons and estimates are made of."""

import re
from collections.abc import Callable

from briefbook.util.translation import N_, SOURCE_LANGUAGE, gettext, language

_KEY = re.compile(
    r"(?P<post>.+?)(?: to (?P<to>.+?))? (?:(?P<prefix>[A-Z]+) )?"
    r"(?P<kind>telegrams|cables|despatches|dispatchs|airgrams|savingrams|circulars|letters|memoranda|messages|reports|telexs)"
    r"(?: (?P<epoch>.+))?"
)
_KINDS = (N_("telegrams"), N_("cables"), N_("despatches"), N_("airgrams"), N_("savingrams"), N_("circulars"),
          N_("letters"), N_("memoranda"), N_("messages"), N_("reports"), N_("undated"))  # fmt: skip


def series_name(key: str, name_of: Callable[[str], str] | None = None, *, parties: tuple[str, str] = ("", "")) -> str:
    """The name of a series of numbers in the language that is being written.

    Args:
        key: The key of the series, which has the codes of the offices.
        name_of: Gives the name of an office by its code, where the series is to be named by it.
        parties: The sender's and the addressee's code in the key, where they are known: a code may have several words.

    >>> series_name("LDN telegrams 1962", {"LDN": "High Commission in London"}.__getitem__)
    'High Commission in London, telegrams, 1962'
    >>> series_name("SAN JUAN telegrams 1962", str.title, parties=("SAN JUAN", "")), series_name("A B telegrams", str)
    ('San Juan, telegrams, 1962', 'A, telegrams B')
    >>> series_name("LDN telegrams 1962/1963", str.title)
    'Ldn, telegrams, 1962–1963'
    >>> from briefbook.util.translation import using
    >>> with using("fr"):
    ...     series_name("LDN telegrams 1962")
    'LDN, télégrammes, 1962'
    """
    sender, addressee = parties
    rest = f"_{key.removeprefix(sender)}" if sender and key.startswith(f"{sender} ") else key
    rest = rest.replace(f" to {addressee} ", " to _ ", 1) if addressee else rest
    match = _KEY.fullmatch(rest)
    if not match or (language() == SOURCE_LANGUAGE and name_of is None):
        return key
    codes = (sender if match["post"] == "_" else match["post"], addressee if match["to"] == "_" else match["to"])
    post, to = (name_of(code) if name_of and code else code for code in codes)
    who = gettext("{sender} to {addressee}").format(sender=post, addressee=to) if to else ""
    kind = " ".join(part for part in (gettext(match["kind"]), match["prefix"]) if part)
    epoch = _YEARS.sub(r"\1–\2", gettext(match["epoch"])) if match["epoch"] else ""
    return ", ".join(part for part in (who or post, kind, epoch) if part)


_YEARS = re.compile(r"\b(\d{4})/(\d{4})\b")
"""The years of a series that runs from one into another, as its key has them."""

CONTRADICTS = N_("number and date contradict the numbers around it")
ALONE = N_("; it alone went to {names}, whose numbers may be a series of their own")
REASONS = (CONTRADICTS, ALONE)
"""What the reasons of suspect numbers are made of."""

FROM_ONE = N_("numbering began at 1")
FROM_ONE_PERHAPS = N_("numbering began at 1, which no held number shows")
RANDOM = N_("what is held is a random part of the series (a file chosen by subject is not; this speaks of the series)")
RATE = N_("the post went on sending {rate} numbers a day until {date}")
ASSUMPTIONS = (FROM_ONE, FROM_ONE_PERHAPS, RANDOM, RATE)
"""What estimates of missing numbers assume."""
