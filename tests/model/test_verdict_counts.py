"""One count of quotations, for the chapter's box, its tags, the certificate and the terminal."""

from briefbook.checks.reports.summary import summarise
from briefbook.model.verdict import NotJudged, Verdict, Verification, count_verdicts
from briefbook.site.narrative_page import counts_in_words, verdict_label

QUOTATIONS = (
    Verification(Verdict.VERBATIM, "the harbour was closed at noon"),
    Verification(Verdict.ALTERED, "the harbour was open at noon"),
    Verification(Verdict.CANNOT_TELL, "harbour dues", not_judged=NotJudged.SHORT),
    Verification(Verdict.CANNOT_TELL, "Harbour Dues, 1962–64", not_judged=NotJudged.FILE_TITLE),
    Verification(Verdict.CANNOT_TELL, "the pilots went ashore", not_judged=NotJudged.PROGRAM_FAULT),
)


def test_every_quotation_is_counted_once():
    counts = count_verdicts(QUOTATIONS)
    assert (counts.total, counts.judged, counts.comparable) == (5, 3, 2)
    assert (counts.too_short, counts.file_titles) == (1, 1)


def test_the_lines_of_the_box_are_what_the_tags_say():
    assert [verdict_label(verification)[0] for verification in QUOTATIONS] == [
        "word for word",
        "altered",
        "too short to check",
        "title of a file",
        "could not be checked",
    ]
    assert counts_in_words(count_verdicts(QUOTATIONS)) == [
        ("found word for word in the item they cite", 1),
        ("found with a difference in the words", 1),
        ("could not be checked: the text held does not allow it, or none is held", 1),
        ("too short to check: a word or two", 1),
        ("the title of a file in the archive, and not checked", 1),
    ]


def test_the_terminal_says_the_same():
    assert str(summarise([], QUOTATIONS)).splitlines()[1] == (
        "5 quotations: 1 word for word, 1 altered, 1 that could not be checked, 1 too short to check, 1 file title."
    )
