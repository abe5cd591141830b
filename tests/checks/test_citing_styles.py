"""Ways in which historians cite: whatever the way, altered words are seen and true ones are not accused."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text import posts

PAPERS = """item H101 date=1963-03-02 from=OSLO to=EXTERNAL number=210
page THE MAYOR LOOKED DISSATISFIED WITH EVERYTHING. THE FERRY LEFT LATER THAN THE TIMETABLE PROMISED.
item H102 date=1963-03-04 from=LDN to=EXTERNAL number=88
page GRANITE WAS NOT TO BE HAD IN THE WHOLE VALLEY.
"""


def findings_on(prose, words):
    made = example(PAPERS)
    page = parse_narrative(
        prose.replace("{Q}", f"The mayor looked {words} with everything").replace("{X}", words),
        "narratives/p.md",
        citation="H[0-9]{3}",
        is_item=made.catalogue.__contains__,
    )
    context = CheckContext(settings=CheckSettings(select=["C201", "C203", "C205", "C307"]), post=posts.post)
    return [finding.code for finding in check(made.catalogue, [page], context=context)[0]]


@pytest.mark.parametrize(
    "prose",
    [
        "He wrote that ``{Q}'' (H101).",
        "He wrote that ``{Q}'' (H101), and that ``granite was not to be had'' (H102).",
        "He wrote that `{Q}' (H101).",
        "His words were *{Q}* (H101).",
        "His words were __{Q}__ (H101).",
        "His words were <em>{Q}</em> (H101).",
        "According to H101, *{Q}*.",
        "*{Q}*\n\n— Oslo to Ottawa, 2 March 1963 (H101)",
        "> {Q}.\n>\n> — the consul at Oslo (H101)",
        "> {Q}.\n> — the consul at Oslo (H101)",
        "> *{Q}.* H101",
        '![The quay](quay.jpg "“{Q}” (H101)")',
        "The ferry “left later”.[^1] Also: “{Q}”.[^2]\n\n[^1]: Oslo telegram 210 (H101).\n[^2]: Loc. cit.",
        "The ferry “left later”.[^1] “Granite was not to be had”.[^2] Also: “{Q}”.[^3]\n\n"
        "[^1]: Oslo telegram 210 (H101).\n[^2]: H102.\n[^3]: Oslo telegram 210, op. cit., p. 1.",
        "Granite “was not to be had” (H102). But “{Q}”.[^1]\n\n[^1]: Oslo telegram 210, 2 March 1963.",
        "Oslo’s telegram 210 of 2 March said that “{Q}”.",
        "The consul’s report is H101. Of granite London knew nothing (H102). “{Q}”, he wrote.",
        "“The mayor”, he wrote, “looked {X}”, and that “with everything” (H101).",
    ],
)
def test_an_altered_quotation_is_seen_however_it_is_cited(prose):
    assert "C201" in findings_on(prose, "satisfied")
    assert findings_on(prose, "dissatisfied") == []


@pytest.mark.parametrize(
    "prose",
    [
        "It was *of all things the ferry that mattered* (H101).",  # the author's own stress
        "In *The Harbours of the North* the valley is left out (H101).",
        "He stressed that **nobody knew of it** (H101).",
        "Run `granite --dry ''` and then `quay` (H101).",
    ],
)
def test_emphasis_and_code_are_no_quotations(prose):
    assert findings_on(prose, "") == []


def test_british_spelling_of_an_american_paper_is_a_note_and_a_changed_word_beside_it_a_warning():
    made = example(
        "item H103 date=1963-03-05 from=WASHDC to=EXTERNAL number=9\npage THE LABOR CENTER WAS FULL OF MEN.\n"
    )

    def severities(words):
        page = parse_narrative(
            f"He wrote that “{words}” (H103).",
            "narratives/p.md",
            citation="H[0-9]{3}",
            is_item=made.catalogue.__contains__,
        )
        context = CheckContext(settings=CheckSettings(select=["C201"]), post=posts.post)
        return [
            (str(finding.severity), finding.message) for finding in check(made.catalogue, [page], context=context)[0]
        ]

    assert severities("the labor center was full of men") == []
    assert severities("the labour centre was full of men") == [
        (
            "note",
            "“the labour centre was full of men” is not what H103, p. 1, l. 1 says: “labour” where the paper has "
            "LABOR; “centre” where the paper has CENTER",
        )
    ]
    ((severity, message),) = severities("the labour centre was full of women")
    assert severity == "warning"
    assert "“women” where the paper has MEN" in message
