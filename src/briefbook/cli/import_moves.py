"""An import over an earlier one of its name -> papers keep their names, and no person's work comes to another paper."""

import hashlib
import itertools
import json
import re
from collections.abc import Collection as AnyCollection
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefbook.catalogue.journal import Journal
from briefbook.catalogue.moved_decisions import items_left_behind
from briefbook.catalogue.received_descriptions import each_description
from briefbook.errors import InputError, UsageError
from briefbook.importers.paper_facts import FactWeights, contradicts, facts_of
from briefbook.importers.spooled_descriptions import SpooledDescriptions, description_lines
from briefbook.model.decision import in_force
from briefbook.model.received import Description, Received
from briefbook.progress import pluralise
from briefbook.project.collection import Collection
from briefbook.project.folder_contents import FolderContents

MAX_NAMED = 8
"""So many papers that a message names."""


def with_earlier_names(here: Collection, received: Received) -> Received:
    """The import with the names that papers without an id had in the earlier import of its name.

    A paper is the same where the earlier import said the same of it, in whatever place it stood, and where a person has
    worked on it also where it said nearly the same. So papers that an earlier version of Briefbook called by their
    places keep these names.

    Args:
        here: The collection, before the import is written.
        received: What was made of the source.
    """
    if not received.named_by_content or not (here.received / received.name).is_dir():
        return received
    by_content: dict[str, list[str]] = {}
    taken = set()
    for row in _rows(received):
        taken.add(row["item"])
        if row["item"] in received.named_by_content:
            by_content.setdefault(content_digest(row), []).append(row["item"])
    names: dict[str, str] = {}
    left: dict[str, Description] = {}
    work = _items_with_work(here)
    for description in each_description(here.received / received.name):
        new = by_content.get(content_digest(description.as_json()), [])
        if new and description.item not in taken and new[0] not in names:
            names[new.pop(0)] = description.item
        elif description.item in new:
            new.remove(description.item)
        elif description.item in work and description.item not in taken:
            left[description.item] = description
    if left:
        free = {item for of in by_content.values() for item in of} - names.keys()
        names |= _nearly_the_same(here, received, left, free)
    return _renamed(received, names) if names else received


def _nearly_the_same(
    here: Collection, received: Received, papers: dict[str, Description], free: AnyCollection[str]
) -> dict[str, str]:
    """New names -> earlier names of papers that nearly the same is said of now; each paper is one at most."""
    weights = FactWeights()
    for description in itertools.chain(each_description(here.received / received.name), received.descriptions):
        weights.count(facts_of(description))
    said = {item: facts_of(paper) for item, paper in papers.items() if _is_telling(paper)}
    candidates = (description for description in received.descriptions if description.item in free)
    found = _most_alike(said, candidates, weights)
    names: dict[str, str] = {}
    for item, (new, likeness) in sorted(found.items(), key=lambda pair: -pair[1][1]):
        if likeness >= _MIN_LIKENESS and new not in names:
            names[new] = item
    return names


def _rows(received: Received) -> Iterator[dict[str, Any]]:
    return map(json.loads, description_lines(received.descriptions))


