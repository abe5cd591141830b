"""Signs between figures are a number's own, thousands are divided before groups of three; a hyphen may make a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.checks.quotations import verify
from briefbook.checks.quotations.divided_words import are_two_words, joined_or_parted
from briefbook.checks.quotations.number_writing import is_same_number, number_writing
from briefbook.model.page import Page

DIVIDERS = (",", " ", "", "\u00a0", "\u202f", "'", "’")
NUMBERS = st.integers(1_000, 999_999_999)
RATIOS = st.tuples(st.integers(1, 99), st.integers(1, 999))


def agrees(words, text):
    return verify(words, [Page.of_text("A1", 1, text)]).verdict.agrees


def grouped(number, divider=","):
    return f"{number:,}".replace(",", divider)


@given(NUMBERS, st.sampled_from(DIVIDERS), st.sampled_from((",", " ", "")))
def test_thousands_may_be_divided_by_any_sign_or_none(number, ours, theirs):
    assert agrees(
        f"the cost was {grouped(number, ours)} tons", f"HE SAID THE COST WAS {grouped(number, theirs)} TONS OF COAL."
    )


@given(NUMBERS, st.data())
def test_a_comma_that_moved_is_another_number(number, data):
    figures = str(number)
    place = data.draw(st.sampled_from([k for k in range(1, len(figures)) if len(figures) - k != 3 or k > 3]))
    moved = f"{figures[:place]},{figures[place:]}"
    assert not agrees(f"the cost was {moved} tons", f"HE SAID THE COST WAS {grouped(number)} TONS OF COAL.")
    assert not is_same_number(moved, grouped(number))


@given(RATIOS, st.permutations(":/-."))
def test_a_sign_between_figures_is_the_numbers_own(pair, signs):
    ours, theirs = (sign.join(map(str, pair)) for sign in signs[:2])
    assert not agrees(f"the share is {ours} of it", f"HE THOUGHT THE SHARE IS {theirs} OF IT ALL.")
    assert agrees(f"the share is {theirs} of it", f"HE THOUGHT THE SHARE IS {theirs} OF IT ALL.")


@given(st.lists(st.integers(0, 99_999).map(str), min_size=1, max_size=5), st.sampled_from(":/-., "))
def test_a_number_as_it_is_written_is_the_same(figures, sign):
    written = sign.join(figures)
    assert is_same_number(written, written)
    assert len(number_writing(written).signs) == len(number_writing(written).groups) - 1


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("ratio is 1 : 10", "THE RATIO IS 1:10."),
        ("12.500 tons", "THE COST WAS 12.500 TONS."),
        ("on 10-5 he", "ON 10/5 HE CAME."),
        ("on 3-4-62 he", "ON 3/4/62 HE CAME."),
        ("came at 9:30", "HE CAME AT 9.30."),
        ("came at 9.30", "HE CAME AT 9:30."),
        ("in 1961–62", "IT WAS BUILT IN 1961/62."),
        ("between 15–20 men", "BETWEEN 15-20 MEN CAME."),
        ("telegram A 123", "SEE TELEGRAM A-123."),
        ("telegram A-123", "SEE TELEGRAM A-123."),
        ("MiG 21 and MiG-19", "HE SAW MIG-21 AND MIG 19 THERE."),
        ("paras 4, 5, 6 and 334, 335", "PARAS 4,5,6 AND 334,335 REFER."),
        ("5-1/2 miles", "IT WAS 5 1/2 MILES."),
        ("5½ miles", "IT WAS 5 1/2 MILES."),
        ("in 1962. 12 men", "THE COST IN 1962. 12 MEN CAME."),
        ("in 1962 12 men", "THE COST IN 1962: 12 MEN CAME."),
        ("file 737.00/10-1262", "SEE FILE 737.00/10-1262 THERE."),
        ("in 1962-63", "IT WAS BUILT IN 1962-\n63 BY THEM."),
        ("they share 10-5", "THEY SHARE 10/5. ON MONDAY THEY SHARE 10-5."),
    ],
)
def test_a_number_written_by_another_custom_is_right(words, text):
    assert agrees(words, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("the ratio is 1.10", "THE RATIO IS 1:10."),
        ("ratio is 1 10", "THE RATIO IS 1:10."),
        ("under Article 12-5", "UNDER ARTICLE 12/5 HE APPLIED."),
        ("under Article 12 5", "UNDER ARTICLE 12/5 HE APPLIED."),
        ("the 12,34,567 votes", "THE 1,234,567 VOTES."),
        ("the 1234,567 votes", "THE 1,234,567 VOTES."),
    ],
)
def test_what_differs_is_shown_as_the_paper_has_it(words, text):
    assert not agrees(words, text)


def test_the_papers_number_is_named():
    made = verify("the ratio is 1.10", [Page.of_text("A1", 1, "THE RATIO IS 1:10.")])
    assert made.why == "the paper has 1:10"


@given(
    st.sampled_from(("sign", "cover", "collect", "lease", "form", "treat", "sort", "solve")),
    st.sampled_from(("", "s", "ed", "ing")),
)
def test_re_before_a_word_that_is_another_with_it(stem, ending):
    bare = stem.removesuffix("e") if ending in ("ed", "ing") else stem
    joined, parted = f"re{bare}{ending}", f"re-{bare}{ending}"
    for ours, theirs in ((joined, parted), (parted, joined)):
        text = f"THE MINISTER {theirs.upper()} IT IN THE MORNING."
        assert not agrees(f"the minister {ours} it", text)
        assert agrees(f"the minister {theirs} it", text)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1), st.text("abcdefghijklmnopqrstuvwxyz", min_size=1))
def test_words_written_alike_are_never_another(head, tail):
    assert joined_or_parted(f"{head}-{tail}", f"{head}-{tail}".upper()) == ""
    assert (joined_or_parted(f"{head}-{tail}", f"{head}{tail}") != "") == are_two_words(head, tail)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("they cooperate", "THEY CO-OPERATE NOW."),
        ("they re-opened talks", "THEY REOPENED TALKS."),
        ("he was reelected", "HE WAS RE-ELECTED."),
        ("they recreated it", "THEY RE-CREATED IT."),
        ("the notebook", "HE LOST THE NOTE-BOOK."),
        ("today he left", "TO-DAY HE LEFT."),
        ("anti Castro forces", "ANTI-CASTRO FORCES LEFT."),
        ("he resigned", "THEN HE RE-\nSIGNED."),
        ("he re-signed", "THEN HE RE-\nSIGNED."),
        ("he re\u00adsigned", "THEN HE RESIGNED."),
    ],
)
def test_a_hyphen_of_style_or_of_a_lines_end_is_passed_over(words, text):
    assert agrees(words, text)
