"""A Question and an index -> the query that tantivy runs, and what is marked in the texts it finds."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import tantivy
from rapidfuzz.fuzz import ratio

from briefbook.model.archive import Post
from briefbook.search.highlighting import Marks
from briefbook.search.index import Index
from briefbook.search.ocr_variants import SHORTEST, misreadings, parted
from briefbook.search.query_ast import And, Everything, Field, Near, Not, Or, Phrase, Question, Word
from briefbook.search.query_dates import FIRST, LAST, parse_days, units_that_cover
from briefbook.search.query_parser import NAMES, QuestionError, number_range
from briefbook.search.schema import LONG, analyser, key

Posts = Callable[[str], Post | None]
People = Callable[[str], Sequence[str]]

MOST_BEGINNINGS = 300
"""Words that a ``*`` may stand for, the most frequent first."""

ALIKE = 84.0
"""How alike two spellings of a name must be, of 100."""

LIKE_WORDS = 16
_query: Any = tantivy.Query
_MUST, _NOT = tantivy.Occur.Must, tantivy.Occur.MustNot
_analyser = analyser()


@dataclass(slots=True)
class Compiler:
    """Makes queries for one state of an index. ``posts`` says what a code stands for, ``people`` other spellings."""

    index: Index
    searcher: Any
    posts: Posts = lambda code: None
    people: People = lambda name: ()
    damaged: bool = False  # also look for likely misreadings of every word
    state: str = ""  # of the index, as the searcher shows it
    schema: Any = field(init=False)

    def __post_init__(self) -> None:
        self.schema = self.index.schema

    def kept(self, key: Any, make: Callable[[], Any]) -> Any:
        """A value made once for this state of the index."""
        return self.index.kept(key, make, self.state)

    def compile(self, question: Question) -> tuple[Any, Marks]:
        """The query, and what to mark in what it finds."""
        match question:
            case Everything():
                return _query.all_query(), Marks()
            case Word():
                return self._word(question)
            case Phrase():
                return self._phrase(question)
            case Near():
                return self._near(question)
            case Field():
                return self._field(question)
            case Not():
                inner, _ = self.compile(question.part)
                return _query.boolean_query([(_MUST, _query.all_query()), (_NOT, inner)]), Marks()
            case Or():
                parts = [self.compile(part) for part in question.parts]
                return _any([query for query, _ in parts]), _joined(marks for _, marks in parts)
            case And():
                return self._and(question)

    def _and(self, question: And) -> tuple[Any, Marks]:
        clauses, marks = [], Marks()
        for part in question.parts:
            if isinstance(part, Not):
                clauses.append((_NOT, self.compile(part.part)[0]))
            else:
                query, found = self.compile(part)
                clauses.append((_MUST, query))
                marks |= found
        if all(occur is _NOT for occur, _ in clauses):
            clauses.append((_MUST, _query.all_query()))
        return _query.boolean_query(clauses), marks

    # Words

    def _word(self, word: Word) -> tuple[Any, Marks]:
        words = tokens(word.text)
        if not words:
            return _query.empty_query(), Marks()
        if word.mark == "*":
            return self._beginning(words[-1]) if len(words) == 1 else self._words(words, Marks())
        if len(words) > 1:
            return self._phrase(Phrase(word.text, word.mark))
        if word.mark == "~" or self.damaged:
            return self._damaged(words[0], wide=word.mark == "~")
        return self._words(words, Marks())

    def _words(self, words: Sequence[str], marks: Marks) -> tuple[Any, Marks]:
        marks |= Marks(frozenset({tuple(words)}))
        if len(words) == 1:
            text = _query.term_query(self.schema, "text", words[0])
            if not self.searcher.doc_freq("about", words[0]):
                return text, marks
            return _any([text, _query.boost_query(_query.term_query(self.schema, "about", words[0]), 1.5)]), marks
        text = _query.phrase_query(self.schema, "text", list(words))
        if not all(self.searcher.doc_freq("about", one) for one in words):
            return text, marks
        return _any([text, _query.phrase_query(self.schema, "about", list(words))]), marks

    def _beginning(self, begins: str) -> tuple[Any, Marks]:
        parts = []
        for name in ("text", "about"):
            found = [term for term, _ in self.searcher.terms_with_prefix(name, begins, limit=MOST_BEGINNINGS)]
            if found:
                parts.append(_query.term_set_query(self.schema, name, found))
        return _any(parts) if parts else _query.empty_query(), Marks(beginnings=frozenset({begins}))

    def _damaged(self, word: str, *, wide: bool) -> tuple[Any, Marks]:
        """The word; below it its likely misreadings, and if ``wide`` whatever differs in a letter or two."""
        exact, marks = self._words([word], Marks())
        misread = list(self.misreadings(word))
        parts = [exact]
        if misread:
            parts.append(_query.const_score_query(_query.term_set_query(self.schema, "text", misread), 0.01))
            marks |= Marks(frozenset((one,) for one in misread))
        if wide:
            for way in parted(self.searcher, word):
                parts.append(_query.const_score_query(_query.phrase_query(self.schema, "text", list(way)), 0.005))
                marks |= Marks(frozenset({way}))
        if wide and len(word) >= SHORTEST:
            slips = 2 if len(word) >= 9 else 1
            near = _query.fuzzy_term_query(self.schema, "text", word, slips)
            parts.append(_query.const_score_query(near, 0.001))
            marks |= Marks(near=frozenset({(word, slips)}))
        return _any(parts), marks

    def misreadings(self, word: str) -> tuple[str, ...]:
        """The likely misreadings of a word, kept for this state of the index."""
        made: tuple[str, ...] = self.kept(("misread", word), lambda: misreadings(self.searcher, word))
        return made

    def _phrase(self, phrase: Phrase) -> tuple[Any, Marks]:
        words = tokens(phrase.text)
        if not words:
            return _query.empty_query(), Marks()
        if phrase.between and len(words) > 1:
            loose = _query.phrase_query(self.schema, "text", words, phrase.between)
            return loose, Marks(frozenset((word,) for word in words))
        if phrase.mark == "~" and len(words) > 1:
            parts = [self._damaged(word, wide=len(word) >= SHORTEST) for word in words]
            exact, marks = self._words(words, Marks())
            every = _query.boolean_query([(_MUST, query) for query, _ in parts])
            query = _any([_query.boost_query(exact, 10.0), _query.const_score_query(every, 0.01)])
            return query, _joined([marks, *(found for _, found in parts)])
        if phrase.mark == "~":
            return self._damaged(words[0], wide=True)
        if len(words) == 1 and self.damaged:
            return self._damaged(words[0], wide=False)
        return self._words(words, Marks())

    def _near(self, near: Near) -> tuple[Any, Marks]:
        left, right = tokens(near.left.text), tokens(near.right.text)
        if not left or not right:
            return _query.empty_query(), Marks()
        slop = near.within - 1
        ways = [[*left, *right], [*right, *left]]
        query = _any([_query.phrase_query(self.schema, "text", way, slop) for way in ways])
        return query, Marks(frozenset({tuple(left), tuple(right)}))

    # Fields

    def _field(self, asked: Field) -> tuple[Any, Marks]:
        name, value = NAMES[asked.name], asked.value
        match name:
            case "date" | "month":
                return self._dates(value), Marks()
            case "number":
                return self._number(value), Marks()
            case "from":
                return self._posts(value, ("k_from",)), Marks()
            case "to" | "info":
                return self._posts(value, (f"k_{name}",)), Marks()
            case "post":
                return self._posts(value, ("k_from", "k_to", "k_info")), Marks()
            case "classification" | "precedence" | "form":
                return self._whole(value, f"k_{name}"), Marks()
            case "persons":
                return self._person(value)
            case "chapter":
                return self._chosen("k_chapter", lambda one: _holds(one, value)), Marks()
            case "item":
                return self._item(value), Marks()
            case "has":
                return _filter(_query.term_query(self.schema, "has", value.lower())), Marks()
            case "like":
                return self.like(value), Marks()
            case "text":
                query = self._plain("text", value)
                return query, Marks(frozenset({tuple(tokens(value))} - {()}))
        return self._plain(f"t_{name}", value), Marks()

    def _plain(self, name: str, value: str) -> Any:
        words = tokens(value)
        if not words:
            return _query.empty_query()
        if len(words) == 1:
            if value.endswith("*"):
                found = [term for term, _ in self.searcher.terms_with_prefix(name, words[0], limit=MOST_BEGINNINGS)]
                return _query.term_set_query(self.schema, name, found) if found else _query.empty_query()
            return _query.term_query(self.schema, name, words[0])
        return _query.phrase_query(self.schema, name, words)

    def _dates(self, value: str) -> Any:
        first, last = parse_days(value)
        units = units_that_cover(first, last)
        if units is None:
            return _filter(self._days_between(first, last))
        long = _query.term_query(self.schema, "days", LONG)
        within = _query.term_set_query(self.schema, "days", units)
        if self.searcher.doc_freq("days", LONG):
            within = _any([within, _query.boolean_query([(_MUST, long), (_MUST, self._days_between(first, last))])])
        return _filter(within)

    def _days_between(self, first: int, last: int) -> Any:
        kind = tantivy.FieldType.Integer
        clauses = []
        if first > FIRST:
            clauses.append((_MUST, _query.range_query(self.schema, "day_last", kind, first, None)))
        if last < LAST:
            clauses.append((_MUST, _query.range_query(self.schema, "day_first", kind, None, last)))
        return _query.boolean_query(clauses) if clauses else _query.exists_query("day_first")

    def _number(self, value: str) -> Any:
        bounds = number_range(value)
        if bounds is None:
            return self._plain("t_number", value)
        return _filter(_query.range_query(self.schema, "serial", tantivy.FieldType.Integer, *bounds))

    def _posts(self, value: str, names: Sequence[str]) -> Any:
        codes = self.codes(value)
        return _filter(_any([_query.term_set_query(self.schema, name, codes) for name in names]))

    def codes(self, value: str) -> list[str]:
        """The codes in the index that a code, an alias, a place or a country means."""
        held = self.kept("codes", lambda: [*self.values("k_from"), *self.values("k_to"), *self.values("k_info")])
        wanted = key(value)
        if wanted.endswith("*"):
            return sorted({code for code in held if code.startswith(wanted[:-1])}) or [wanted]
        found = self.posts(wanted)
        same = {code for code in held if code == wanted}
        if found is not None:
            spellings = {key(one) for one in (found.code, *found.aliases)}
            same |= {code for code in held if code in spellings or _code(self.posts(code)) == found.code}
        if not same or found is None:
            same |= {code for code in held if (post := self.posts(code)) and _stands_for(post, value)}
        return sorted(same) or [wanted]

    def values(self, name: str) -> tuple[str, ...]:
        """Every value of a field that is compared as a whole."""
        made: tuple[str, ...] = self.kept(
            ("values", name),
            lambda: tuple(term for term, _ in self.searcher.terms_with_prefix(name, "", limit=200_000)),
        )
        return made

    def _whole(self, value: str, name: str) -> Any:
        wanted = key(value)
        held = self.values(name)
        found = [one for one in held if one == wanted] or [one for one in held if _holds(one, value)]
        return _filter(_query.term_set_query(self.schema, name, found)) if found else _query.empty_query()

    def _chosen(self, name: str, wanted: Callable[[str], bool]) -> Any:
        found = [one for one in self.values(name) if wanted(one)]
        return _filter(_query.term_set_query(self.schema, name, found)) if found else _query.empty_query()

    def _person(self, value: str) -> tuple[Any, Marks]:
        spellings = tuple(dict.fromkeys((value, *self.people(value))))
        names = self.kept(("person", value), lambda: [
            name for name in self.values("k_person") if any(_same_name(name, one) for one in spellings)
        ])  # fmt: skip
        parts = [_query.const_score_query(_query.term_set_query(self.schema, "k_person", names), 1.0)] if names else []
        words = {tuple(tokens(one)) for one in spellings} - {()}
        parts += [self._plain("text", " ".join(one)) for one in sorted(words)]
        return _any(parts) if parts else _query.empty_query(), Marks(frozenset(words))

    def _item(self, value: str) -> Any:
        if value.endswith("*"):
            found = [term for term, _ in self.searcher.terms_with_prefix("item", value[:-1], limit=MOST_BEGINNINGS)]
            return _query.term_set_query(self.schema, "item", found) if found else _query.empty_query()
        return _query.term_set_query(self.schema, "item", sorted({value, value.upper()}))

    def like(self, item: str) -> Any:
        """What shares an item's rarer words; ``QuestionError`` if there is no such item."""
        own = _query.term_set_query(self.schema, "item", sorted({item, item.upper()}))
        found = self.searcher.search(own, 1)
        if not found.hits:
            raise QuestionError(f"there is no item {item!r} to be like", 0, "write like: and an item's id")
        words: tuple[str, ...] = self.kept(("like", item), lambda: self._telling(found.hits[0][1]))
        if not words:
            return _query.empty_query()
        alike = _query.boolean_query(
            [(tantivy.Occur.Should, _query.term_query(self.schema, "text", word)) for word in words],
            minimum_number_should_match=max(1, len(words) // 4),
        )
        return _query.boolean_query([(_MUST, alike), (_NOT, own)])

    def _telling(self, address: Any) -> tuple[str, ...]:
        """The words that tell a text from others: frequent in it and rare elsewhere."""
        text = (self.searcher.doc(address)["text"] or [""])[0]
        counts = Counter(tokens(text[:20_000]))
        total = max(1, self.searcher.num_docs)
        most = max(5, total // 50)
        weights = []
        for word, count in counts.items():
            if len(word) < 3:
                continue
            held = self.searcher.doc_freq("text", word)
            if 2 <= held <= most:
                weights.append((-min(count, 4) * (1 + total / held) ** 0.25, word))
        return tuple(word for _, word in sorted(weights)[:LIKE_WORDS])


def tokens(text: str) -> list[str]:
    """The words of a text as the index has them.

    >>> tokens("U-2, Café")
    ['u', '2', 'cafe']
    """
    return list(_analyser.analyze(text))


def _any(parts: Sequence[Any]) -> Any:
    return parts[0] if len(parts) == 1 else _query.boolean_query([(tantivy.Occur.Should, part) for part in parts])


def _filter(query: Any) -> Any:
    """It must hold, and counts nothing for the order."""
    return _query.const_score_query(query, 0.0)


def _joined(marks: Any) -> Marks:
    every = Marks()
    for one in marks:
        every |= one
    return every


def _code(post: Post | None) -> str | None:
    return post.code if post else None


def _stands_for(post: Post, value: str) -> bool:
    wanted = value.casefold()
    return wanted == post.country.casefold() or _holds(post.name, value) or _holds(post.code, value)


def _holds(name: str, value: str) -> bool:
    """Does a name hold all the words of a value?"""
    words = set(tokens(name))
    return bool(wanted := tokens(value)) and all(word in words for word in wanted)


def _same_name(name: str, asked: str) -> bool:
    """Is every word asked for in the name, letter for letter or nearly? Initials stand for what they begin."""
    held = tokens(name)
    return bool(wanted := tokens(asked)) and all(
        any(_alike(word, one) or (len(word) == 1 and one.startswith(word)) for one in held) for word in wanted
    )


def _alike(left: str, right: str) -> bool:
    return left == right or (min(len(left), len(right)) >= 5 and ratio(_sound(left), _sound(right)) >= ALIKE)


def _sound(name: str) -> str:
    """Spellings of one foreign name in one: Mikoian and Mikoyan, Khrushchov and Chruschtschow are near."""
    for pattern, instead in _SOUNDS:
        name = pattern.sub(instead, name)
    return name


_SOUNDS = (
    (re.compile("tsch|tch|shch|ch|sch|sh"), "s"),
    (re.compile("kh|ck"), "k"),
    (re.compile("[yij]+"), "i"),
    (re.compile("ph|v|w"), "f"),
    (re.compile(r"(.)\1"), r"\1"),
)
