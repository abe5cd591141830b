"""Generate the manual of checks from their docstrings, with examples that the tests run."""

import re
import shlex
from dataclasses import dataclass, field
from functools import cache
from textwrap import dedent

from briefbook.model.cable import Reading, Reference, SourceKind
from briefbook.model.catalogue import Entry, MemoryCatalogue, Withdrawal
from briefbook.model.network import Network
from briefbook.model.page import Page
from briefbook.model.persons import Office, Person
from briefbook.model.post import Post

_PARTS = ("Why", "Fails", "Passes", "Remedy")


@dataclass(frozen=True, slots=True)
class ManualPage:
    """A check's page: what it asks, why, an example that fails and one that passes, and what to do."""

    code: str
    title: str
    why: str
    fails: str
    passes: str
    remedy: str


def entry(docstring: str) -> ManualPage:
    """Read a check's docstring; ``ValueError`` names the part that is missing."""
    head, _, rest = docstring.strip().partition("\n")
    code, _, title = head.partition(" ")
    parts = re.split(rf"^({'|'.join(_PARTS)}):\s*$", rest, flags=re.M)
    sections = {parts[i]: dedent(parts[i + 1]).strip("\n") for i in range(1, len(parts) - 1, 2)}
    if missing := [name for name in _PARTS if not sections.get(name)]:
        raise ValueError(f"{code}: the docstring has no {' and no '.join(missing)}")
    return ManualPage(code, title.strip(), sections["Why"], sections["Fails"], sections["Passes"], sections["Remedy"])


@cache
def entries() -> dict[str, ManualPage]:
    """The page of every code."""
    from briefbook.checks import ALL

    return {page.code: page for page in (entry(module.__doc__ or "") for module in ALL)}


def titles() -> dict[str, str]:
    """What each code asks, in a sentence."""
    return {code: page.title for code, page in entries().items()}


def manual() -> str:
    """docs/checks.md, whole."""
    from briefbook.checks import ALL

    pages = [entry(module.__doc__ or "") for module in ALL]
    return _HEAD + "\n".join(_page(page) for page in sorted(pages, key=lambda page: page.code))


_HEAD = """# The checks

What `briefbook check` looks at, one entry a check, printed from the code by `tools/checks_manual.py`.

A finding has one of three severities. An *error* stops publication; a *warning* stops it under `--strict`; a *note*
never does. As shipped, almost everything is a warning or a note, so that a draft can always be built: make a check an
error for your collection in `briefbook.toml` (`[checks]`, `severity = { "C201" = "error" }`), or publish with
`--strict`. A finding marked "cannot tell" neither passes nor fails: it says why.

In the examples `item` lines describe what the collection holds (`machine.number=` is what the heading on the scan
says), `withdrawn` lines what was withdrawn and when, `page` and `|` lines are the text of the item's pages, and `>`
lines are the author's file. All are made up.

"""


def _page(entry: ManualPage) -> str:
    return (
        f'<a id="{entry.code.lower()}"></a>\n## {entry.code} {entry.title}\n\n{_flow(entry.why)}\n\n'
        f"**Fails**\n\n```text\n{entry.fails}\n```\n\n**Passes**\n\n```text\n{entry.passes}\n```\n\n"
        f"**What to do.** {_flow(entry.remedy)}\n"
    )


def _flow(text: str) -> str:
    return " ".join(text.split())


@dataclass(slots=True)
class Example:
    """A collection and a page of the book, as an example tells them."""

    catalogue: MemoryCatalogue
    files: dict[str, str] = field(default_factory=dict)  # narratives: path -> Markdown
    there: set[str] = field(default_factory=set)  # other files
    persons: list[Person] = field(default_factory=list)
    posts: dict[str, Post] = field(default_factory=dict)
    network: Network = field(default_factory=Network)

    def exists(self, path: str) -> bool:
        """Is there a file of this name?"""
        return path in self.there or path in self.files


