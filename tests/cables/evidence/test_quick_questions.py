"""What is asked first because it is quick never says no where the slow way says yes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.cables import reference_patterns
from briefbook.cables.evidence import forms
from briefbook.cables.forms import us_system
from briefbook.text import ocr_confusion, stamps
from briefbook.text.dates import headings

_SIGNS = [sign for form in forms.paper_forms() for sign in form.signs]


@given(
    st.data(), st.sampled_from(_SIGNS), st.sampled_from(["", " .*- ", "- "]), st.lists(st.text("ABEO 15", max_size=9))
)
def test_a_text_of_which_a_line_has_a_sign_of_a_form_is_looked_at_line_by_line(data, sign, specks, above):
    line = data.draw(st.from_regex(re.compile(f"(?:{sign.pattern})"))).replace("\n", " ").lstrip(" .*-")
    text = "\n".join([*above, specks + line, "END"])

    assert not sign.match(line) or any(
        letters in text and pattern.search(text) for letters, pattern in forms._signs_in_text()
    )


_WORDS = ("FM", "TO", "INFO", "AMEMBASSY", "SECSTATE", "USUN", "CINCEUR", "ALL", "TAGS", ":", "REF:", "SUBJ :", "R 75")


@given(st.lists(st.sampled_from(_WORDS), max_size=8))
def test_a_line_that_is_cut_holds_one_of_the_parts_looked_for_first(words):
    line = " ".join(words)

    is_cut = len(us_system._JOINED.split(line)) > 1
    assert not is_cut or any(part in line for part in us_system._PARTS_OF_JOINED)


_REFERENCE_PARTS = (
    "MY", "YOUR", "MES", "EMB", "DEPT", "EMBASSY'S", "PARIS", "TEL", "TELEGRAM", "TÉLÉGRAMME", "LETTER", "CIRTEL",
    "DESPATCH", "NO. 12", "1604", "99", "SECTO 4", "A-17", "OF 3 MAY", "NATO", "7PARIS", "75 PARIS 12345", "MIPT",
    "FROM", "TO",
)  # fmt: skip


@given(st.lists(st.sampled_from(_REFERENCE_PARTS), max_size=8))
def test_a_rule_of_references_that_is_passed_over_has_no_match(parts):
    text = " ".join(parts)
    rules = reference_patterns._rules()

    passed_over = [name for name in rules if not reference_patterns._may_match(name, text)]
    assert [name for name in passed_over if rules[name].search(text)] == []


@given(
    st.lists(
        st.sampled_from(
            (
                "MIPT",
                "M.I.F.T.",
                "MIF.T",
                "MY IMMEDIATELY PRECEDING",
                "OF YESTERDAY",
                "OF THIS",
                "MORNING",
                "TUESDAY",
                "OF",
            )
        ),
        max_size=5,
    )
)
def test_a_text_with_a_reference_without_a_number_is_looked_through(parts):
    text = " ".join(parts)

    assert reference_patterns._may_lack_number(text) or not reference_patterns._NUMBERLESS.search(text)


@given(
    st.lists(
        st.sampled_from(
            (
                "TEL ",
                "DEPARTMENT",
                "EMBASSY",
                "'S ",
                "A",
                "CW",
                "-",
                " ",
                "\n",
                "(",
                "RE ",
                "PARIS ",
                "OF WORDS ",
                "É",
                "_",
            )
        ),
        max_size=9,
    )
)
def test_a_number_is_announced_by_a_word_or_a_cue_before_it(parts):
    text = "".join(parts)

    before = text[max(0, len(text) - 44) :]
    words = [
        word
        for word in reference_patterns._WORD.finditer(before, before.rfind("\n") + 1)
        if word.end() >= len(before) - 24 and reference_patterns._announces(word[0])
    ]
    is_announced = any(
        word[0] not in ("DEPARTMENT", "EMBASSY") or reference_patterns._POSSESSIVE.match(before, word.end())
        for word in words
    ) or ((before[-1:].isspace() or before[-1:] in ("-", "–")) and bool(reference_patterns._CUE_BEFORE.search(before)))
    assert reference_patterns._is_announced(f"{text}12", len(text)) == bool(before and is_announced)


@pytest.mark.parametrize("word", reference_patterns.OWN_WORDS)
def test_every_word_for_a_message_holds_what_is_looked_for_first(word):
    assert any(part in word for part in reference_patterns._KINDS)


@given(st.lists(st.sampled_from(["S", "E", "CRET", "-", " ", "A1", "x"]), max_size=14))
def test_a_line_in_which_words_are_joined_is_not_passed_over(parts):
    text = "".join(parts)

    assert ocr_confusion._SPACED_APART.search(text) or not ocr_confusion._LETTERSPACED.search(text)


@given(
    st.lists(
        st.sampled_from(["12", "9", "NOV", "OCT", ".", " ", "1962", "62", "10 15", "0835Z", "AM", "P.M. ", "'", "A"]),
        max_size=9,
    )
)
def test_a_time_that_a_clock_stamped_is_not_passed_over(parts):
    text = "".join(parts)

    clocks = (
        stamps._TIME_CLOCK, stamps._TIME_CLOCK_LAST_YEAR, *stamps._TIME_CLOCKS, *stamps._CLOCKED_OTHERWISE
    )  # fmt: skip
    assert stamps._DAY_OF_MONTH.search(text) or not any(pattern.search(text) for pattern in clocks)


@given(
    st.lists(
        st.sampled_from(["12", "3", " ", "/", ".", "X", "IV", "62", "mai", "Sept", "JUNI", "von", "ä"]), max_size=9
    )
)
def test_a_text_with_a_day_is_asked_for_its_days(parts):
    text = "".join(parts)

    assert headings._may_name_month(text) or not any(pattern.search(text) for pattern, _ in headings._patterns())
    for pattern, needs in headings._patterns():
        assert needs is None or needs.search(text) or not pattern.search(text)


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("T0 THE 0FFICE OF S0ME", "TO THE OFFICE OF SOME"), ("A 0 B", "A O B"), ("l2 MAY", "12 MAY"),
        ("2l st", "21 st"),
        ("ll APR and all", "11 APR and all"), ("LL APR", "LL APR"), ("12O and O15", "120 and 015"), ("AlA", "AIA"),
        ("well, all is well", "well, all is well"),
    ],
)  # fmt: skip
def test_figures_and_letters_are_repaired_where_they_can_be_nothing_else(text, repaired):
    assert ocr_confusion.fix_letter_digits(text) == repaired
