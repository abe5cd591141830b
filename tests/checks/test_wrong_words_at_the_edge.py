"""A wrong first or last word is set against the paper's; what is nearly there is not said to be there; no fix errs."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.certificate import CertificateSubject, certificate_files
from briefbook.checks.manual import example
from briefbook.checks.quick_fixes import repairs
from briefbook.checks.quotations import verify
from briefbook.checks.reports import summarise
from briefbook.lsp.features import verification_markdown
from briefbook.model.page import Page
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings

ITEMS = """item H101 date=1962-11-02 from=LIMA number=41
page THE HARBOUR WAS CLOSED TO ALL SHIPPING. THE MINISTER DECLINED TO SAY WHEN THE TWELVE FREIGHTERS WOULD SAIL
| FOR ODESSA.
item H102 date=1962-11-03 from=LDN number=42
page THE PRIME MINISTER TOLD THE AMBASSADOR THAT PARLIAMENT WOULD NOT MEET BEFORE FEBRUARY NEXT YEAR.
item H103 date=1962-11-03 from=LDN number=43
"""


def findings_of(prose, *codes):
    made = example(ITEMS)
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=list(codes)))
    return check(made.catalogue, [page], context=context)


def difference(words):
    page = Page.of_text(
        "H101", 1, "THE AMBASSADOR SAID THAT THE HARBOUR WAS CLOSED TO ALL SHIPPING. THE TWELVE FREIGHTERS SAILED."
    )
    verification = verify(words, [page])
    steps = [
        (step.step, step.quoted, step.source) for step in verification.difference if step.step not in ("same", "gap")
    ]
    return steps, verification.found


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("the harbour was closed to all traffic", ("changed", "traffic", "SHIPPING")),
        ("the harbour was closed to all neutral vessels", ("changed", "neutral vessels", "SHIPPING")),
        ("Every harbour was closed to all shipping", ("changed", "Every", "THE")),
        ("the minister said that the harbour was closed", ("changed", "minister", "AMBASSADOR")),
        ("the harbour was … closed to all traffic", ("changed", "traffic", "SHIPPING")),
        ("Two freighters sailed", ("changed", "Two", "TWELVE")),
    ],
)
def test_a_wrong_word_at_the_edge_is_set_against_the_papers(words, step):
    steps, found = difference(words)
    assert steps == [step]
    assert step[2] in found


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("the harbour was closed to all shipping today", ("added", "today", "")),
        ("Soon the twelve freighters sailed", ("added", "Soon", "")),
    ],
)
def test_a_word_beyond_the_papers_sentence_is_added(words, step):
    assert difference(words)[0] == [step]


def test_words_that_are_nearly_in_another_item_are_not_said_to_be_there():
    for code, prose in (
        ("C205", "It was “the twelve freighters would sail for Hamburg”."),
        ("C203", "It was “the twelve freighters would sail for Hamburg” (H103)."),
        ("C201", "It was “the twelve freighters would sail for Hamburg” (H102)."),
    ):
        (finding,) = findings_of(prose, code)[0]
        assert "nearly these words stand in H101 (“Hamburg” where the paper has ODESSA)" in finding.remedy.replace(
            "N", "n", 1
        )
        assert not [repair for repair in repairs(finding, prose) if repair.title.startswith("Cite")]


def test_words_that_are_in_another_item_are_said_to_be_there_and_can_be_cited():
    prose = "It was “the twelve freighters would sail for Odessa”."
    (finding,) = findings_of(prose, "C205")[0]
    assert finding.remedy == "these words stand in H101: cite it."
    assert [repair.text for repair in repairs(finding, prose)][:1] == [" (H101)"]


@pytest.mark.parametrize(
    ("prose", "changes"),
    [
        ("It was “the twelve freighters would sail” (H102).", [("H102", "H101")]),
        # the citation is another quotation's too, which H102 has
        ("It was “the twelve freighters would sail” and “Parliament would not meet” (H102).", []),
        # the next id belongs to another sentence
        ("It was “the twelve freighters would sail”, he wrote. He said “Parliament would not meet” (H102).", []),
    ],
)
def test_another_item_is_put_into_the_quotations_own_citation_or_nowhere(prose, changes):
    cited = [
        (prose[repair.where.column - 1 : repair.where.end - 1], repair.text)
        for finding in findings_of(prose, "C201")[0]
        for repair in repairs(finding, prose)
        if repair.title.startswith("Cite")
    ]
    assert [(old.strip("()"), new.strip("()")) for old, new in cited] == changes


def test_a_misspelt_id_is_not_mended_where_the_item_lacks_the_quotation():
    long = ITEMS.replace("H101", "CDNW9101").replace("H102", "CDNW9202").replace("H103", "CDNW9303")

    def fix_of(prose):
        made = example(long)
        page = parse_narrative(prose, "narratives/p.md", citation="CDNW[0-9]{4}", is_item=made.catalogue.__contains__)
        context = CheckContext(settings=CheckSettings(select=["C101"]))
        (finding,) = check(made.catalogue, [page], context=context)[0]
        return finding.fix.text if finding.fix else None

    assert fix_of("The harbour was “closed to all shipping” (CDNW910l).") == "CDNW9101"
    assert fix_of("The harbour was “closed to all traffic” (CDNW910l).") is None


def test_a_persons_name_in_quoted_words_is_not_respelt():
    made = example('person "Pyotr Kalinov" misspellings="Kalinof"\n' + ITEMS)
    prose = "He wrote « Kalinof said nothing ». Later Kalinof said more."
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=["C211"]), persons=made.persons)
    found, _ = check(made.catalogue, [page], context=context)
    assert [finding.where.column for finding in found] == [prose.index("Later Kalinof") + 7]


def test_the_certificate_and_the_editor_say_what_the_paper_has():
    findings, verifications = findings_of("It was “closed to all traffic” (H101).", "C201")
    assert "“traffic” where the paper has SHIPPING" in verification_markdown(verifications[0])
    page = parse_narrative(
        "It was “closed to all traffic” (H101).", "narratives/p.md", citation="H[0-9]{3}", is_item=bool
    )
    subject = CertificateSubject(
        title="A book",
        version="1",
        narratives=(page,),
        verifications=tuple(verifications),
        findings=tuple(findings),
        summary=summarise(findings, verifications),
    )
    assert "altered: a word differs: “traffic” where the paper has SHIPPING" in "".join(
        certificate_files(subject, None).values()
    )
