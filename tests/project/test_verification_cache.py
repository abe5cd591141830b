"""Verifications made before are kept, with the day they were made, until they are no longer asked for."""

import datetime

from briefbook.catalogue import StoreCatalogue
from briefbook.model.page import Box
from briefbook.model.verdict import Alternative, Difference, NotJudged, Verdict, Verification
from briefbook.project.verification_cache import VerificationCache

DAY, LATER = datetime.date(2026, 11, 1), datetime.date(2026, 11, 2)
FIRST = Verification(
    Verdict.VERBATIM,
    "looked satisfied",
    item="D7",
    page=1,
    lines=(3, 4),
    boxes=(Box(1, 2, 3, 4),),
    difference=(Difference("same", "looked", "LOOKED"),),
    alternatives=(Alternative("D8", 0.5, Verdict.ALTERED, (Difference("changed", "satisfied", "DISSATISFIED"),)),),
    later_boxes=((2, (Box(5, 6, 7, 8),)),),
    redaction="page 1, after line 3",
    key="first",
)
SECOND = Verification(Verdict.CANNOT_TELL, "calm", not_judged=NotJudged.SHORT, key="second")


def test_what_is_kept_is_known_to_the_next_and_keeps_its_day(tmp_path):
    VerificationCache(StoreCatalogue(tmp_path / "catalogue.sqlite")).keep([FIRST], DAY)
    cache = VerificationCache(StoreCatalogue(tmp_path / "catalogue.sqlite"))
    assert cache.by_key == {"first": FIRST}
    cache.keep([FIRST, SECOND], LATER)
    assert cache.by_key == {"first": FIRST, "second": SECOND}
    assert cache.dates == {"first": "2026-11-01", "second": "2026-11-02"}


def test_what_is_no_longer_asked_for_is_forgotten(tmp_path):
    cache = VerificationCache(StoreCatalogue(tmp_path / "catalogue.sqlite"))
    cache.keep([FIRST, SECOND], DAY)
    cache.keep([SECOND], LATER)
    assert cache.by_key == {"second": SECOND}
    assert cache.dates == {"second": "2026-11-01"}


def test_a_verification_without_a_key_is_not_kept(tmp_path):
    cache = VerificationCache(StoreCatalogue(tmp_path / "catalogue.sqlite"))
    cache.keep([Verification(Verdict.VERBATIM, "calm")], DAY)
    assert cache.by_key == {}
