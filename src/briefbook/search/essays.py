"""Narratives -> an index in memory; a question and that index -> the essays that match, each with its paragraph."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import tantivy

from briefbook.model.narrative import Narrative, Paragraph
from briefbook.model.search import EssayHit
from briefbook.search.coverage import has_words
from briefbook.search.highlighting import Highlighter
from briefbook.search.index import Index, memory_index
from briefbook.search.query_compiler import Compiler, People, Posts
from briefbook.search.query_dates import DaysOf, edtf_days, parse_days, units_of
from briefbook.search.query_parser import QuestionError, parse
from briefbook.search.schema import BREAK, LONG, add_text
from briefbook.text.folding import composed

MAX_ESSAYS = 200
"""Essays in one answer; a book has fewer."""


@dataclass(frozen=True, slots=True)
class EssayIndex:
    """The essays as they are searched.

    Attributes:
        index: Their texts, a document each, a part for each paragraph; the fields of papers are empty.
        essays: The narratives with their paragraphs, by slug.
    """

    index: Index
    essays: dict[str, tuple[Narrative, tuple[Paragraph, ...]]]


def build_essay_index(essays: Iterable[tuple[Narrative, Sequence[Paragraph]]]) -> EssayIndex:
    """Index narratives in memory.

    Args:
        essays: Each narrative with its paragraphs, in the order of its file.

    Returns:
        The index, in the fields of the papers' own, so that it answers the same questions.
    """
    by_slug = {narrative.slug: (narrative, _with_title(narrative, paragraphs)) for narrative, paragraphs in essays}
    documents = (_document(narrative, paragraphs) for narrative, paragraphs in by_slug.values())
    return EssayIndex(memory_index(documents), by_slug)


def search_essays(
    essays: EssayIndex,
    question: str,
    *,
    posts: Posts = lambda code: None,
    people: People = lambda name: (),
    days_of: DaysOf = parse_days,
    drafts: bool = True,
) -> tuple[EssayHit, ...]:
    """The essays that match a question, best first.

    Args:
        essays: The essays.
        question: The question as typed, in the language of ``search``. An essay has words, a title, a chapter (itself)
            and the dates of its front matter; it is from and to nobody, so that a question for a sender has no essay.
        posts: Gives the post that a code stands for.
        people: Gives other spellings of a person's name.
        days_of: Gives the days that a date in the question covers, as the collection writes dates.
        drafts: Are drafts among them?

    Returns:
        The essays, each with the paragraph in which the words are densest; none for a question without words.

    Raises:
        QuestionError: The question does not parse (a ``ValueError``).
    """
    parsed = parse(question, days_of)
    if not essays.essays or not has_words(parsed):
        return ()
    searcher = essays.index.searcher
    try:
        query, marks = Compiler(essays.index, searcher, posts, people).compile(parsed)
    except QuestionError:  # like: with an item, which is no essay
        return ()
    highlighter = Highlighter(marks)
    hits = []
    for score, address in searcher.search(query, MAX_ESSAYS).hits:
        document = searcher.doc(address).to_dict()
        narrative, paragraphs = essays.essays[document["item"][0]]
        if narrative.is_draft and not drafts:
            continue
        title, *parts = _parts(paragraphs)
        body = BREAK.join(parts)
        part, snippet = highlighter.snippet(body)
        if part is None:  # the words are in the title, or nowhere: they were excluded, or are a value of a field
            part, snippet = -1, highlighter.snippet(title)[1]
        paragraph = paragraphs[part + 1]
        heading = narrative.passages[paragraph.passage].heading if narrative.passages else ""
        hits.append(
            EssayHit(
                narrative.slug,
                narrative.title,
                narrative.path,
                heading,
                paragraph.passage,
                paragraph.place,
                paragraph.line,
                round(float(score), 4),
                snippet,
                narrative.is_draft,
            )
        )
    return tuple(hits)


def _with_title(narrative: Narrative, paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    if paragraphs and not paragraphs[0].place and paragraphs[0].text == narrative.title:
        return tuple(paragraphs)
    return (Paragraph(narrative.title, 0, 0, 1), *paragraphs)


def _parts(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The paragraphs as they are indexed."""
    return [composed(paragraph.text.replace(BREAK, " ")) for paragraph in paragraphs]


def _document(narrative: Narrative, paragraphs: Sequence[Paragraph]) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("item", narrative.slug)
    add_text(document, _parts(paragraphs), narrative.title)
    document.add_text("k_chapter", narrative.title)
    document.add_text("has", "text")
    days = edtf_days(narrative.dates)
    if days:
        for unit in units_of(days) or (LONG,):
            document.add_text("days", unit)
        document.add_integer("day_first", days[0])
        document.add_integer("day_last", days[1])
    return document
