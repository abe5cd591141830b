from briefbook.text.vocabulary import codewords, find_level, full_level, levels, precedences, terms


def test_every_word_says_how_sure_we_are_of_it():
    assert {term.standing for term in terms()} == {"verified", "known", "unverified"}
    assert {term.kind for term in terms()} == {"level", "precedence", "caption", "codeword", "exemption"}


def test_levels_are_ordered_within_a_state():
    us = sorted((level for level in levels().values() if level.state == "us"), key=lambda one: one.rank)
    assert [one.name for one in us if one.name in ("RESTRICTED", "SECRET", "CONFIDENTIAL")] == sorted(
        (one.name for one in us if one.name in ("RESTRICTED", "SECRET", "CONFIDENTIAL")),
        key=["RESTRICTED", "CONFIDENTIAL", "SECRET"].index,
    )
    assert full_level("TOPSEC") == "TOP SECRET"
    assert full_level("CONFD") == "CONFIDENTIAL"


def test_precedences_have_one_scale():
    assert (
        precedences()["FLASH"][1]
        > precedences()["EMERGENCY"][1]
        > precedences()["OPIMMED"][1]
        > precedences()["ROUTINE"][1]
    )


def test_a_word_knows_when_it_was_in_use():
    restricted = next(term for term in terms() if term.name == "RESTRICTED" and term.state == "us")
    assert restricted.in_use("1952-03-01")
    assert not restricted.in_use("1962-11-08")
    bacon = next(term for term in terms() if term.name == "BACON")
    assert (bacon.kind, bacon.in_use("1962-11-08"), bacon.in_use("1964-08-12")) == ("codeword", False, True)
    assert "BACON" in codewords()


def test_the_first_word_of_a_level_may_be_damaged():
    assert find_level("T0P SECRET")[0] == "TOP SECRET"
    assert find_level("5TRENG GEHEIM")[0] == "STRENG GEHEIM"
    assert find_level("NOT SECRETARY") is None
