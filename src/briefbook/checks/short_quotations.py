"""Quotations of one or two words: compared word for word, and judged where the author plainly gives them to the item.

One or two words in quotation marks are often a manner of speaking, a name or a term. They are the paper's where the
sentence says so: it has a verb of saying or judging, and the item is cited for it with no other source in between.
"""

import re
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from briefbook.checks.attribution import sentence_around
from briefbook.checks.quotations import Quoted, read_quotation
from briefbook.checks.quotations.authors_hand import are_opposites
from briefbook.checks.quotations.source_text import SourceText
from briefbook.model.narrative import Narrative, Quotation
from briefbook.model.verdict import Difference, Verdict, Verification
from briefbook.text.tokens import tokens_of

MAX_SHORT_WORDS = 2

_SAYING = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|writ(?:es?|ing)|wrote|tells?|told|report(?:s|ed|ing)?|stat(?:es?|ed|ing)|not(?:es|ed|ing)"
    r"|repl(?:y|ies|ied)|answer(?:s|ed)?|add(?:s|ed)|argu(?:es?|ed|ing)|insist(?:s|ed)?|warn(?:s|ed|ing)?|ask(?:s|ed)?"
    r"|call(?:s|ed|ing)?|describ(?:es?|ed|ing)|term(?:s|ed)|label(?:s|l?ed)|characteri[sz](?:es?|ed|ing)|judg(?:es?|ed)"
    r"|found|finds?|consider(?:s|ed)?|regard(?:s|ed)?|th(?:inks?|ought)|believ(?:es?|ed)|felt|seem(?:s|ed)|look(?:s|ed)"
    r"|sp(?:eaks?|oke)\s+of|refer(?:s|red)\s+to|admit(?:s|ted)?|complain(?:s|ed)?|declar(?:es?|ed)|claim(?:s|ed)?"
    r"|predict(?:s|ed)?|expect(?:s|ed)?|fear(?:s|ed)|saw|quot(?:es?|ed)|mention(?:s|ed)?|remark(?:s|ed)?|put\s+it"
    r"|conclud(?:es?|ed)|observ(?:es?|ed)|stress(?:es|ed)|emphasi[sz](?:es|ed)|according\s+to|in\s+(?:\w+’s|\w+'s|his|her"
    r"|its|their)\s+words?|reads?|cabl(?:es|ed)|telegraph(?:s|ed)|dismiss(?:es|ed)|prais(?:es|ed)|reject(?:s|ed)"
    # German
    r"|nann?ten?|nennt|sagten?|sagt|schrieb(?:en)?|schreibt|melde(?:te|ten|t)|berichte(?:te|ten|t)|bezeichne(?:te|ten|t)"
    r"|sprach(?:en)?\s+von|spricht\s+von|erkl[äa]r(?:te|ten|t)|meinten?|warnten?|fand(?:en)?|laut|hie(?:ß|ss)"
    # French
    r"|(?:a|ont|avait)\s+(?:dit|[ée]crit|d[ée]clar[ée]|qualifi[ée]|appel[ée]|parl[ée]\s+d[e’'])|[ée]cri(?:t|vait|vit)|d[ée]clar(?:e|ait|a)"
    r"|qualifi(?:e|ait|a)|rapport(?:e|ait|a)|parl(?:e|ait|a)\s+d[e’']|selon|dit|disait|jug(?:e|eait|ea)"
    # Spanish, Italian, Portuguese
    r"|dijo|escribi[óo]|llam[óo]|habl[óo]\s+de|seg[úu]n|inform[óo]|calific[óo]|declar[óo]|disse|scrisse|defin[ìi]|parl[òo]\s+di"
    r"|secondo|escreveu|chamou|segundo"
    # Dutch
    r"|zei(?:de)?|schreef|noemde|sprak\s+van|volgens|meldde)\b",
    re.I,
)
_REACH = 160
"""Characters of the sentence before and behind the words in which the verb is looked for: a judgement."""


def is_given_to_source(narrative: Narrative, quotation: Quotation) -> bool:
    """Whether the sentence says that the paper, or who speaks in it, has the words."""
    before, behind = sentence_around(narrative, quotation)
    return any(_SAYING.search(words) for words in (before[-_REACH:], behind[:_REACH]))


def judge_short(
    verification: Verification, narrative: Narrative, quotation: Quotation, source: SourceText | None, unsure: str
) -> Verification | None:
    """The verdict on one or two words that are not verbatim in the item.

    Args:
        verification: How they compare with the item, as with longer ones.
        narrative: The page of the book.
        quotation: The words.
        source: The text of the item that they are cited from; None if none is cited or held.
        unsure: Why it is not known that they are the item's; "" if they plainly are.

    Returns:
        The verification, with the word of the item that they change where one is known; None if they are too short to
        be judged: no text is held, or they may be the author's own.
    """
    if verification.verdict.agrees:
        return verification
    if source is None or source.is_empty or unsure:
        return None
    if not (is_given_to_source(narrative, quotation) or _are_figures(quotation.words)):
        return None
    if verification.verdict is Verdict.NOT_FOUND:
        return _altered(verification, source) or verification
    return verification


def _are_figures(words: str) -> bool:
    """Whether two words are numbers in figures, as a table has them side by side: no manner of speaking.

    >>> _are_figures("57 31"), _are_figures("£57 and £31"), _are_figures("12 men")
    (True, False, False)
    """
    tokens = tokens_of(words)
    return len(tokens) > 1 and all(token[0].isdigit() for token in tokens)


def _altered(verification: Verification, source: SourceText) -> Verification | None:
    """ALTERED, where the item has a word that the quoted one changes: its opposite, or another form."""
    quoted: Quoted = read_quotation(verification.words)
    tokens = [token.text for run in quoted.runs for token in run]
    message = source.message
    for place in range(len(message.tokens) - len(tokens) + 1):
        there = message.tokens[place : place + len(tokens)]
        differ = [(ours, theirs) for ours, theirs in zip(tokens, there, strict=True) if ours != theirs]
        shares = len(differ) < len(tokens) and all(len(token) > 3 for token in there)
        if differ and (shares or all(_is_form_of(ours, theirs) for ours, theirs in differ)):
            spot = message.positions[place]
            steps = tuple(
                Difference("same" if ours == theirs else "changed", ours, theirs)
                for ours, theirs in zip(tokens, there, strict=True)
            )
            return replace(
                verification,
                verdict=Verdict.ALTERED,
                page=source.pages[spot.page].number,
                lines=(spot.line + 1, spot.line + 1),
                boxes=(spot.word.box,) if spot.word.box else (),
                found=" ".join(position.word.text for position in message.positions[place : place + len(tokens)]),
                difference=steps,
                why="a word differs",
            )
    return None


def _is_form_of(quoted: str, token: str) -> bool:
    if are_opposites(quoted, token):
        return True
    size = min(len(quoted), len(token))
    return size > 4 and quoted[:4] == token[:4] and Levenshtein.distance(quoted, token) <= max(1, size // 4)
