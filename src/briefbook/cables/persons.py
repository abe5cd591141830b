"""The authority list of persons as shipped: names, other spellings, offices with their dates."""

import json
from importlib.resources import files

from briefbook.model.persons import Office, Person


def read_persons() -> tuple[Person, ...]:
    """The persons of ``data/persons.json``."""
    rows = json.loads(files("briefbook.cables").joinpath("data/persons.json").read_text(encoding="utf-8"))
    return tuple(
        Person(
            name=row["name"],
            variants=tuple(row.get("variants", ())),
            offices=tuple(Office(**office) for office in row.get("offices", ())),
            misspellings=tuple(row.get("misspellings", ())),
            note=row.get("note", ""),
        )
        for row in rows
    )


PERSONS = read_persons()
"""Everyone on the list."""
