"""A random sample of items, read again by people who do not see the catalogue: each field's error rate and interval.

A sample is a folder ``samples/NAME/`` of the collection: ``sample.toml`` says what was drawn, ``drawn.csv`` what the
catalogue held on that day, ``review.csv`` what people read since, a row a field, appended. The rate is that of the day
of drawing: errors that are corrected afterwards stay errors of the sample, since those of the other items stay too.
"""

import csv
import hashlib
import io
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import NormalDist

from briefbook.catalogue.field_values import DATE_FIELDS, parse_field
from briefbook.catalogue.table import TableQuery, items_in_order
from briefbook.errors import InputError, OutsideError
from briefbook.model.catalogue import FIELDS, MULTIPLE, Catalogue
from briefbook.model.sample import ERRORS, FieldErrors, SampleResult, SampleVerdict
from briefbook.progress import pluralise
from briefbook.text.cell_artefacts import plain
from briefbook.text.folding import fold
from briefbook.text.safe_names import is_reserved_name
from briefbook.util.cells import CsvWriter, unguard_formula
from briefbook.util.files import locked, write_atomic
from briefbook.util.nearest import did_you_mean

DEFAULT_FIELDS = ("date", "from", "to", "number", "classification", "subject")
CANNOT_TELL = "?"
"""What a reviewer types where the paper cannot be read."""

CONFIDENCE = 0.95

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}", re.ASCII)
_REVIEW_HEAD = ("item", "field", "typed", "verdict", "reviewer", "when")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as it was drawn.

    Attributes:
        folder: Its folder.
        seed: What the drawing depends on besides the ids of the items.
        drawn_on: The day.
        population: The number of items from which it was drawn.
        fields: The fields that are read again.
        values: What the catalogue held, by item, in the order of drawing, and field; "" for a blank.
    """

    folder: Path
    seed: str
    drawn_on: date
    population: int
    fields: tuple[str, ...]
    values: Mapping[str, Mapping[str, str]]

    @property
    def name(self) -> str:
        """Its name: that of its folder."""
        return self.folder.name


@dataclass(frozen=True, slots=True)
class FieldReview:
    """A field as a person read it on the paper.

    Attributes:
        item: The item.
        field: The field.
        typed: What was typed; "" for nothing on the paper.
        verdict: How the catalogue compares.
        reviewer: Who.
        when: When, UTC, ISO 8601.
    """

    item: str
    field: str
    typed: str
    verdict: SampleVerdict
    reviewer: str = ""
    when: str = ""


def wilson_interval(errors: int, total: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The interval for a share, by Wilson's score.

    E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212; recommended for small samples
    by Brown, Cai and DasGupta, Statistical Science 16 (2001), 101-133.

    Args:
        errors: How many of the sample.
        total: The size of the sample.
        confidence: How often such intervals hold the true share, between 0 and 1.

    Returns:
        Its ends, between 0 and 1; 0 and 1 where nothing was sampled.

    >>> [round(end, 3) for end in wilson_interval(3, 60)], [round(end, 3) for end in wilson_interval(0, 60)]
    ([0.017, 0.137], [0.0, 0.06])
    """
    if total <= 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, squared = errors / total, z * z
    centre = (share + squared / (2 * total)) / (1 + squared / total)
    half = z * ((share * (1 - share) + squared / (4 * total)) / total) ** 0.5 / (1 + squared / total)
    return (0.0 if errors == 0 else max(0.0, centre - half)), (1.0 if errors == total else min(1.0, centre + half))


# Drawn


