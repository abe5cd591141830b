"""Write the signed certificate of a check, and the annotations of verified quotations, beside the exports."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefbook import __version__
from briefbook.errors import ProgramFault
from briefbook.exports.annotations import annotations_of, annotations_text, has_annotations
from briefbook.model.archive import Archive
from briefbook.model.decision import SignatureDecision
from briefbook.model.finding import PROGRAM_FAULT, Finding
from briefbook.model.narrative import Narrative
from briefbook.model.verdict import Verification
from briefbook.project.check_cache import program_state
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace, decide
from briefbook.util.files import write_atomic

if TYPE_CHECKING:
    from briefbook.checks.certificate import CertificateSubject, Signature  # loaded only for a book that was signed


def sign(
    workspace: Workspace,
    narratives: Sequence[Narrative],
    findings: Sequence[Finding],
    verifications: Sequence[Verification],
) -> tuple[Path, ...]:
    """Record that the person at the keyboard signs these results, and write the certificate.

    Args:
        workspace: The collection as it was checked.
        narratives: The pages of the book.
        findings: What the checks found.
        verifications: How each quotation compares with its source.

    Returns:
        The files written.

    Raises:
        ProgramFault: Something was not checked because of a fault of ours; nothing is signed.
    """
    if faults := [finding for finding in findings if finding.code == PROGRAM_FAULT]:
        raise ProgramFault(f"nothing is signed: {faults[0].message}", remedy=faults[0].remedy)
    from briefbook.checks.certificate import Signature

    checked = _checked(workspace, narratives, findings, verifications)
    (signature,) = decide(workspace.collection, [SignatureDecision(state=checked.state)])
    return _write(workspace.collection, checked, Signature(signature.who, signature.when, checked.state))


def write_certificate(
    workspace: Workspace,
    narratives: Sequence[Narrative],
    findings: Sequence[Finding],
    verifications: Sequence[Verification],
) -> tuple[Path, ...]:
    """Write the certificate again from the journal's last signature; no files if nobody signed."""
    signatures = [decision for decision in workspace.in_force if isinstance(decision, SignatureDecision)]
    if not signatures:
        return ()
    from briefbook.checks.certificate import Signature

    signed = Signature(signatures[-1].who, signatures[-1].when, signatures[-1].state)
    return _write(workspace.collection, _checked(workspace, narratives, findings, verifications), signed)


def stored_annotations(workspace: Workspace, archive: Archive) -> str:
    """The verified quotations as W3C annotations; as they are stored while book and verifications are the same.

    Args:
        workspace: Where they are stored.
        archive: The book; in another language it has others.

    Returns:
        The text of a JSON file.
    """
    keys = _keys_of_annotations(workspace, archive)
    key = sha256(repr(keys).encode("utf-8", "surrogatepass")).hexdigest()
    name = f"annotations {archive.about.get('page_language', '')}".strip()
    content = workspace.catalogue.result(name, key)
    if content is None:
        made = annotations_text(archive, make=partial(_stored_of_narrative, workspace, archive, keys))
        content = made.encode("utf-8", "surrogatepass")
        workspace.catalogue.store_result(name, key, content)
    return content.decode("utf-8", "surrogatepass")


def _keys_of_annotations(workspace: Workspace, archive: Archive) -> dict[str, str]:
    """For the path of each narrative a checksum of all that its annotations are made of."""
    found: dict[str, list[Verification]] = {narrative.path: [] for narrative in archive.narratives}
    for verification in archive.verifications:
        if verification.narrative in found:
            found[verification.narrative].append(verification)
    state = (program_state(), archive.about, workspace.stamp, workspace.catalogue.state)
    shared = sha256(repr(state).encode("utf-8", "surrogatepass")).hexdigest()
    made_from = {
        narrative.path: (shared, narrative.slug, narrative.source, found[narrative.path])
        for narrative in archive.narratives
    }
    return {path: sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest() for path, parts in made_from.items()}


def _stored_of_narrative(
    workspace: Workspace,
    archive: Archive,
    keys: Mapping[str, str],
    narrative: Narrative,
    verifications: Sequence[Verification],
) -> list[dict[str, Any]]:
    """The annotations of a page of the book; as they are stored while it and its verifications are the same."""
    key = keys[narrative.path]
    name = f"annotations of {narrative.path} {archive.about.get('page_language', '')}".strip()
    content = workspace.catalogue.result(name, key)
    if content is None:
        made = annotations_of(archive, narrative, verifications)
        workspace.catalogue.store_result(
            name, key, json.dumps(made, ensure_ascii=False).encode("utf-8", "surrogatepass")
        )
        return made
    stored: list[dict[str, Any]] = json.loads(content)
    return stored


def write_annotations(workspace: Workspace, archive: Archive) -> tuple[Path, ...]:
    """Write the verified quotations as W3C annotations; no file if no quotation was found in its item."""
    if not has_annotations(archive):
        return ()
    path = workspace.collection.exports / "annotations.json"
    _renew(path, stored_annotations(workspace, archive))
    return (path,)


def _checked(
    workspace: Workspace,
    narratives: Sequence[Narrative],
    findings: Sequence[Finding],
    verifications: Sequence[Verification],
) -> "CertificateSubject":
    from briefbook.checks.certificate import CertificateSubject
    from briefbook.checks.reports import summarise

    title = workspace.collection.settings.collection.title
    return CertificateSubject(
        title, narratives, findings, verifications, summarise(findings, verifications), __version__
    )


def _write(collection: Collection, checked: "CertificateSubject", signed: "Signature") -> tuple[Path, ...]:
    from briefbook.checks.certificate import certificate_files

    paths = []
    for name, content in certificate_files(checked, signed).items():
        path = collection.exports / name
        _renew(path, content)
        paths.append(path)
    return tuple(paths)


def _renew(path: Path, content: str) -> None:
    if not path.exists() or path.read_bytes() != content.encode():
        write_atomic(path, content)
