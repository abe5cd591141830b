"""Findings and verifications -> a report, in the form its reader wants."""

from briefbook.checks.reports.forms import FORMS, report
from briefbook.checks.reports.summary import Summary, summarise

__all__ = ["FORMS", "Summary", "report", "summarise"]
