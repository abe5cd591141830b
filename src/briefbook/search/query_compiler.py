"""A Question and an index -> the tantivy query, and the words to highlight in the texts it finds."""

import functools
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import tantivy

from briefbook.model.post import Post
from briefbook.search.common_words import CommonWords
from briefbook.search.highlighting import Marks
from briefbook.search.index import Index
from briefbook.search.ocr_variants import MIN_WORD_LENGTH, misreadings, word_splits
from briefbook.search.query_ast import And, Everything, Field, Near, Not, Or, Phrase, Question, SearchTerm
from briefbook.search.query_dates import FIRST, LAST, covering_units, parse_days
from briefbook.search.query_parser import ARCHIVAL_UNITS, NAMES, QuestionError, number_range
from briefbook.search.schema import (
    BREAK,
    LONG,
    SCORED,
    analyser,
    key,
    spellings,
)
from briefbook.text.folding import composed
from briefbook.text.posts import city_in_any_tongue

Posts = Callable[[str], Post | None]
People = Callable[[str], Sequence[str]]
TextsOf = Callable[[str], Sequence[tuple[int, str]]]

MAX_PREFIX_TERMS = 300
"""How many words a prefix (``word*``) expands to, the most frequent first."""

MAX_PROBABLE_TERMS = 1000
"""How many readings in whose place a word is likely are looked up."""

MIN_NAME_SIMILARITY = 84.0
"""How similar two spellings of a name must be to be one name, 0 to 100 (rapidfuzz ``ratio`` of their sounds)."""

MAX_LIKE_WORDS = 16
_query: Any = tantivy.Query
_MUST, _NOT = tantivy.Occur.Must, tantivy.Occur.MustNot
_analyser = analyser()


