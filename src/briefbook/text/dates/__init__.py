"""Dates as they are written -> what they mean: the one reader that every stage, the desk and every import use.

``read_date`` reads a text that is a date and nothing else; ``find_mentions`` finds days in prose; ``find_days``,
``numeric_days``, ``find_clock`` and ``find_group`` read the headings of papers. All of them use one table of months
(``text.months``), one rule for years of two figures (``full_year``), one order of days in figures, and one grammar
of EDTF (``edtf_bounds``).
"""

from briefbook.text.dates.clock import Group, find_clock, find_group
from briefbook.text.dates.edtf_bounds import Bounds, day_of, edtf_bounds, full_year, is_day, is_edtf
from briefbook.text.dates.headings import DAYS, Day, find_days, mend_months, numeric_days
from briefbook.text.dates.prose import Mention, Span, find_mentions
from briefbook.text.dates.written import ORDERS, DateReading, Outcome, is_undated, read_by, read_date, shown_order
from briefbook.text.months import ENGLISH, FIRST_LETTERS, ROMAN, WEEKDAYS, heading_months, month_number

__all__ = [
    "DAYS",
    "ENGLISH",
    "FIRST_LETTERS",
    "ORDERS",
    "ROMAN",
    "WEEKDAYS",
    "Bounds",
    "DateReading",
    "Day",
    "Group",
    "Mention",
    "Outcome",
    "Span",
    "day_of",
    "edtf_bounds",
    "find_clock",
    "find_days",
    "find_group",
    "find_mentions",
    "full_year",
    "heading_months",
    "is_day",
    "is_edtf",
    "is_undated",
    "mend_months",
    "month_number",
    "numeric_days",
    "read_by",
    "read_date",
    "shown_order",
]
