"""Rank the items of the collection by how well they fit a sentence: names, numbers and rare words."""

import math
import re
from collections import Counter, defaultdict

from briefbook.checks.check_input import CheckInput
from briefbook.model.narrative import Citation, Narrative, Sentence
from briefbook.text.tokens import tokens_of

_COMMON = 0.2  # a word in more than a fifth of all items says nothing


def sentence_of(narrative: Narrative, citation: Citation) -> Sentence | None:
    """The sentence in which a citation stands, or which it closes."""
    inside = [sentence for sentence in narrative.sentences if sentence.offset <= citation.offset < sentence.end]
    if inside:
        return inside[0]
    before = [
        sentence
        for sentence in narrative.sentences
        if sentence.offset <= citation.offset and sentence.passage == citation.passage
    ]
    return before[-1] if before else None


def best_fitting(inputs: CheckInput, narrative: Narrative, citation: Citation, *, limit: int) -> list[str]:
    """The items whose texts share most rare words with the citing sentence, best first; none unless it stands out."""
    sentence = sentence_of(narrative, citation)
    return [item for item, _ in ranked(inputs, sentence.text)][:limit] if sentence else []


def ranked(inputs: CheckInput, text: str) -> list[tuple[str, float]]:
    """Items by how well their texts fit some words, best first: at least three rare words shared, or a rare number."""
    words = inputs.items_by_word
    total = len(inputs.entries)
    scores: dict[str, float] = defaultdict(float)
    shared: Counter[str] = Counter()
    for token in set(content_words(text)):
        holders = words.get(token, ())
        if holders and len(holders) <= max(1, _COMMON * total):
            for item in holders:
                scores[item] += math.log(1 + total / len(holders))
                shared[item] += 1
    best = [(item, score) for item, score in scores.items() if shared[item] >= 3]
    return sorted(best, key=lambda pair: (-pair[1], pair[0]))


def content_words(text: str) -> list[str]:
    """Words that say what a sentence is about: numbers, and words of five letters and more.

    >>> content_words("He said that 473 ships (CDNW12533) had called")
    ['473', 'ships', 'called']
    """
    plain = re.sub(r"\b[A-Z]{2,}\d{3,}\b", " ", text)
    return [token for token in tokens_of(plain) if len(token) >= 5 or (token.isdigit() and len(token) >= 2)]
