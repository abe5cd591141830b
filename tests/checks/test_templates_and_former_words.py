"""A sentence of a finding that is worded anew leaves its old words in ``FORMER``: what people accepted holds on.

``templates_ever.txt`` has every sentence that findings were ever said in, a line each; lines are only added to it.
"""

from pathlib import Path

from briefbook.checks.former_words import in_one_form
from briefbook.text import finding_words

EVER = Path(__file__).with_name("templates_ever.txt")


def now():
    """The sentences that findings are said in today."""
    return {" ".join(template.split()) for template in finding_words._OF_CHECKS}


def test_every_sentence_of_today_is_written_down():
    missing = sorted(now() - set(EVER.read_text(encoding="utf-8").splitlines()))
    assert missing == [], f"add these lines at the end of {EVER.name}, and take none away"


def test_a_sentence_that_is_worded_anew_is_known_by_its_former_words():
    today = {in_one_form(template) for template in now()}
    lost = [line for line in EVER.read_text(encoding="utf-8").splitlines() if in_one_form(line) not in today]
    assert lost == [], "add what changed in these to FORMER of checks/former_words.py: the words before, and those now"
