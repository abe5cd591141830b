"""Files of a bag -> RO-Crate 1.1 metadata (JSON-LD), which repositories of research data read."""

import datetime
import json
import mimetypes
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from briefbook.exports.premis import BagFile
from briefbook.util.bag_names import PAYLOAD

_CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"}]
"""The terms of RO-Crate 1.1, and one that schema.org got later."""

_PROFILE = "https://w3id.org/ro/crate/1.1"


def ro_crate(files: Sequence[BagFile], about: Mapping[str, str], packed_at: datetime.datetime) -> str:
    """The text of ``ro-crate-metadata.json``.

    Args:
        files: The collection's files; their names begin with the payload's folder, which is the crate's root.
        about: The collection's settings: ``title``, ``repository``, ``fonds``, ``rights``.
        packed_at: The time of packing.
    """
    parts = [_file(file) for file in files]
    title = about.get("title", "") or "A collection of cables"
    origin = ", ".join(about[name] for name in ("repository", "fonds") if about.get(name))
    rights = _rights(about.get("rights", ""))
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": title,
        "description": f"{title}, a Briefbook collection" + (f" of papers of {origin}" if origin else ""),
        "datePublished": packed_at.isoformat(timespec="seconds"),
        "license": {"@id": rights["@id"]},
        "hasPart": [{"@id": part["@id"]} for part in parts],
    }
    entities = [rights]
    if about.get("repository"):
        root["publisher"] = {"@id": "#repository"}
        entities.append({"@id": "#repository", "@type": "Organization", "name": about["repository"]})
    descriptor = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": _PROFILE},
        "about": {"@id": "./"},
    }
    graph = {"@context": _CONTEXT, "@graph": [descriptor, root, *entities, *parts]}
    return json.dumps(graph, ensure_ascii=False, indent=1) + "\n"


def _rights(words: str) -> dict[str, Any]:
    """The rights as an entity: at their address, if that is what is known of them."""
    words = words or "Not stated: ask the holding archive"
    address = words if words.startswith(("http://", "https://")) else "#rights"
    return {"@id": address, "@type": "CreativeWork", "name": words, "description": words}


def _file(file: BagFile) -> dict[str, Any]:
    path = file.name.removeprefix(f"{PAYLOAD}/")
    return {
        "@id": quote(path),
        "@type": "File",
        "name": path.rpartition("/")[2],
        "contentSize": str(file.size),
        "encodingFormat": mimetypes.guess_type(path)[0] or "application/octet-stream",
        "sha256": file.digests["sha256"],
    }