def draw_sample(
    folder: Path,
    catalogue: Catalogue,
    size: int,
    *,
    seed: str,
    name: str = "",
    fields: Sequence[str] = DEFAULT_FIELDS,
    query: TableQuery | None = None,
    today: date | None = None,
) -> Sample:
    """Draw a random sample of the items that have pages, and keep what the catalogue holds of them.

    The items come in the order of SHA-256 over seed and id, so that anybody can draw the same again with any program.

    Args:
        folder: The collection's folder ``samples/``.
        catalogue: The catalogue.
        size: How many items; all, where there are no more.
        seed: Any text.
        name: The sample's name; "" for one made of the day and the seed.
        fields: The fields to read again.
        query: Filters that the items must pass; None: all.
        today: The day; None: today.

    Returns:
        The sample.

    Raises:
        InputError: There is a sample of this name, no item to draw from, or a field that is none.
    """
    today = today or datetime.now(UTC).date()
    name = name or f"{today.isoformat()}-{re.sub(r'[^A-Za-z0-9_-]+', '-', seed).strip('-')[:30] or 'sample'}"
    if not _NAME.fullmatch(name) or is_reserved_name(name):
        raise InputError(f"{name!r} cannot be the name of a sample", remedy="use letters, figures, - and _.")
    if strange := [field for field in fields if field not in FIELDS]:
        guess = did_you_mean(strange[0], FIELDS)
        raise InputError(f"there is no field {strange[0]!r}", remedy=f"{guess}The fields are: {', '.join(FIELDS)}.")
    if size < 1 or not fields:
        raise InputError("a sample has at least an item and a field", remedy="say how many with --n.")
    if (folder / name).exists():
        raise InputError(f"there is a sample {name} already", remedy="give the new one another name.")
    items = items_in_order(catalogue, query or TableQuery())
    entries = [entry for item in items if (entry := catalogue.get(item)) and entry.page_count]
    if not entries:
        raise InputError("there is no item with pages to draw from", remedy="read the scans first, or change --filter.")
    entries.sort(key=lambda entry: hashlib.sha256(f"{seed}\n{entry.item}".encode()).digest())
    values = {entry.item: {field: entry.value(field) or "" for field in fields} for entry in entries[:size]}
    sample = Sample(folder / name, seed, today, len(entries), tuple(dict.fromkeys(fields)), values)
    _write(sample)
    return sample


def _write(sample: Sample) -> None:
    sample.folder.mkdir(parents=True)
    out = io.StringIO()
    writer = CsvWriter(out)
    writer.write(("item", *sample.fields))
    for item, values in sample.values.items():
        writer.write((item, *(values[field] for field in sample.fields)))
    write_atomic(sample.folder / "drawn.csv", "\ufeff" + out.getvalue())
    fields = ", ".join(f'"{field}"' for field in sample.fields)
    seed = sample.seed.replace("\\", "\\\\").replace('"', '\\"')
    drawn = f"{len(sample.values)} of {pluralise(sample.population, 'item')}"
    text = (
        f"# A random sample of {drawn}. drawn.csv has what the catalogue\n"
        "# held on the day of drawing: who reads the papers again does not look in. review.csv has what they read.\n"
        f'seed = "{seed}"\ndrawn_on = {sample.drawn_on.isoformat()}\npopulation = {sample.population}\n'
        f"fields = [{fields}]\n"
    )
    write_atomic(sample.folder / "sample.toml", text)


def read_sample(folder: Path, name: str = "") -> Sample:
    """A sample from its files.

    Args:
        folder: The collection's folder ``samples/``.
        name: The sample's name; "" for the last one drawn.

    Returns:
        The sample.

    Raises:
        InputError: There is none of this name, or a file of it is damaged.
    """
    names = sample_names(folder)
    if name and name not in names:
        known = f"The samples are: {', '.join(names)}." if names else "Draw one with `briefbook sample draw`."
        raise InputError(f"there is no sample {name!r}", remedy=f"{did_you_mean(name, names)}{known}")
    if not names:
        raise InputError("no sample has been drawn", remedy="draw one with `briefbook sample draw --n 60`.")
    samples = [_read(folder / each) for each in ([name] if name else names)]
    return max(samples, key=lambda sample: (sample.drawn_on, sample.name))


def sample_names(folder: Path) -> list[str]:
    """The names of the samples in the collection's folder ``samples/``."""
    paths = folder.glob("*/sample.toml") if folder.is_dir() else ()
    return sorted(path.parent.name for path in paths if _NAME.fullmatch(path.parent.name))


