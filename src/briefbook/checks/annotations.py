"""C313 The words that an editor's note stands on are in its paper.

Why:
    A note on words that the paper does not have hangs in the air. A new reading, a new transcript or a slip of the pen
    can take its words away; the note is kept, and somebody has to say where it belongs.
Fails:
    item D7
    page
    | WE CANNOT AGREE TO THE NEW TIMETABLE
    notes D7
    > ## “the old timetable”
    >
    > That of 1961.
Passes:
    item D7
    page
    | WE CANNOT AGREE TO THE NEW TIMETABLE
    notes D7
    > ## “the new timetable”
    >
    > That of 1963.
Remedy:
    Write the words as the paper has them, or name its page behind them. If the paper's text is wrong, correct its
    transcript. A file of notes is named for its item.
"""

from collections.abc import Iterator
from dataclasses import replace

from briefbook.checks.check_input import CheckInput
from briefbook.checks.quotations import read_quotation, source_text, verify_in
from briefbook.model.finding import Finding
from briefbook.model.item_notes import Annotation, ItemNotes
from briefbook.model.locator import FilePosition
from briefbook.model.verdict import Verdict, Verification
from briefbook.text.item_notes import is_item_notes, item_notes

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every annotation whose words are not in its paper, and for notes on what is no item."""
    for narrative in inputs.narratives:
        if not is_item_notes(narrative.path):
            continue
        notes = item_notes(narrative)
        if notes.item in inputs.catalogue.withdrawn:
            continue  # C114 tells of it
        if notes.item not in inputs.entries:
            yield Finding(
                "C313",
                FilePosition(narrative.path, 1),
                f"these notes are on {notes.item}, and the catalogue has no such item",
                remedy="name the file for its item.",
            )
            continue
        for annotation in notes.annotations:
            place = place_of(inputs, notes, annotation)
            if place.verdict is Verdict.CANNOT_TELL:
                if not inputs.has_text(notes.item):
                    continue  # there is only a picture: the note stands beside it
            elif place.verdict.agrees:
                continue
            what = "is not in" if not place.found else "differs in"
            there = f' It reads: "{place.found}".' if place.found else ""
            yield Finding(
                "C313",
                annotation.where,
                f'the note on "{annotation.words}": this {what} {notes.item}',
                remedy=f"write the words as the paper has them; the note is kept.{there}",
                cannot_tell=place.verdict is Verdict.CANNOT_TELL,
            )


def place_of(inputs: CheckInput, notes: ItemNotes, annotation: Annotation) -> Verification:
    """Where the words of an annotation stand in its paper, and how far they agree with it.

    Args:
        inputs: The catalogue and its texts.
        notes: The notes.
        annotation: One of them; only the page that it names is looked at, if it names one.

    Returns:
        The comparison, with page, lines and boxes where the words were located.
    """
    quoted = read_quotation(annotation.words)
    scores, usage = inputs.scores_of(notes.item), inputs.usage
    source = inputs.text(notes.item)
    if annotation.page is not None:
        source = source_text([page for page in inputs.pages(notes.item) if page.number == annotation.page])
    return replace(verify_in(quoted, source, scores, usage), item=notes.item)
