"""What is asked first because it is quick never says no where the slow way says yes."""

import re

from hypothesis import given
from hypothesis import strategies as st

from briefbook.cables.evidence import forms
from briefbook.cables.forms import us_system

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
