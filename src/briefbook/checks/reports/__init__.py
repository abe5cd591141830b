"""Findings and verifications -> a report, in the form its reader wants."""

from briefbook.checks.reports.forms import FORMS, report
from briefbook.checks.reports.summary import Summary, finding_json, summarise

__all__ = ["FORMS", "Summary", "finding_json", "report", "summarise"]
