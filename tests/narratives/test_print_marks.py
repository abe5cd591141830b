"""Straight quotation marks that an author typed are printed as a printer sets them; no letter of a word changes."""

import re

import pytest

from briefbook.model.rendering import Addresses
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.narratives.render import render_passages
from briefbook.text.typography import in_print, quotation_marks_of

PROSE = """# Talks

The envoy "saw" the master's log, `"as it is"`, and a 6" gun: "HE DID NOT SAIL" (CDNW10001).

> "He sailed", said the master (CDNW10001).
"""


def rendered(source, language):
    narrative = parse_narrative(source, "narratives/talks.md", citation=r"CDNW\d{5}", is_item=lambda name: False)
    addresses = Addresses(
        lambda citation, index: "x",
        lambda link: None,
        lambda image: None,
        lambda items, columns: "TABLE",
        language=language,
    )
    return narrative, "".join(passage.html for passage in render_passages(narrative, addresses))


def test_english_prose():
    narrative, html = rendered(PROSE, "en")
    text = re.sub(r"<[^>]+>", "", html)
    assert "The envoy “saw” the master’s log" in text
    assert "“HE DID NOT SAIL”" in text
    assert "“He sailed”" in text
    assert "6&quot; gun" in text or '6" gun' in text
    assert "<code>" in html
    assert "“as it is”" not in text
    assert 'class="quotation"' in html
    assert [quotation.words for quotation in narrative.quotations if "SAIL" in quotation.words] == ["HE DID NOT SAIL"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "«\u202fHE DID NOT SAIL\u202f»"), ("de-CH", "„HE DID NOT SAIL“"), ("xx", "“HE DID NOT SAIL”")],
)
def test_marks_are_those_of_the_language(language, words):
    assert words in re.sub(r"<[^>]+>", "", rendered(PROSE, language)[1])


def test_no_letter_changes():
    letters = lambda text: re.sub(r"[^\w]", "", re.sub(r"<[^>]+>|&\w+;", "", text))  # noqa: E731
    assert letters(rendered(PROSE, "fr")[1]) == letters(rendered(PROSE, "en")[1])


@pytest.mark.parametrize("text", ["no mark", "“curly” already", 'an open " mark'])
def test_what_cannot_be_set_stays(text):
    assert in_print(text, "en") == text


def test_every_language_has_four_marks():
    assert all(
        len(quotation_marks_of(tag)) == 4 for tag in ("en", "fr", "de", "es", "it", "pt", "ru", "cs", "pl", "nl")
    )


TABLE = """# Talks

## Papers

They wrote thrice (CDNW10001, CDNW10002).

| Document | Day |
|---|---|
| CDNW10001 | 8 |
{more}
"""


@pytest.mark.parametrize(("more", "generated"), [("| CDNW10002 | 9 |", False), ("| another | 9 |", True)])
def test_an_authors_table_of_all_items_is_not_said_again(more, generated):
    assert ("TABLE" in rendered(TABLE.format(more=more), "en")[1]) is generated