def _read(folder: Path) -> Sample:
    try:
        about = tomllib.loads((folder / "sample.toml").read_text(encoding="utf-8"))
        rows = list(_rows(folder / "drawn.csv"))
        fields = tuple(str(field) for field in about["fields"])
        values = {row["item"]: {field: row.get(field, "") for field in fields} for row in rows if row.get("item")}
        if not isinstance(about["drawn_on"], date):
            raise ValueError("drawn_on is no day")
        return Sample(folder, str(about["seed"]), about["drawn_on"], int(about["population"]), fields, values)
    except (KeyError, ValueError, OSError, csv.Error) as error:
        raise InputError(
            f"the sample {folder.name} is damaged: {error}", remedy="restore its files from a copy, or draw another."
        ) from error


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: unguard_formula(value or "") for name, value in row.items() if name}


# Read again


def judge_value(field: str, drawn: str, typed: str, *, window: int = 1900, order: str = "") -> SampleVerdict:
    """How what the catalogue holds compares with what a person read.

    Args:
        field: The field.
        drawn: What the catalogue held; "" for a blank.
        typed: What the person typed; "" for nothing on the paper, ``?`` where it cannot be read.
        window: As for ``parse_field``.
        order: As for ``parse_field``.

    Returns:
        The verdict. Capitals, accents, blanks and the order of several values are no errors.

    Raises:
        InputError: What was typed is no date, in a field of dates.

    >>> str(judge_value("date", "1962-11-08", "8 Nov 62")), str(judge_value("to", "LDN; PARIS", "paris;ldn"))
    ('right', 'right')
    """
    if typed.strip() == CANNOT_TELL:
        return SampleVerdict.CANNOT_TELL
    stored = parse_field(field, typed, window=window, order=order)
    if stored is None:
        raise InputError(
            f"{typed!r} is not recognised as a date", remedy="write it as 1962-11-08, 8-Nov-62 or 1962-11."
        )
    if not stored or not drawn:
        return SampleVerdict.RIGHT if stored == drawn else (SampleVerdict.MISSING if stored else SampleVerdict.EXTRA)
    return SampleVerdict.RIGHT if _comparable(field, stored) == _comparable(field, drawn) else SampleVerdict.WRONG


def _comparable(field: str, value: str) -> object:
    if field in DATE_FIELDS:
        return value
    if field in MULTIPLE:
        return frozenset(fold(plain(part)).strip(" .,") for part in value.split(";") if part.strip())
    return " ".join(fold(plain(value)).split()).strip(" .,")


def record_reviews(
    sample: Sample, item: str, typed: Mapping[str, str], reviewer: str, *, window: int = 1900, order: str = ""
) -> list[FieldReview]:
    """Record what a person read on the paper of an item, before they see what the catalogue held.

    Args:
        sample: The sample.
        item: An item of it that nobody has read again yet.
        typed: What was typed, for each field of the sample.
        reviewer: Who read.
        window: As for ``parse_field``.
        order: As for ``parse_field``.

    Returns:
        The reviews, with the verdicts.

    Raises:
        InputError: It is no item of the sample, has already been read again, or what was typed is no date.
        OutsideError: The disk refuses; nothing was recorded.
    """
    if item not in sample.values:
        raise InputError(f"{item!r} is not in the sample {sample.name}", remedy="take the next one of it.")
    with _lock(sample):
        before = [review for review in read_reviews(sample) if review.item == item]
        if before:
            raise InputError(
                f"{item} has already been read again, by {before[0].reviewer or 'somebody'}",
                remedy="take the next one.",
            )
        when = _now()
        reviews = [
            FieldReview(
                item,
                field,
                " ".join(typed.get(field, "").split()),
                judge_value(field, sample.values[item][field], typed.get(field, ""), window=window, order=order),
                reviewer,
                when,
            )
            for field in sample.fields
        ]
        _append(sample, reviews)
    return reviews


def decide_same_meaning(sample: Sample, item: str, field: str, reviewer: str) -> FieldReview:
    """Record that a difference is no error: both say the same, or the person mistyped.

    Args:
        sample: The sample.
        item: The item.
        field: The field.
        reviewer: Who decides.

    Returns:
        The review as it is now.

    Raises:
        InputError: The field is not among the differences.
        OutsideError: The disk refuses; nothing was recorded.
    """
    with _lock(sample):
        reviews = {(review.item, review.field): review for review in read_reviews(sample)}
        review = reviews.get((item, field))
        if review is None or review.verdict not in ERRORS:
            raise InputError(f"{field} of {item} does not differ; nothing was changed")
        decided = FieldReview(item, field, review.typed, SampleVerdict.SAME_MEANING, reviewer, _now())
        _append(sample, [decided])
    return decided


