"""The documentary forms: a module a service, each from a sheet's lines to its fields."""

from briefbook.cables.forms import ca_telegram, exhibit

FORMS = (
    ("ca_exhibit_row", exhibit.recognise, exhibit.read),
    ("ca_telegram", ca_telegram.recognise, ca_telegram.read),
)
"""Name, how it is recognised, how it is read; the more particular first."""
