"""References that were hard to read: listed apart, and never counted as papers that are missing."""

from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.network import Network, ResolvedReference
from briefbook.site.views import web_page

DOUBT = "doubtful: no post QARBURY is known, so that it may be misread"
REFERENCES = (
    ResolvedReference("X1", "QARBURY 88", "TEL", "88", "none", note=DOUBT),
    ResolvedReference("X1", "OURTEL", "TEL", None, "none", note="no number or no author"),
)


def text(url, references=REFERENCES):
    made = Archive(MemoryCatalogue({"X1": Entry("X1")}), (), about={"title": "T"}, network=Network(references))
    return web_page(url, made).body.decode()


def test_a_doubtful_reference_has_a_section_of_its_own():
    page = text("not-held.html")
    assert "No paper is listed as missing, but none of the 2 references in the papers could be resolved" in page
    assert '<h2 id="doubtful">Doubtful readings: not counted</h2>' in page
    assert "QARBURY 88" in page
    assert "no post QARBURY is known, so that it may be misread" in page
    assert "OURTEL" not in page


def test_why_it_is_doubtful_is_said_in_the_language_of_the_page():
    about = {"title": "T", "language": "fr"}
    made = Archive(MemoryCatalogue({"X1": Entry("X1")}), (), about=about, network=Network(REFERENCES))
    page = web_page("not-held.html", made).body.decode()
    assert "aucun poste QARBURY n’est connu" in page
    assert "may be misread" not in page


def test_without_doubt_there_is_no_such_section():
    assert "Read with doubt" not in text("not-held.html", REFERENCES[1:])


def test_the_item_says_that_its_reference_is_doubtful():
    page = text("items/X1.html")
    assert f"not resolved: {DOUBT}" in page


def test_where_no_reference_was_read_nothing_is_said_of_what_is_missing():
    assert "nothing can be said of what is missing" in text("not-held.html", ())


def test_where_some_references_lead_to_items_held_the_others_are_counted():
    held = ResolvedReference("X1", "OURTEL 88", "TEL", "88", "held", "X1")
    page = text("not-held.html", (held, REFERENCES[1]))
    assert "each reference that could be resolved (1) leads to an item held. 1 could not be resolved." in page