@dataclass(slots=True)
class Compiler:
    """Compiles questions into tantivy queries for one state of an index.

    Args:
        index: The index.
        searcher: A tantivy searcher over one state of it.
        posts: Gives the post that a code stands for.
        people: Gives other spellings of a person's name.
        with_misreadings: Also look for likely misreadings of every word.
        state: The state of the index that the searcher shows.
        texts_of: Gives number and text of each page of an item, for ``like:`` and for proposals of other words.
    """

    index: Index
    searcher: Any
    posts: Posts = lambda code: None
    people: People = lambda name: ()
    with_misreadings: bool = False  # also look for likely misreadings of every word
    state: str = ""  # of the index, as the searcher shows it
    texts_of: TextsOf = lambda item: ()
    schema: Any = field(init=False)
    common: CommonWords = field(init=False)

    def __post_init__(self) -> None:
        self.common = self.index.common_of(self.state)
        self.schema = self.index.schema

    def cached(self, key: Any, make: Callable[[], Any]) -> Any:
        """A value computed once for this state of the index."""
        return self.index.cached(key, make, self.state)

    def compile(self, question: Question) -> tuple[Any, Marks]:
        """The tantivy query of a question, and what to highlight in the texts it finds.

        Raises:
            QuestionError: A field's value cannot be searched for, such as ``like:`` with an unknown item.
        """
        match question:
            case Everything():
                return _query.all_query(), Marks()
            case SearchTerm():
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
                return _any([query for query, _ in parts]), _union(marks for _, marks in parts)
            case And():
                return self._and(question)

    def _and(self, question: And) -> tuple[Any, Marks]:
        clauses, marks = [], Marks()
        for part in question.parts:
            if isinstance(part, Not):
                clauses.append((_NOT, self.compile(part.part)[0]))
            else:
                query, child_marks = self.compile(part)
                clauses.append((_MUST, query))
                marks |= child_marks
        if all(occur is _NOT for occur, _ in clauses):
            clauses.append((_MUST, _query.all_query()))
        return _query.boolean_query(clauses), marks

    # Words

    def _word(self, word: SearchTerm) -> tuple[Any, Marks]:
        words = tokens(word.text)
        if not words:
            return _query.empty_query(), Marks()
        if word.mark == "*":
            return self._prefix(words[-1]) if len(words) == 1 else self._prefix_in_parts(word.text)
        if len(words) > 1:
            return self._phrase(Phrase(word.text, word.mark))
        if word.mark == "~" or self.with_misreadings:
            return self._misread(words[0], wide=word.mark == "~")
        return self._words(words, Marks())

    def _spelled(self, text: str) -> tuple[Any, Marks]:
        """Words as they are written, and as they are when written together: U.S. and US."""
        parts = [self._words(words, Marks()) for words in _spelled_tokens(text)]
        return _any([query for query, _ in parts]), _union(marks for _, marks in parts)

    def _prefix_in_parts(self, text: str) -> tuple[Any, Marks]:
        parts = [self._prefix(words[0]) for words in _spelled_tokens(text) if len(words) == 1]
        parts.append(self._words(tokens(text), Marks()))
        return _any([query for query, _ in parts]), _union(marks for _, marks in parts)

    def _on_pages(self, words: Sequence[str]) -> Any:
        """The words on the pages, as they are written there or written together."""
        if len(words) == 1:
            query = _query.term_query(self.schema, "text", words[0])
            if not self.searcher.doc_freq("joined", words[0]):
                return query
            return _any([query, _query.term_query(self.schema, "joined", words[0])])
        query = self._phrase_of_text(words)
        if not all(self.searcher.doc_freq("joined_phrases", word) for word in words):
            return query
        joined = _query.phrase_query(self.schema, "joined_phrases", list(words))
        return _any([query, self._at_pairs(words, joined, "pairs", "more_pairs")])

    def _at_pairs(self, words: Sequence[str], phrase: Any, *fields: str) -> Any:
        """A query for a phrase, only where its pairs of very common words are: the same answers, sooner."""
        pairs = {pair for left, right in pairwise(words) if (pair := self.common.pair(left, right))}
        where = [
            (_MUST, _filter(_any([_query.term_query(self.schema, name, pair, "freq") for name in fields])))
            for pair in sorted(pairs)
        ]
        return _query.boolean_query([*where, (_MUST, phrase)]) if where else phrase

    def _phrase_of_text(self, words: Sequence[str]) -> Any:
        """A query for a phrase by its pairs of very common words: the same answers and scores, sooner.

        Two such words are a pair, and nothing has to be compared; a longer phrase is compared where its pairs are.
        """
        pair = self.common.pair(*words) if len(words) == 2 else None
        if pair is None:
            return self._at_pairs(words, _query.phrase_query(self.schema, "text", list(words)), "pairs")
        items = self.searcher.doc_freq("pairs", pair)
        if not items:
            return _query.empty_query()
        weight = sum(self._rarity(self.searcher.doc_freq("text", word)) for word in words) / self._rarity(items)
        return _query.boost_query(_query.term_query(self.schema, "pairs", pair, "freq"), weight)

    def _rarity(self, items: int) -> float:
        """How much a word on so many items counts in a score (BM25), as tantivy has it."""
        total = self.cached("documents", self._documents)
        return math.log(1 + (total - items + 0.5) / (items + 0.5))

    def _documents(self) -> int:
        """The documents that scores are computed from: of all items, and of those written again since."""
        filler = _query.term_query(self.schema, "pairs", ".", "freq")
        hits = self.searcher.search(filler, 1, count=False).hits
        if not hits:
            return int(self.searcher.num_docs)
        idf = json.loads(filler.explain(self.searcher, hits[0][1]).to_json())["details"][1]
        return int(next(part["value"] for part in idf["details"] if part["description"].startswith("N,")))

    def _words(self, words: Sequence[str], marks: Marks) -> tuple[Any, Marks]:
        marks |= Marks(frozenset({tuple(words)}))
        text = self._on_pages(words)
        if len(words) == 1:
            if not self.searcher.doc_freq("about", words[0]):
                return text, marks
            return _any([text, _query.boost_query(_query.term_query(self.schema, "about", words[0]), 1.5)]), marks
        if not all(self.searcher.doc_freq("about", word) for word in words):
            return text, marks
        about = _query.phrase_query(self.schema, "about", list(words))
        return _any([text, self._at_pairs(words, about, "pairs", "more_pairs")]), marks

    def _prefix(self, prefix: str) -> tuple[Any, Marks]:
        parts = []
        for name in ("text", "joined", "about"):
            terms = [term for term, _ in self.searcher.terms_with_prefix(name, prefix, limit=MAX_PREFIX_TERMS)]
            if terms:
                parts.append(_query.term_set_query(self.schema, name, terms))
        return _any(parts) if parts else _query.empty_query(), Marks(prefixes=frozenset({prefix}))

    def _misread(self, word: str, *, wide: bool) -> tuple[Any, Marks]:
        """The word, below it where it was probably misread, and if ``wide`` words that differ in a letter or two.

        Where pictures were asked, they say where it is likely; of other items, forms that it is often misread as count.
        """
        exact, marks = self._words([word], Marks())
        parts = [exact]
        probable = self.probable(word)
        for percent in sorted({percent for _, _, percent in probable}):
            terms = [term for term, _, likely in probable if likely == percent]
            query = _query.term_set_query(self.schema, "probable", terms)
            parts.append(_query.const_score_query(query, 0.006 + 0.00005 * percent))
        marks |= Marks(frozenset((read,) for _, read, _ in probable))
        if misread := list(self.misreadings(word)):
            guessed = _any([_query.term_set_query(self.schema, name, misread) for name in ("text", "joined")])
            if self.searcher.doc_freq("probable", SCORED):
                asked = _query.term_query(self.schema, "probable", SCORED)
                guessed = _query.boolean_query([(_MUST, guessed), (_NOT, asked)])
            parts.append(_query.const_score_query(guessed, 0.01))
            marks |= Marks(frozenset((form,) for form in misread))
        if wide or self.with_misreadings:
            for split in self.splits(word):
                parts.append(_query.const_score_query(_query.phrase_query(self.schema, "text", list(split)), 0.005))
                marks |= Marks(frozenset({split}))
        if wide and len(word) >= MIN_WORD_LENGTH:
            slips = 2 if len(word) >= 9 else 1
            for name in ("text", "joined"):
                fuzzy = _query.fuzzy_term_query(self.schema, name, word, slips)
                parts.append(_query.const_score_query(fuzzy, 0.001))
            marks |= Marks(fuzzy=frozenset({(word, slips)}))
        return _any(parts), marks

    def probable(self, word: str) -> tuple[tuple[str, str, int], ...]:
        """The terms of where a word is likely on a picture: the term, what was read there, and per cent."""
        terms: tuple[tuple[str, str, int], ...] = self.cached(("probable", word), lambda: tuple(
            (term, term.split("|")[1], int(term.split("|")[2]))
            for term, _ in self.searcher.terms_with_prefix("probable", f"{word}|", limit=MAX_PROBABLE_TERMS)
        ))  # fmt: skip
        return terms

    def misreadings(self, word: str) -> tuple[str, ...]:
        """The likely misreadings of a word, cached for this state of the index."""
        forms: tuple[str, ...] = self.cached(("misread", word), lambda: tuple(
            dict.fromkeys((*misreadings(self.searcher, word), *misreadings(self.searcher, word, "joined")))
        ))  # fmt: skip
        return forms

    def splits(self, word: str) -> tuple[tuple[str, str], ...]:
        """The two parts that a word may have come apart into, cached for this state of the index."""
        parts: tuple[tuple[str, str], ...] = self.cached(("splits", word), lambda: word_splits(self.searcher, word))
        return parts

    def _phrase(self, phrase: Phrase) -> tuple[Any, Marks]:
        words = tokens(phrase.text)
        if not words:
            return _query.empty_query(), Marks()
        if phrase.between and len(words) > 1:
            loose = _query.phrase_query(self.schema, "text", words, phrase.between)
            return loose, Marks(frozenset((word,) for word in words))
        if phrase.mark == "~" and len(words) > 1:
            parts = [self._misread(word, wide=len(word) >= MIN_WORD_LENGTH) for word in words]
            exact, marks = self._spelled(phrase.text)
            every = _query.boolean_query([(_MUST, query) for query, _ in parts])
            query = _any([_query.boost_query(exact, 10.0), _query.const_score_query(every, 0.01)])
            return query, _union([marks, *(word_marks for _, word_marks in parts)])
        if phrase.mark == "~":
            return self._misread(words[0], wide=True)
        if len(words) == 1 and self.with_misreadings:
            return self._misread(words[0], wide=False)
        return self._spelled(phrase.text)

    def _near(self, near: Near) -> tuple[Any, Marks]:
        left, right = tokens(near.left.text), tokens(near.right.text)
        if not left or not right:
            return _query.empty_query(), Marks()
        slop = near.within - 1
        ways = [[*left, *right], [*right, *left]]
        query = self._near_common_words(left[0], right[0], near.within) if len(left) == len(right) == 1 else None
        if query is None:
            query = _any([_query.phrase_query(self.schema, "text", way, slop) for way in ways])
        return query, Marks(frozenset({tuple(left), tuple(right)}))

    def _near_common_words(self, left: str, right: str, within: int) -> Any | None:
        """Two of the commonest words near each other, ranked as items with both words; None for other words.

        How near they come is indexed, so that nothing has to be compared.
        """
        terms = self.common.near_terms(left, right, within)
        if terms is None:
            return None
        where = _filter(_query.term_set_query(self.schema, "near", terms))
        words = [(_MUST, _query.term_query(self.schema, "text", word)) for word in sorted((left, right))]
        return _query.boolean_query([(_MUST, where), *words])

    # Fields

    def _field(self, field: Field) -> tuple[Any, Marks]:
        name, value = NAMES[field.name], field.value
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
                return self._matching_values("k_chapter", lambda chapter: _contains_words(chapter, value)), Marks()
            case "item":
                return self._item(value), Marks()
            case "has":
                return _filter(_query.term_query(self.schema, "has", value.lower())), Marks()
            case "like":
                return self.like(value), Marks()
            case "text":
                query = self._plain("text", value)
                return query, Marks(frozenset(tuple(words) for words in _spelled_tokens(value)))
            case "citation":
                return self._archival_source(field.name, value), Marks()
        return self._plain(f"t_{name}", value), Marks()

    def _archival_source(self, unit: str, value: str) -> Any:
        """The words of an archival source; the number of a box or the like with the word that stands before it."""
        if unit not in ARCHIVAL_UNITS or not value[:1].isdigit():
            return self._plain("t_citation", value)
        return _any([self._plain("t_citation", spelled) for spelled in (f"{unit} {value}", f"{unit}{value}")])

    def _plain(self, name: str, value: str) -> Any:
        words = tokens(value)
        if not words:
            return _query.empty_query()
        if len(words) == 1 and value.endswith("*"):
            terms = [term for term, _ in self.searcher.terms_with_prefix(name, words[0], limit=MAX_PREFIX_TERMS)]
            return _query.term_set_query(self.schema, name, terms) if terms else _query.empty_query()
        return _any([self._in_field(name, spelled) for spelled in _spelled_tokens(value)])

    def _in_field(self, name: str, words: list[str]) -> Any:
        if name == "text":
            return self._on_pages(words)
        if len(words) == 1:
            return _query.term_query(self.schema, name, words[0])
        return _query.phrase_query(self.schema, name, words)

    def _dates(self, value: str) -> Any:
        first, last = parse_days(value)
        units = covering_units(first, last)
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
        """The post codes in the index that a code, an alias, a place in any language or a country means."""
        indexed = self.cached("codes", lambda: [*self.values("k_from"), *self.values("k_to"), *self.values("k_info")])
        wanted = key(value)
        if wanted.endswith("*"):
            return sorted({code for code in indexed if code.startswith(wanted[:-1])}) or [wanted]
        named = self.posts(wanted)
        matches = {code for code in indexed if code == wanted}
        if named is not None:
            spellings = {key(spelling) for spelling in (named.code, *named.aliases)}
            matches |= {code for code in indexed if code in spellings or _code(self.posts(code)) == named.code}
        if not matches or named is None:
            matches |= {code for code in indexed if _means(self.posts(code), code, value)}
        city = city_in_any_tongue(value)
        if city is not None:
            matches |= {code for code in indexed if city in _cities_in(code)}
            if city not in (wanted, *matches):
                matches.update(self.codes(city))
        return sorted(matches) or [wanted]

    def values(self, name: str) -> tuple[str, ...]:
        """Every value of a field that is matched as a whole."""
        terms: tuple[str, ...] = self.cached(
            ("values", name),
            lambda: tuple(term for term, _ in self.searcher.terms_with_prefix(name, "", limit=200_000)),
        )
        return terms

    def _whole(self, value: str, name: str) -> Any:
        wanted = key(value)
        candidates = self.values(name)
        matches = [candidate for candidate in candidates if candidate == wanted] or [
            candidate for candidate in candidates if _contains_words(candidate, value)
        ]
        return _filter(_query.term_set_query(self.schema, name, matches)) if matches else _query.empty_query()

    def _matching_values(self, name: str, wanted: Callable[[str], bool]) -> Any:
        matches = [candidate for candidate in self.values(name) if wanted(candidate)]
        return _filter(_query.term_set_query(self.schema, name, matches)) if matches else _query.empty_query()

    def _person(self, value: str) -> tuple[Any, Marks]:
        spellings = tuple(dict.fromkeys((value, *self.people(value))))
        names = self.cached(("person", value), lambda: [
            name for name in self.values("k_person") if any(_is_same_name(name, spelling) for spelling in spellings)
        ])  # fmt: skip
        parts = [_query.const_score_query(_query.term_set_query(self.schema, "k_person", names), 1.0)] if names else []
        words = {tuple(tokens(spelling)) for spelling in spellings} - {()}
        parts += [self._plain("text", " ".join(spelling)) for spelling in sorted(words)]
        return _any(parts) if parts else _query.empty_query(), Marks(frozenset(words))

    def _item(self, value: str) -> Any:
        if value.endswith("*"):
            terms = [term for term, _ in self.searcher.terms_with_prefix("item", value[:-1], limit=MAX_PREFIX_TERMS)]
            return _query.term_set_query(self.schema, "item", terms) if terms else _query.empty_query()
        return _query.term_set_query(self.schema, "item", sorted({value, value.upper()}))

    def like(self, item: str) -> Any:
        """A query for items that share an item's rarer words; ``QuestionError`` if there is no such item."""
        own = _query.term_set_query(self.schema, "item", sorted({item, item.upper()}))
        result = self.searcher.search(own, 1)
        if not result.hits:
            raise QuestionError(f"there is no item {item!r}", 0, "write an item's id after like:")
        words: tuple[str, ...] = self.cached(("like", item), lambda: self._distinctive_words(result.hits[0][1]))
        if not words:
            return _query.empty_query()
        alike = _query.boolean_query(
            [(tantivy.Occur.Should, _query.term_query(self.schema, "text", word)) for word in words],
            minimum_number_should_match=max(1, len(words) // 4),
        )
        return _query.boolean_query([(_MUST, alike), (_NOT, own)])

    def text_at(self, address: Any) -> str:
        """The present text of a document's item."""
        item = self.searcher.doc(address)["item"][0]
        return composed(BREAK.join(text for _, text in self.texts_of(item)))

    def _distinctive_words(self, address: Any) -> tuple[str, ...]:
        """The words that distinguish a text: frequent in it and rare elsewhere."""
        counts = Counter(tokens(self.text_at(address)[:20_000]))
        total = max(1, self.searcher.num_docs)
        max_items = max(5, total // 50)
        weights = []
        for word, count in counts.items():
            if len(word) < 3:
                continue
            items = self.searcher.doc_freq("text", word)
            if 2 <= items <= max_items:
                weights.append((-min(count, 4) * (1 + total / items) ** 0.25, word))
        return tuple(word for _, word in sorted(weights)[:MAX_LIKE_WORDS])


def tokens(text: str) -> list[str]:
    """The words of a text as the index has them.

    >>> tokens("U-2, Café, Łódź")
    ['u', '2', 'cafe', 'lodz']
    """
    return list(_analyser.analyze(composed(text)))


def _spelled_tokens(text: str) -> list[list[str]]:
    """The words of a text in each of its spellings, without repetition."""
    spelled = dict.fromkeys(tuple(tokens(spelling)) for spelling in spellings(composed(text)))
    return [list(words) for words in spelled if words]


def _any(parts: Sequence[Any]) -> Any:
    return parts[0] if len(parts) == 1 else _query.boolean_query([(tantivy.Occur.Should, part) for part in parts])


def _filter(query: Any) -> Any:
    """The query as a filter: it must match, and adds nothing to the score."""
    return _query.const_score_query(query, 0.0)


def _union(marks: Any) -> Marks:
    union = Marks()
    for item in marks:
        union |= item
    return union


def _code(post: Post | None) -> str | None:
    return post.code if post else None


@functools.lru_cache(20_000)
def _cities_in(words: str) -> frozenset[str]:
    """The cities that an office in several words names, in any language, by their English names."""
    parts = words.split()
    runs = (" ".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1)[:2])
    found = (city_in_any_tongue(run) for run in runs) if len(parts) > 1 else ()
    return frozenset(city for city in found if city is not None)


def _means(post: Post | None, code: str, value: str) -> bool:
    """Is a value a part of a post's name or its country; of an office in words that no list has, a word of it?"""
    return _means_post(post, value) if post else " " in code and _contains_words(code, value)


def _means_post(post: Post, value: str) -> bool:
    wanted = value.casefold()
    return wanted == post.country.casefold() or _contains_words(post.name, value) or _contains_words(post.code, value)


def _contains_words(name: str, value: str) -> bool:
    """Does a name contain all the words of a value?"""
    words = set(tokens(name))
    return bool(wanted := tokens(value)) and all(word in words for word in wanted)


def _is_same_name(name: str, spelling: str) -> bool:
    """Is every word of a spelling in the name, exactly or nearly? An initial matches any word that begins with it."""
    parts = tokens(name)
    return bool(wanted := tokens(spelling)) and all(
        any(_alike(word, part) or (len(word) == 1 and part.startswith(word)) for part in parts) for word in wanted
    )


def _alike(left: str, right: str) -> bool:
    if left == right or min(len(left), len(right)) < 5:
        return left == right
    from rapidfuzz.fuzz import ratio  # only where names are compared

    return ratio(_sound(left), _sound(right)) >= MIN_NAME_SIMILARITY


def _sound(name: str) -> str:
    """A phonetic key: Mikoian and Mikoyan, Khrushchov and Chruschtschow get similar ones."""
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
