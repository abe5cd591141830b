"""IIIF from the live server: manifests that name its search, collections and changes, at the addresses of the site.

On a host of static files the same addresses hold the same without search. Where ``site.address`` is not set, the
address under which the server was asked is used, so that a viewer opens a collection that is not published yet.
"""

from collections.abc import Mapping

from fastapi import FastAPI, Request, Response

from briefbook.exports.iiif import manifest
from briefbook.server.api.app_state import AppState
from briefbook.server.api.responses import Refusal, sent
from briefbook.site import item_page
from briefbook.site.site_data import SiteData

MANIFEST_TYPE = 'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"'


def live_iiif_routes(app: FastAPI, app_state: AppState) -> None:
    """Add the routes to an application, before those of the site's pages."""
    made: list[tuple[str, SiteData, Mapping[str, str]]] = []

    def files_at(address: str, site_data: SiteData) -> Mapping[str, str]:
        """The collections under an address; those made last are kept until the archive changes."""
        if not made or made[0][:2] != (address, site_data):
            about = site_data.about | {"address": address}
            made[:] = [(address, site_data, site_data.archive.collection_files(site_data.manifest_rows(), about))]
        return made[0][2]

    @app.api_route("/items/{item}/manifest.json", methods=["GET", "HEAD"], include_in_schema=False)
    def item_manifest(request: Request, item: str) -> Response:
        """The manifest of an item."""
        entry = app_state.entry(item)
        text = ""
        if entry is not None:
            site_data = app_state.site_data()  # waits for the archive, and so for the site's own address
            pages = site_data.pages_to_show(entry, tuple(app_state.catalogue.pages(entry.item)))
            pictures = item_page.picture_addresses(site_data, entry, pages)
            about = site_data.about_item(item) | {
                "address": app_state.root_address(request.url, request.scope.get("briefbook.prefix", ""))
            }
            text = manifest(entry, pages, about, pictures, is_live=True)
        if not text:
            raise Refusal(404, f"there is no manifest of {item}", "the manifests are listed in iiif/collection.json.")
        return sent(request, text.encode(), MANIFEST_TYPE)

    @app.api_route("/iiif/{name}.json", methods=["GET", "HEAD"], include_in_schema=False)
    def collections(request: Request, name: str) -> Response:
        """A collection, or the list of changes."""
        site_data = app_state.site_data()
        address = app_state.root_address(request.url, request.scope.get("briefbook.prefix", ""))
        files = site_data.iiif_files if site_data.about.get("address") else files_at(address, site_data)
        text = files.get(f"iiif/{name}.json")
        if not text:
            raise Refusal(404, f"there is no iiif/{name}.json", "begin with iiif/collection.json.")
        return sent(request, text.encode(), "application/ld+json")
