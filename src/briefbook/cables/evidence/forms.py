"""Lines of a paper -> the documentary form it is on, by the tables of ``forms.toml``: a new form needs no code."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A documentary form as data: its signs, and what it says of its papers."""

    name: str
    signs: tuple[re.Pattern[str], ...]
    needs: int
    kind: str
    order: str = ""
    offices: Mapping[str, str] = field(default_factory=dict)
    date_at_foot: bool = False

    def fits(self, lines: Sequence[str]) -> bool:
        """Do as many of the form's signs as it needs begin lines, in capitals?"""
        return sum(any(sign.match(line) for line in lines) for sign in self.signs) >= self.needs


@cache
def paper_forms() -> tuple[PaperForm, ...]:
    """The forms, in the order in which they are tried."""
    table = tomllib.loads((files(__package__) / "forms.toml").read_text(encoding="utf-8"))
    return tuple(
        PaperForm(
            name,
            tuple(re.compile(sign) for sign in row["signs"]),
            row["needs"],
            row["kind"],
            row.get("order", ""),
            row.get("offices", {}),
            row.get("date_at_foot", False),
        )
        for name, row in table.items()
    )


@cache
def _any_sign() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{sign.pattern})" for form in paper_forms() for sign in form.signs))


@cache
def _signs_in_text() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Patterns of which one matches a text if a sign matches one of its lines; quicker than line by line.

    Before each stand letters that the text then holds, "" for none: they are quicker to look for still.
    """
    signs = [sign.pattern for form in paper_forms() for sign in form.signs]
    at_beginning = "|".join(f"(?:{sign})" for sign in dict.fromkeys(signs) if not sign.startswith(_ANYWHERE))
    anywhere = [sign[len(_ANYWHERE) :].removeprefix(r"\b") for sign in signs if sign.startswith(_ANYWHERE)]
    return (
        *((_needed_letters(sign), re.compile(sign, re.M)) for sign in anywhere),
        ("", re.compile(rf"^[ .*-]*(?:{at_beginning})", re.M)),
    )


def _needed_letters(pattern: str) -> str:
    """The longest run of capitals and blanks that every match of a pattern holds; "" if none is known."""
    bare = re.sub(r"\([^()]*\)|\[[^\]]*\]|\\.", "\0", pattern)
    if re.search(r"[(|]", bare):
        return ""
    return max(re.findall(r"[A-Z ]+(?![?*{A-Z ])", bare), key=len, default="")


_ANYWHERE = ".*"
"""What a sign begins with that may stand anywhere in a line."""


def paper_form(lines: Iterable[str]) -> PaperForm | None:
    """The first form that fits lines in capitals; None if none does."""
    lines = list(lines)
    text = "\n".join(lines)
    if not any(needed in text and pattern.search(text) for needed, pattern in _signs_in_text()):
        return None
    rows = [line for line in (line.lstrip(" .*-") for line in lines) if _any_sign().match(line)]
    if not rows:
        return None
    return next((form for form in paper_forms() if form.fits(rows)), None)


def kind_of_paper(name: str) -> str | None:
    """What a paper on a form of that name is: memorandum, despatch, letter; None if the form is not in the tables."""
    return next((form.kind for form in paper_forms() if form.name == name), None)