def content_digest(row: dict[str, Any]) -> str:
    """A checksum of what a description says, without its item, its row and doubts about its id.

    Args:
        row: The description as it is stored.
    """
    said = {key: value for key, value in row.items() if key not in ("item", "row", "flags", "provisional")}
    if "layouts" in said:
        said["layouts"] = [{**page, "item": ""} for page in said["layouts"]]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _renamed(received: Received, names: dict[str, str]) -> Received:
    descriptions = SpooledDescriptions(received.name)
    for description in received.descriptions:
        item = names.get(description.item, description.item)
        layouts = tuple(replace(page, item=item) for page in description.layouts)
        descriptions.add(replace(description, item=item, layouts=layouts))
    pattern = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")

    def words(sentence: str) -> str:
        return pattern.sub(lambda match: names[match[0]], sentence)

    is_small = len(descriptions) <= len(names) * 1000 and isinstance(received.descriptions, tuple)
    return replace(
        received,
        descriptions=tuple(descriptions) if is_small else descriptions,
        scans=tuple(
            replace(scan, item=names.get(scan.item, scan.item), name=words(scan.name)) for scan in received.scans
        ),
        understood=tuple(map(words, received.understood)),
        not_understood=tuple(map(words, received.not_understood)),
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """An id under which the source now has another paper.

    Attributes:
        item: The id.
        now: The id that its paper has now; "" where it has none.
        before: The id that the paper which has the id now had before; "" where it is new, or not known.
    """

    item: str
    now: str = ""
    before: str = ""

    @property
    def words(self) -> str:
        """In the words of a message."""
        if self.now:
            return f"the paper that was {self.item} is {self.now} now"
        if not self.before:
            return f"of {self.item} the source says nothing that it said before"
        return f"{self.item} is the paper now that was {self.before}"


def moved_papers(here: Collection, received: Received, items: AnyCollection[str]) -> list[Moved]:
    """Those of some items that are other papers now, by what the source says of them: words and days, not their form.

    Only what tells a paper from others counts. An item with a scan is what its scan shows, whatever a list says of it.

    Args:
        here: The collection, before the import is written.
        received: What was made of the source.
        items: The items.
    """
    if not items:
        return []
    folder = here.received / received.name
    before = {description.item: description for description in each_description(folder, frozenset(items))}
    now = {description.item: description for description in received.descriptions if description.item in before}
    before = {item: description for item, description in before.items() if item in now}
    said_before, said_now = _facts(before.values()), _facts(now.values())
    differing = {item for item in before if said_before[item] != said_now[item]}
    if not differing:
        return []
    weights = FactWeights()
    for description in itertools.chain(each_description(folder), received.descriptions):
        weights.count(facts_of(description))

    def known(descriptions: dict[str, Description], facts: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        return {item: facts[item] for item in differing if _is_telling(descriptions[item])}

    elsewhere = _most_alike(known(before, said_before), received.descriptions, weights)
    earlier = _most_alike(known(now, said_now), each_description(folder), weights)
    others = {item for item, _ in (*elsewhere.values(), *earlier.values())}
    theirs = _facts(each_description(folder, others))
    theirs_now = _facts(description for description in received.descriptions if description.item in others)
    own = {item: weights.likeness(theirs[item], theirs_now[item]) for item in theirs.keys() & theirs_now.keys()}
    moved = []
    for item in sorted(differing):
        likeness = weights.likeness(said_before[item], said_now[item])

        def another(most_alike: dict[str, tuple[str, float]], item: str = item, likeness: float = likeness) -> str:
            other, how_alike = most_alike.get(item, ("", 0.0))
            is_itself = own.get(other, 0.0) >= how_alike
            return other if how_alike >= max(_MIN_LIKENESS, likeness + _MARGIN) and not is_itself else ""

        to, of = another(elsewhere), another(earlier)
        if to or of or (likeness < _MAX_OF_ANOTHER and contradicts(before[item], now[item])):
            moved.append(Moved(item, to, of))
    return moved


def _facts(descriptions: Iterable[Description]) -> dict[str, frozenset[str]]:
    return {description.item: facts_of(description) for description in descriptions}


def _most_alike(
    papers: dict[str, frozenset[str]], descriptions: Iterable[Description], weights: FactWeights
) -> dict[str, tuple[str, float]]:
    """Of some papers the one of other id that is most like each, and how alike; none where nothing is."""
    by_fact: dict[str, list[str]] = {}
    for item, facts in papers.items():
        for fact in facts:
            if weights.is_rare(fact):
                by_fact.setdefault(fact, []).append(item)
    found: dict[str, tuple[str, float]] = {}
    for description in descriptions if by_fact else ():
        facts = facts_of(description)
        if not _is_telling(description):
            continue
        for item in {item for fact in facts for item in by_fact.get(fact, ())} - {description.item}:
            how_alike = weights.likeness(papers[item], facts)
            if how_alike > found.get(item, ("", 0.0))[1]:
                found[item] = (description.item, how_alike)
    return found


_MIN_LIKENESS, _MARGIN, _MAX_OF_ANOTHER = 0.5, 0.15, 0.2
"""How alike a paper must be to one of another id, by how much more than to what has its own id now, and how little
alike those two may be that contradict each other, to be others. From what edits of made-up lists leave: a paper with
half its words corrected stays above a half."""

_MIN_FIELDS = 2
"""So many fields, or a text, tell a paper from others: rows that are filled in one by one have a day, or nothing."""


def _is_telling(description: Description) -> bool:
    """Does a description say enough to know its paper again?"""
    fields = len(description.readings) - ("note" in description.readings) + len(description.readings.get("note", ()))
    return bool(description.pages or description.layouts) or fields >= _MIN_FIELDS


MOVED_CHOICES = ("", "stay", "follow")
"""What a person says of work on papers that have other ids now: nothing yet, it stays with the ids, or goes with the
papers."""


def names_of_moved_work(here: Collection, received: Received, choice: str = "") -> dict[str, str]:
    """The papers with which what a person decided is to go, where an import gives them other ids.

    Args:
        here: The collection, before the import is written.
        received: What was made of the source.
        choice: What the person said of them, one of ``MOVED_CHOICES``.

    Returns:
        Ids that papers had -> ids that they have; none where all stays.

    Raises:
        InputError: An item without a scan, of which a person said something or which a chapter cites, is another paper
            now than in the earlier import of this name, and nothing was said of it, or the work cannot follow.
        UsageError: The choice is another.
    """
    if choice not in MOVED_CHOICES:
        raise UsageError(f"--moved {choice}: unknown", remedy="write stay or follow.")
    if choice == "stay":
        return {}
    contents = FolderContents(here)
    moved = moved_papers(here, received, _items_with_work(here, contents) - contents.scan_of.keys())
    if not moved:
        return {}
    if not choice:
        are = "another" if len(moved) == 1 else "others"
        raise InputError(
            f"{pluralise(len(moved), 'paper')} on which a person has worked, or which a chapter cites, would be {are} "
            f"after this import: {_listed([paper.words for paper in moved])}",
            remedy="nothing was written. If the ids are places in the source, give each paper there an id of its own "
            "that stays. If the source put its ids right, import again with --moved follow (what was decided goes with "
            "the papers to their new ids) or --moved stay (it stays with the ids).",
        )
    decisions, cited = Journal(here.journal).read()[0], _cited(here)
    decided, written = _decided(here), contents.transcripts.keys() | contents.corrections.keys()
    bound = items_left_behind(decisions, decided)
    obstacles = [
        *(f"where {paper.item} went is not known" for paper in moved if not paper.now and paper.item in decided),
        *(f"rename transcripts/{paper.item}" for paper in moved if paper.item in written),
        *(f"change @{paper.item} in {cited[paper.item]}" for paper in moved if paper.item in cited),
        *(f"{paper.item} has comments, or another reader" for paper in moved if paper.item in bound),
    ]
    if obstacles:
        raise InputError(
            f"not all that a person said can follow by itself: {_listed(obstacles)}",
            remedy="nothing was written. Import with --moved stay, and then put right by hand what is named here.",
        )
    return {paper.item: paper.now for paper in moved}


def _items_with_work(here: Collection, contents: FolderContents | None = None) -> set[str]:
    """Items of which a person said something, or which a chapter cites."""
    contents = contents or FolderContents(here)
    return _decided(here) | contents.transcripts.keys() | contents.corrections.keys() | _cited(here).keys()


def _decided(here: Collection) -> set[str]:
    decisions = in_force(Journal(here.journal).read()[0])
    return {item for decision in decisions if (item := getattr(decision, "item", None))}


def _listed(words: Sequence[str]) -> str:
    more = f", and {len(words) - MAX_NAMED} more" if len(words) > MAX_NAMED else ""
    return f"{'; '.join(words[:MAX_NAMED])}{more}"


_CITED = re.compile(r"@([^\s;,\]]+)")


def _cited(here: Collection) -> dict[str, str]:
    """Items that chapters cite, each with the first chapter that does."""
    cited: dict[str, str] = {}
    for path in sorted(here.narratives.glob("**/*.md")):
        text = path.read_text(encoding="utf-8", errors="replace")
        cited = dict.fromkeys(_CITED.findall(text), path.relative_to(here.root).as_posix()) | cited
    return cited
