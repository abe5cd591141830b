"""The API held against its own description: whatever is sent is answered as described, never by a server error."""

import contextlib

import made_up
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from briefbook.search import build_index, occurrences, open_index, search
from briefbook.server.api.app_state import AppState
from briefbook.server.app import make_app

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    archive = made_up.archive()
    folder = tmp_path_factory.mktemp("index")
    catalogue = archive.catalogue
    build_index(folder, ((entry, catalogue.pages(entry.item)) for entry in catalogue), stamp="s")
    index = open_index(folder)

    def ask(question, **more):
        return search(index, question, pages_of=catalogue.pages, posts=archive.post, **more)

    live = AppState(catalogue, ask, lambda question, item: occurrences(index, question, catalogue.pages(item)))
    live.open(archive)
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", make_app(live))


CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
BOUNDED = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.filterwarnings("default")
def test_whatever_is_asked_the_answer_is_as_described(described, mode):
    asked = 0
    for operation in described.get_all_operations():

        @BOUNDED
        @given(case=operation.ok().as_strategy(generation_mode=mode))
        def holds(case):
            nonlocal asked
            asked += 1
            case.call_and_validate(checks=CHECKS)

        with contextlib.suppress(Unsatisfiable):  # nothing wrong can be sent where nothing is asked
            holds()
    assert asked > 100
