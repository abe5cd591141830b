"""The quick look before a long expression passes over no sentence that the long one would find something in."""

import re

import pytest

from briefbook.checks import claim_frames
from briefbook.util.late_pattern import LatePattern

SENTENCES = (
    "From London, the embassy reported that ships had turned. Writing from Paris, he told of bread.",
    "Ottawa learned from Moscow that nothing was known, and was informed by the embassy in Havana of the rest.",
    "The Embassy in Lima doubted it, and the ambassador at Rome had also reported so.",
    "London’s telegram 3316 and Paris' cable 12 said so; Havana's telegram of 2 May was short.",
    "It was reported from Havana and cabled from London.",
    "On 3 November Paris told Ottawa; London was telling others, and Havana had also cabled.",
    "There was, as Washington reported, no news, and as Moscow then\nwrote nothing.",
    "The telegram to London was long, and so was the cable to the embassy in Paris.",
    "He informed London and told the embassy in Moscow, and instructed Paris.",
    "Moscow cabled to London, and Paris also wrote to its embassy in Rome.",
    "The embassies in Cairo and Paris both reported on the force. London, Paris and Rome cabled.",
    "Quito thought that Lima's telegram",
    "A warning came from Moscow, and the report had gone\nfrom Paris to nobody; news arrived from elsewhere.",
    "None of it concerns anybody, and nobody sent word.",
)


def late_patterns():
    single = [value for value in vars(claim_frames).values() if isinstance(value, LatePattern)]
    several = [value for value in vars(claim_frames).values() if isinstance(value, tuple)]
    return single + [pattern for many in several for pattern in many if isinstance(pattern, LatePattern)]


@pytest.mark.parametrize("pattern", late_patterns())
def test_a_short_expression_before_a_long_one_changes_nothing(pattern):
    found = [[match.span() for match in pattern.finditer(sentence)] for sentence in SENTENCES]
    assert found == [[match.span() for match in pattern.pattern.finditer(sentence)] for sentence in SENTENCES]
    assert any(found)


def test_what_is_needed_spares_the_long_expression():
    def never():
        raise AssertionError("compiled for nothing")

    pattern = LatePattern(never, needs=re.compile("telegram"))
    assert pattern.search("a letter") is None
    assert (list(pattern.finditer("a letter")), pattern.findall("a letter")) == ([], [])