def example(text: str) -> Example:
    """Read an example; ``ValueError`` on a line that is none."""
    fixture = Example(MemoryCatalogue({}))
    texts: dict[str, list[list[str]]] = {}
    by: dict[str, str] = {}
    item = ""
    path, front = "narratives/page.md", ""
    copies: list[tuple[str, ...]] = []
    for row in text.splitlines():
        word, _, rest = row.partition(" ")
        if word == "item":
            item, attributes = _attributes(rest)
            by[item] = attributes.pop("by", "person")
            fixture.catalogue.entries[item] = _item(item, attributes)
        elif word == "withdrawn":
            name, day = rest.split()
            fixture.catalogue.withdrawn = {**fixture.catalogue.withdrawn, name: Withdrawal(name, day, of=name)}
        elif word == "page":
            texts.setdefault(item, []).append([rest])
        elif word == "|":
            texts[item][-1].append(rest)
        elif word == "ref":
            mention, attributes = _attributes(rest)
            old = fixture.catalogue.entries[item]
            reference = Reference(
                mention, attributes.get("form", "TEL"), attributes.get("number"), date=attributes.get("date")
            )
            fixture.catalogue.entries[item] = Entry(
                old.item, old.readings, (*old.references, reference), old.page_count, old.scan
            )
        elif word == "book":
            name, attributes = _attributes(rest)
            path = f"narratives/{name}" if name else path
            rows = [f"{key}: {_quoted(value)}" for key, value in ({"title": "A page"} | attributes).items()]
            front = "---\n" + "\n".join(rows) + "\n---\n"
            fixture.files[path] = front
        elif word == "notes":
            path, front = f"annotations/{rest}.md", "---\ntitle: Notes\n---\n"
            fixture.files[path] = front
        elif word in (">", ">\n") or row == ">":
            fixture.files[path] = fixture.files.get(path, front or "---\ntitle: A page\n---\n") + rest + "\n"
        elif word == "file":
            fixture.there.add(rest.strip())
        elif word == "person":
            fixture.persons.append(_person(rest))
        elif word == "post":
            code, attributes = _attributes(rest)
            aliases = tuple(attributes.get("aliases", "").split())
            fixture.posts[code] = Post(
                code, attributes.get("name", code), attributes.get("country", ""), aliases=aliases
            )
        elif word == "copies":
            copies.append(tuple(rest.split()))
        elif row.strip():
            raise ValueError(f"an example has no line {row!r}")
    fixture.network = Network(copies=tuple(copies))
    for name, pages in texts.items():
        fixture.catalogue.page_map[name] = tuple(
            Page.of_text(name, number, "\n".join(lines), by=by[name], reader="example")
            for number, lines in enumerate(pages, start=1)
        )
    return fixture


def _attributes(text: str) -> tuple[str, dict[str, str]]:
    words = shlex.split(text)
    name = words.pop(0) if words and "=" not in words[0] else ""
    return name, dict(word.split("=", 1) for word in words)


def _quoted(value: str) -> str:
    return value if value.startswith(("[", "{")) else '"' + value.replace('"', '\\"') + '"'


def _item(item: str, attributes: dict[str, str]) -> Entry:
    readings: dict[str, tuple[Reading, ...]] = {}
    scan = attributes.pop("scan", "none")
    flags = tuple(attributes.pop("flags", "").split())
    for name, value in attributes.items():
        source, _, field_name = name.rpartition(".")
        by = {"machine": SourceKind.MACHINE, "person": SourceKind.PERSON}.get(source, SourceKind.RECEIVED)
        old = readings.get(field_name, ())
        readings[field_name] = (
            *old,
            Reading(value, value, by=by, source="list.csv" if by is SourceKind.RECEIVED else ""),
        )
    return Entry(item, readings, page_count=1, scan=None if scan == "none" else scan, flags=flags)


def _person(text: str) -> Person:
    name, attributes = _attributes(text)
    office = Office(
        attributes.get("office", ""),
        attributes.get("start", ""),
        attributes.get("end", ""),
        country=attributes.get("country", ""),
        post=attributes.get("post", ""),
    )
    variants = tuple(v for v in attributes.get("variants", "").split(";") if v)
    wrong = tuple(v for v in attributes.get("misspellings", "").split(";") if v)
    return Person(name, variants, (office,) if office.title else (), wrong)
