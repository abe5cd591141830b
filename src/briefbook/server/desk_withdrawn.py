"""The desk's section on papers that are published no longer: which they are, since when, and a form to withdraw one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefbook.model.decision import Decision, ItemWithdrawal, not_undone
from briefbook.server.api.app_state import AppState
from briefbook.server.api.responses import Refusal
from briefbook.text.date_display import date_in_words
from briefbook.util.translation import gettext


def withdraw(app_state: AppState, form: Mapping[str, str]) -> tuple[Decision, str]:
    """The decision of a submitted form that an item is published no longer, and a sentence that says what was done.

    Raises:
        Refusal: There is no such item, or no reason is given.
    """
    assert app_state.desk is not None
    item, why, said = form.get("item", ""), form.get("why", ""), form.get("said", "")
    if app_state.catalogue.get(item) is None:
        what = gettext("there is no item {item}").format(item=repr(item))
        raise Refusal(404, what, gettext("Nothing was recorded; it may be withdrawn already."))
    if not why:
        raise Refusal(400, gettext("a reason is needed to withdraw a paper"), gettext("Say why it is withdrawn."))
    words = gettext("{item} is withdrawn. A site that was built or published before has it until it is made again.")
    return app_state.desk.withdraw(item, said, why), words.format(item=item)


@dataclass(frozen=True, slots=True)
class WithdrawnRow:
    """A withdrawal in force: the item, its date in words, the public statement, who decided it, and why.

    ``line`` is the line of the journal, for the form that undoes it.
    """

    item: str
    since: str
    said: str
    who: str
    why: str
    line: ItemWithdrawal


def withdrawn_rows(decisions: Sequence[Decision], item: str = "") -> tuple[WithdrawnRow, ...]:
    """The withdrawals that hold, newest first.

    Args:
        decisions: The journal, oldest first.
        item: Only those of this item; "" for all.
    """
    lines = [line for line in not_undone(decisions) if isinstance(line, ItemWithdrawal) and item in ("", line.item)]
    return tuple(
        WithdrawnRow(line.item, date_in_words(line.when[:10]), line.said, line.who, line.why, line)
        for line in reversed(lines)
    )
