"""What is asked first because it is quick never says no where the slow way says yes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.cables import reference_patterns
from briefbook.cables.evidence import forms
from briefbook.cables.forms import us_system
from briefbook.text import ocr_confusion

_SIGNS = [sign for form in forms.paper_forms() for sign in form.signs]


@given(
    st.data(), st.sampled_from(_SIGNS), st.sampled_from(["", " .*- ", "- "]), st.lists(st.text("ABEO 15", max_size=9))
)
def test_a_text_of_which_a_line_has_a_sign_of_a_form_is_looked_at_line_by_line(data, sign, specks, above):
    line = data.draw(st.from_regex(re.compile(f"(?:{sign.pattern})"))).replace("\n", " ").lstrip(" .*-")
    text = "\n".join([*above, specks + line, "END"])

    assert not sign.match(line) or any(pattern.search(text) for pattern in forms._signs_in_text())


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
    needed = reference_patterns._NEEDED_WORDS

    passed_over = [name for name, words in needed.items() if not any(word in text for word in words)]
    assert [name for name in passed_over if reference_patterns._rules()[name].search(text)] == []


@pytest.mark.parametrize("word", reference_patterns.OWN_WORDS)
def test_every_word_for_a_message_holds_what_is_looked_for_first(word):
    assert any(part in word for part in reference_patterns._KINDS)


@given(st.lists(st.sampled_from(["S", "E", "CRET", "-", " ", "A1", "x"]), max_size=14))
def test_a_line_in_which_words_are_joined_is_not_passed_over(parts):
    text = "".join(parts)

    assert ocr_confusion._SPACED_APART.search(text) or not ocr_confusion._LETTERSPACED.search(text)
