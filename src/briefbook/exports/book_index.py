"""What the printed book's index has: persons, offices and subjects, and where the prose names them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from briefbook.exports.manuscript import office_of
from briefbook.exports.print_options import PrintOptions
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry
from briefbook.model.persons import Person
from briefbook.text.authorities import index_name, short_name
from briefbook.text.folding import fold
from briefbook.text.lexicon import is_listed

PERSON, OFFICE, SUBJECT = "person", "office", "subject"

MIN_SURNAME_LETTERS = 5
"""A shorter surname alone is not looked for: Kohl, Rusk and Lowe may be another's, or a word."""


@dataclass(frozen=True, slots=True)
class IndexTerm:
    """An entry of the index: its kind and its name, as the index has it (a person's surname first)."""

    kind: str
    name: str

    @property
    def key(self) -> str:
        """What marks of this entry bear; no two entries have the same."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class BookIndex:
    """The terms of a book's index, and the words by which they are recognised in prose.

    Attributes:
        by_words: For words, folded to lower case, the term that they name.
        by_item: For an item the offices, persons and tags of its description.
        pattern: Matches all these words; None where there are none.
        openers: Surnames that are ordinary words, and that the book has only where a sentence opens: "Wrong or right".
    """

    by_words: dict[str, IndexTerm] = field(default_factory=dict)
    by_item: dict[str, tuple[IndexTerm, ...]] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None
    openers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, archive: Archive, entries: Iterable[Entry], options: PrintOptions) -> "BookIndex":
        """The index of a book.

        Args:
            archive: The collection; its authority list gives persons' other names.
            entries: The papers of the book.
            options: The subjects that its editors want.
        """
        by_item = {entry.item: tuple(dict.fromkeys(_terms_of(archive, entry))) for entry in entries}
        terms = [term for many in by_item.values() for term in many]
        listed = {person.name: person for person in archive.persons}
        by_words: dict[str, IndexTerm] = {}
        for subject, words in options.subjects:
            for word in words:
                by_words.setdefault(word.casefold(), IndexTerm(SUBJECT, subject))
        for term in dict.fromkeys(terms):
            if term.kind != PERSON:
                by_words.setdefault(term.name.casefold(), term)
        named = {name: listed.get(name, Person(name)) for entry in entries for name in entry.values("persons")}
        people = list((listed | named).values())
        spellings: dict[str, str] = {}
        for person in people:
            for name in _names_of(person, people):
                if name.casefold() not in by_words:
                    by_words[name.casefold()] = IndexTerm(PERSON, inverted(person))
                    spellings[name.casefold()] = name
        longest = sorted(by_words, key=len, reverse=True)
        alternatives = "|".join(
            _name_pattern(spellings[word]) if word in spellings else _pattern(word) for word in longest
        )
        pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.I) if longest else None
        prose = "\n".join(narrative.source for narrative in archive.narratives)
        ordinary = {word: name for word, name in spellings.items() if " " not in word and is_listed(word)}
        openers = frozenset(word for word, name in ordinary.items() if not _is_within_a_sentence(name, prose))
        return cls(by_words, by_item, pattern, openers)

    def mentions(self, text: str) -> Iterator[tuple[int, IndexTerm]]:
        """Where a text names something that the index has: the place of the first letter, and the term."""
        if self.pattern is not None:
            for match in self.pattern.finditer(text):
                words = " ".join(match[0].split()).casefold()
                if words not in self.openers or not _OPENING.search(text, 0, match.start()):
                    yield match.start(), self.by_words[words]

    def terms(self, kind: str) -> list[IndexTerm]:
        """All terms of a kind, in the order of the alphabet."""
        every = {*self.by_words.values(), *(term for terms in self.by_item.values() for term in terms)}
        return sorted((term for term in every if term.kind == kind), key=lambda term: (fold(term.name), term.name))


def inverted(person: Person) -> str:
    """A person's name as an index has it.

    >>> inverted(Person("Anastas Mikoyan")), inverted(Person("Louis St. Laurent", sort="St. Laurent, Louis"))
    ('Mikoyan, Anastas', 'St. Laurent, Louis')
    >>> inverted(Person("Frederick E. Reed, Jr.")), inverted(Person("Albert Watson, II"))
    ('Reed, Frederick E. Jr.', 'Watson, Albert, II')
    """
    return index_name(person.name, person.sort)


def _pattern(words: str) -> str:
    """A pattern of words, with any white space between them."""
    return r"\s+".join(map(re.escape, words.split()))


def _name_pattern(name: str) -> str:
    """The same of a person's name, whose last word has a capital where the name has it: nobody is named by "wrong"."""
    before, _, last = name.rpartition(" ")
    pattern = f"(?-i:{last[0]}){re.escape(last[1:])}" if last[:1].isupper() else _pattern(last)
    return rf"{_pattern(before)}\s+{pattern}" if before.strip() else pattern


def _names_of(person: Person, people: Sequence[Person]) -> Iterator[str]:
    """The full names of a person, and the surname, with and without "van der", where it is long and nobody else's."""
    yield from (person.name, *person.variants)
    for words in sorted(_surnames(person)):
        if len(words) >= MIN_SURNAME_LETTERS and sum(words in _surnames(other) for other in people) == 1:
            yield words


def _surnames(person: Person) -> set[str]:
    """A person's surname, with and without the "van der" that belongs to it."""
    surname = short_name(person.name, person.sort)
    return {surname, surname if person.sort else surname.split()[-1]}


_OPENING = re.compile(r"(?:\A|[.!?…\n][”’\"')\]]*)[\s“‘\"'(\[*_]*\Z")
"""What stands before the first word of a sentence."""


def _is_within_a_sentence(surname: str, prose: str) -> bool:
    """Has the book a surname with its capital where no sentence opens, and not in a heading?"""
    pattern = re.compile(rf"^(?!#).*[^\W\d_][,;]?\s{re.escape(surname)}(?!\w)", re.M)
    return pattern.search(prose) is not None


def _terms_of(archive: Archive, entry: Entry) -> Iterator[IndexTerm]:
    for code in (*entry.values("from"), *entry.values("to")):
        yield IndexTerm(OFFICE, office_of(archive, entry, code))
    listed = {person.name: person for person in archive.persons}
    for name in entry.values("persons"):
        yield IndexTerm(PERSON, inverted(listed.get(name, Person(name))))
    for tag in entry.values("tags"):
        yield IndexTerm(SUBJECT, tag)
