"""A paper -> candidates for its level, its precedence and its subject."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from briefbook.cables.evidence.labels import Segment
from briefbook.cables.evidence.paper import ACCENTS, Candidate, Paper, PaperLine, is_running_text, label_at
from briefbook.cables.heading_draft import join_lines
from briefbook.text import posts
from briefbook.text.dates import find_days, find_group
from briefbook.text.ocr_confusion import distance
from briefbook.text.vocabulary import damaged_level, find_level, full_level, is_marking_line, precedences

MAX_SUBJECT_LINES = 3
"""Lines that a subject runs over at most."""


_GAP = re.compile(r" {2,}")


def level_candidates(paper: Paper) -> Iterator[Candidate]:
    """Every level of classification that is marked outside the text, damaged or not."""
    alone: list[str] = []
    for line in paper.lines:
        if line.in_body and not line.labels and not is_marking_line(line.text):
            continue
        level = find_level(_GAP.sub(" ", line.upper) if "  " in line.upper else line.upper)
        if level is None and line.index < MAX_DAMAGED_LINES and not line.is_prose and len(line.upper.split()) <= 9:
            level = _damaged_marking(line.upper)
            is_damaged = True
        else:
            is_damaged = False
        if level is None or (level[0] == "CONF" and re.match(r"\s?[:;.]", line.upper[level[2] :])):
            continue  # CONF: is a box for those who are to confirm
        before = line.upper[: level[1]].split()[-1:]
        if before and level[0] != before[0] and distance(before[0], "COSMIC") <= 1.1:
            continue
        label, below = label_at(line, level[1], ("security",))
        features = paper.common(line, label, below=below)
        if is_damaged:
            features.add("damaged")
        rest = (line.upper[: level[1]] + line.upper[level[2] :]).strip(" .:-*/_|")
        if is_marking_line(line.text):
            features.add("alone")
            alone.append(full_level(level[0]))
        elif len(rest) <= 4:
            features.add("nearly-alone")
        if level[1] == 0:
            features.add("first-in-line")
        elif re.fullmatch(r"\W*\d{1,5}\.\s*", line.upper[: level[1]]):
            features.add("behind-number")
        if find_group(line.upper):
            features.add("beside-group")
        if not line.upper[level[2] :].strip(" .*-"):
            features.add("last-in-line")
        if line.text[level[1] : level[1] + 1].islower():
            features.add("small-letters")
        if full_level(level[0]) in alone[:-1]:
            features.add("stands-twice")
        yield Candidate("security", level[0], line.index, line.text[level[1] : level[2]], frozenset(features))


MAX_DAMAGED_LINES = 14
"""Lines at the head of a paper in which damaged markings are looked for."""


_MAY_BE_LEVEL = re.compile(r"[A-Z0-9]{5,14}")


def _damaged_marking(upper: str) -> tuple[str, int, int] | None:
    """The one damaged word of a line that can only be a level, and where it stands."""
    levels_read = [
        (level, match.start(), match.end()) for match in _MAY_BE_LEVEL.finditer(upper) if (level := _level_of(match[0]))
    ]
    return levels_read[0] if len(levels_read) == 1 else None


@lru_cache(maxsize=20_000)
def _level_of(word: str) -> str | None:
    if word.startswith("UN") or sum(map(str.isdigit, word)) > 3 or posts.post(word) or posts.city_in_any_tongue(word):
        return None
    return damaged_level(word)


def precedence_candidates(paper: Paper) -> Iterator[Candidate]:
    """Every degree of precedence that stands by itself; of several it is said that they are several."""
    offered = list(_degrees_alone(paper))
    if len({candidate.value for candidate in offered if "label=precedence" not in candidate.features}) > 1:
        offered = [replace(degree, features=degree.features | {"several-degrees"}) for degree in offered]
    yield from offered


def _degrees_alone(paper: Paper) -> Iterator[Candidate]:
    for line in paper.lines:
        if line.in_body:
            break
        for segment in line.segments:
            words = segment.text.upper().translate(ACCENTS).strip(" .:*-_()|")
            if words in precedences() and len(words) > 3:
                label, below = label_at(line, segment.start, ("precedence",))
                features = paper.common(line, label, below=below) | {"whole-segment"}
                if segment.label is None and len(line.segments) == 1:
                    features.add("alone")
                yield Candidate("precedence", words, line.index, segment.text.strip(), frozenset(features))


def subject_candidates(paper: Paper) -> Iterator[Candidate]:
    """What stands behind or below a label of the subject, over as many lines as it goes on."""
    for line in paper.lines:
        for segment in line.segments:
            label = segment.label
            if label is None and line.above and line.segments[0] is segment:
                label = next((above for above in line.above if above.kind == "subject"), None)
            if label is None or label.kind != "subject" or not segment.text.strip():
                continue
            below = segment.label is None
            text, joined = _joined_subject(paper, line, segment)
            features = paper.common(line, label, below=below) | {f"joined={joined}"}
            if re.match(r"\W*\d{1,2}\s?\.", line.upper):
                features.add("numbered")
            if re.fullmatch(r"\W*(?:[A-Z]{1,12}[ -]?){0,3}[\d/-]+(?: \(IN \d+\))?\W*", text.upper()):
                continue
            if is_running_text(text.upper()):
                features.add("reads-on")
            if text.isupper():
                features.add("capitals")
            if "cite" in paper.kinds:
                features.add("cited")
            if label.word in ("RE", "SUB", "TITLE"):
                features.add(f"word={label.word}")
            yield Candidate("subject", text, line.index, text, frozenset(features))


def _joined_subject(paper: Paper, line: PaperLine, segment: Segment) -> tuple[str, int]:
    parts = [segment.text.strip(" :-_")]
    if line.segments[-1] is segment:
        for below in paper.lines[line.index + 1 : line.index + MAX_SUBJECT_LINES]:
            first = below.text.strip()
            if below.labels or below.in_body or below.is_prose or not first or re.match(r"\W*\d", first):
                break
            if is_marking_line(first) or first.upper() in precedences() or len(first) < 3:
                break
            goes_on = parts[-1].endswith(("-", ",")) or len(parts[-1]) > 36 or first[:1].islower()
            if not goes_on or (parts[-1].isupper() and not first.isupper()) or find_days(below.upper):
                break
            parts.append(first)
    return join_lines(parts).rstrip("."), len(parts) - 1