def _lock(sample: Sample) -> AbstractContextManager[None]:
    """The lock for writing reviews: the desk and a command may run at the same time."""
    path = sample.folder.parent.parent / "build" / "samples.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    return locked(path)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _append(sample: Sample, reviews: Sequence[FieldReview]) -> None:
    out = io.StringIO()
    writer = CsvWriter(out)
    path = sample.folder / "review.csv"
    if not path.exists():
        writer.write(_REVIEW_HEAD)
    for review in reviews:
        writer.write((review.item, review.field, review.typed, str(review.verdict), review.reviewer, review.when))
    try:
        with open(path, "ab") as file:
            file.write(out.getvalue().encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OutsideError(
            f"cannot write {path}: {error.strerror}; nothing was recorded", remedy="make room and send it again."
        ) from error


def read_reviews(sample: Sample) -> list[FieldReview]:
    """What was read again, a review for each field: the last that was recorded of it.

    Args:
        sample: The sample.

    Returns:
        The reviews, in the order in which the fields were first read.

    Raises:
        InputError: The file is damaged.
    """
    path = sample.folder / "review.csv"
    reviews: dict[tuple[str, str], FieldReview] = {}
    if not path.exists():
        return []
    try:
        for row in _rows(path):
            item, field = row.get("item", ""), row.get("field", "")
            if item in sample.values and field in sample.fields:
                verdict = SampleVerdict(row.get("verdict", ""))
                reviews[item, field] = FieldReview(
                    item, field, row.get("typed", ""), verdict, row.get("reviewer", ""), row.get("when", "")
                )
    except (ValueError, csv.Error) as error:
        raise InputError(
            f"{path.name} of the sample {sample.name} is damaged: {error}", remedy="correct it."
        ) from error
    return list(reviews.values())


def next_item(sample: Sample, behind: str = "") -> str | None:
    """The next item that nobody has read again, in the order of drawing.

    Args:
        sample: The sample.
        behind: Only after this item, so that one can be skipped; where there is none, from the beginning.

    Returns:
        Its id; None if all were read again.
    """
    reviewed = {review.item for review in read_reviews(sample)}
    items = list(sample.values)
    begin = items.index(behind) + 1 if behind in sample.values else 0
    return next((item for item in (*items[begin:], *items[:begin]) if item not in reviewed), None)


# What it says


def result_of(sample: Sample) -> SampleResult:
    """Each field's errors so far, with the interval that holds its rate in the whole collection.

    Args:
        sample: The sample.

    Returns:
        The result. The interval does not take into account that the collection is finite, so it is rather too wide.
    """
    reviews = read_reviews(sample)
    fields = []
    for field in sample.fields:
        verdicts = [review.verdict for review in reviews if review.field == field]
        read = sum(verdict is not SampleVerdict.CANNOT_TELL for verdict in verdicts)
        errors = sum(verdict in ERRORS for verdict in verdicts)
        low, high = wilson_interval(errors, read)
        if read == sample.population:
            low = high = errors / read
        fields.append(
            FieldErrors(
                field,
                read,
                verdicts.count(SampleVerdict.WRONG),
                verdicts.count(SampleVerdict.MISSING),
                verdicts.count(SampleVerdict.EXTRA),
                verdicts.count(SampleVerdict.CANNOT_TELL),
                low,
                high,
            )
        )
    reviewed = len({review.item for review in reviews})
    return SampleResult(sample.name, sample.drawn_on, sample.population, len(sample.values), reviewed, tuple(fields))


def read_results(folder: Path) -> tuple[SampleResult, ...]:
    """The results of all samples of a collection, the last one drawn first; damaged ones are left out.

    Args:
        folder: The collection's folder ``samples/``.

    Returns:
        The results.
    """
    results = []
    for name in sample_names(folder):
        try:
            results.append(result_of(read_sample(folder, name)))
        except InputError:
            continue
    return tuple(sorted(results, key=lambda result: (result.drawn_on, result.name), reverse=True))
