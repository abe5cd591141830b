"""Who sends and receives, in the data that machines read: an office, a person, or neither where nobody knows."""

from made_up import archive

from briefbook.exports import csl
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry
from briefbook.site.metadata_tags import _party
from briefbook.site.site_data import SiteData


def test_a_code_is_an_organisation_a_name_a_person_and_a_title_neither():
    data = SiteData(archive())
    assert _party(data, "WASHDC") == {"@type": "Organization", "name": "WASHDC"}
    assert _party(data, "R. A. SMITH") == {"@type": "Person", "name": "R. A. SMITH"}
    assert _party(data, "CHIEF, HARBOURS") == {"@type": "Thing", "name": "CHIEF, HARBOURS"}


def test_an_addressee_that_was_hard_to_read_is_marked_in_references_for_machines():
    entry = Entry("X", {
        "from": (Reading("WASHDC", "WASHDC"),),
        "to": (Reading("HISBON", "LISBON", confidence=0.5),),
    })  # fmt: skip
    (reference,) = [csl.csl(entry, {})]
    assert reference["recipient"] == [{"literal": "[LISBON?]"}]
