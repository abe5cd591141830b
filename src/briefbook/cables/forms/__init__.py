"""The documentary forms: a module a service, each from a sheet's lines to its fields."""

from briefbook.cables.forms import (
    ca_labelled,
    ca_outgoing,
    ca_print,
    ca_telegram,
    cia,
    exhibit,
    military,
    nato,
    translated,
    uk,
    us_form,
    us_print,
    us_system,
)

FORMS = (
    ("ca_exhibit_row", exhibit.recognise, exhibit.read),
    ("reference_line", us_form.recognise_reference, us_form.read_reference),
    ("us_system", us_system.recognise, us_system.read),
    ("us_print", us_print.recognise, us_print.read),
    ("ca_print", ca_print.recognise_print, ca_print.read_print),
    ("us_incoming_form", us_form.recognise_incoming, us_form.read_incoming),
    ("us_outgoing_form", us_form.recognise_outgoing, us_form.read_outgoing),
    ("pl_ciphergram", translated.recognise_polish, translated.read_polish),
    ("br_telegram", translated.recognise_brazilian, translated.read_brazilian),
    ("su_telegram", translated.recognise_soviet, translated.read_soviet),
    ("de_telegram", translated.recognise_german, translated.read_german),
    ("ch_telegram", translated.recognise_swiss, translated.read_swiss),
    ("uk_telegram", uk.recognise, uk.read),
    ("fr_telegram", translated.recognise_french, translated.read_french),
    ("military", military.recognise, military.read),
    ("cia_report", cia.recognise_report, cia.read_report),
    ("cia_message", cia.recognise_message, cia.read_message),
    ("ca_outgoing_form", ca_outgoing.recognise_outgoing, ca_outgoing.read_outgoing),
    ("ca_memo", ca_labelled.recognise_memo, ca_labelled.read_memo),
    ("ca_labelled_form", ca_labelled.recognise_labelled, ca_labelled.read_labelled),
    ("ca_telegram", ca_telegram.recognise, ca_telegram.read),
    ("nato_document", nato.recognise, nato.read),
)
"""Name, how it is recognised, how it is read; the more particular first."""
