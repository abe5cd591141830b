"""Files of a bag and decisions of the journal -> PREMIS 3.0: objects, events and agents of preservation."""

import datetime
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefbook.exports.xml_text import text
from briefbook.model.decision import Decision

_NAMES_OF_ALGORITHMS = {"sha256": "SHA-256", "sha512": "SHA-512"}
_PROGRAM = "briefbook"
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<premis xmlns="http://www.loc.gov/premis/v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0">
"""


@dataclass(frozen=True, slots=True)
class BagFile:
    """A file of a bag.

    Attributes:
        name: Its path in the bag, ``data/`` included.
        size: Bytes.
        digests: Algorithm of ``util.bag_names.ALGORITHMS`` -> checksum in hexadecimal.
    """

    name: str
    size: int
    digests: Mapping[str, str]


def premis(
    files: Sequence[BagFile], decisions: Sequence[Decision], program_version: str, packed_at: datetime.datetime
) -> str:
    """The text of ``premis.xml``: an object for each file, an event for each decision and for the packing.

    Decisions without a time are left out: an event must have one.

    Args:
        files: The collection's files.
        decisions: The journal's, oldest first.
        program_version: Briefbook's version.
        packed_at: The time of packing.
    """
    with_times = [(number, decision) for number, decision in enumerate(decisions, 1) if decision.when]
    people = sorted({decision.who for _, decision in with_times if decision.who})
    rows = [_HEAD]
    rows += [_object(file) for file in files]
    rows += [_decision(number, decision) for number, decision in with_times]
    time = packed_at.isoformat(timespec="seconds")
    rows.append(_event("packing", "packing", time, "packed as a BagIt bag with SHA-256 and SHA-512", _PROGRAM))
    rows += [_agent(person, person, "person", "") for person in people]
    rows.append(_agent(_PROGRAM, "Briefbook", "software", program_version))
    rows.append("</premis>\n")
    return "".join(rows)


@dataclass(frozen=True, slots=True)
class PreservationEvent:
    """What happened to a file, or to all of them.

    Attributes:
        kind: Of PREMIS's vocabulary of events: "message digest calculation", "fixity check", "replacement".
        time: When: ISO 8601.
        detail: What happened, in words.
        file: The file's name in the document; "" for all.
        agent: Who did it; "" for Briefbook.
        outcome: "success" or "failure"; "" where it has none.
    """

    kind: str
    time: str
    detail: str
    file: str = ""
    agent: str = ""
    outcome: str = ""


def premis_of_fixity(files: Sequence[BagFile], events: Sequence[PreservationEvent], program_version: str) -> str:
    """A PREMIS document of what happened to the files that came with the papers.

    Args:
        files: The files that are there, with their checksums.
        events: What happened, oldest first.
        program_version: Briefbook's version.
    """
    rows = [_HEAD]
    rows += [_object(file) for file in files]
    for number, event in enumerate(events, 1):
        rows.append(
            _event(
                f"fixity-{number}",
                event.kind,
                event.time,
                event.detail,
                event.agent or _PROGRAM,
                outcome=event.outcome,
                file=event.file,
            )
        )
    people = sorted({event.agent for event in events if event.agent})
    rows += [_agent(person, person, "person", "") for person in people]
    rows.append(_agent(_PROGRAM, "Briefbook", "software", program_version))
    rows.append("</premis>\n")
    return "".join(rows)


def _object(file: BagFile) -> str:
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    fixity = "".join(
        f"<fixity><messageDigestAlgorithm>{_NAMES_OF_ALGORITHMS[algorithm]}</messageDigestAlgorithm>"
        f"<messageDigest>{digest}</messageDigest></fixity>"
        for algorithm, digest in file.digests.items()
    )
    return (
        f'<object xsi:type="file">{_identifier("object", file.name)}<objectCharacteristics>{fixity}'
        f"<size>{file.size}</size><format><formatDesignation><formatName>{text(media_type)}</formatName>"
        f"</formatDesignation></format></objectCharacteristics>"
        f"<originalName>{text(file.name.rpartition('/')[2])}</originalName></object>\n"
    )


def _decision(number: int, decision: Decision) -> str:
    item = getattr(decision, "item", "")
    detail = " ".join(part for part in (decision.KIND, item if isinstance(item, str) else "") if part)
    detail += f": {decision.why}" if decision.why else ""
    return _event(f"journal-{number}", "metadata modification", decision.when, detail, decision.who)


def _event(identifier: str, kind: str, time: str, detail: str, agent: str, *, outcome: str = "", file: str = "") -> str:
    result = (
        f"<eventOutcomeInformation><eventOutcome>{outcome}</eventOutcome></eventOutcomeInformation>" if outcome else ""
    )
    linked = (
        f"<linkingObjectIdentifier><linkingObjectIdentifierType>local</linkingObjectIdentifierType>"
        f"<linkingObjectIdentifierValue>{text(file)}</linkingObjectIdentifierValue></linkingObjectIdentifier>"
    )
    link = (
        f"<linkingAgentIdentifier><linkingAgentIdentifierType>local</linkingAgentIdentifierType>"
        f"<linkingAgentIdentifierValue>{text(agent)}</linkingAgentIdentifierValue></linkingAgentIdentifier>"
    )
    return (
        f"<event>{_identifier('event', identifier)}<eventType>{kind}</eventType>"
        f"<eventDateTime>{text(time)}</eventDateTime>"
        f"<eventDetailInformation><eventDetail>{text(detail)}</eventDetail></eventDetailInformation>"
        f"{result}{link if agent else ''}{linked if file else ''}</event>\n"
    )


def _agent(identifier: str, name: str, kind: str, program_version: str) -> str:
    version = f"<agentVersion>{text(program_version)}</agentVersion>" if program_version else ""
    return (
        f"<agent>{_identifier('agent', identifier)}<agentName>{text(name)}</agentName>"
        f"<agentType>{kind}</agentType>{version}</agent>\n"
    )


def _identifier(kind: str, value: str) -> str:
    return (
        f"<{kind}Identifier><{kind}IdentifierType>local</{kind}IdentifierType>"
        f"<{kind}IdentifierValue>{text(value)}</{kind}IdentifierValue></{kind}Identifier>"
    )
