"""Fit the weights by which the parts of a heading are given their roles: ``python tools/fit_roles.py [test]``.

A conditional random field (python-crfsuite, which only this and ``fit_words.py`` need) over the parts of made-up
headings: those of the services (``bench/make_headings.py``), as they are and as the text layers of files have them, and
those of services that never were (``bench/free_headings.py``), clean and damaged. The weights go to
``src/briefbook/cables/evidence/role_weights.json``; ``test`` says how many parts of headings made by another seed have
the right role.
"""

import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from fit_words import fit, write

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

from free_headings import free_specimens  # noqa: E402
from make_headings import specimens  # noqa: E402

from briefbook.cables.evidence.paper import Paper  # noqa: E402
from briefbook.cables.evidence.roles import ROLES, Roles, parts_of, role_features  # noqa: E402

WEIGHTS = ROOT / "src" / "briefbook" / "cables" / "evidence" / "role_weights.json"
FORGOTTEN = 0.25
"""How often a part's label is kept from the field, so that it learns the rest."""


def labelled(specimen):
    """The features and the roles of a specimen's parts; a part of two values has the role of the longer one."""
    paper = Paper(specimen.text.splitlines())
    parts = parts_of(paper)
    roles = ["text" if paper.lines[part.line].is_prose else "none" for part in parts]
    longest = Counter()
    for field, _, written, line in specimen.values:
        if field not in ROLES or line >= len(paper.lines) or not written.strip():
            continue
        text = paper.lines[line].text
        plain = Paper([written]).lines[0].text
        start = text.find(plain)
        if start < 0:
            continue
        for at, part in enumerate(parts):
            shared = min(part.end, start + len(plain)) - max(part.start, start)
            if part.line == line and shared > longest[at]:
                longest[at] = shared
                roles[at] = field
    return role_features(paper, parts), roles


def rows(of_kind, of_none, seed):
    """The labelled specimens of both makers."""
    found = [labelled(item) for item in specimens(of_kind, seed)]
    found += [labelled(item) for item in specimens(max(1, of_kind // 3), f"{seed} layered", layered=True)]
    found += [labelled(item) for item in free_specimens(of_none, seed)]
    return found


def main():
    """Fit and write."""
    dice = random.Random("roles")
    fitted = rows(26, 4500, "roles")
    dice.shuffle(fitted)
    forgetful = [
        (
            [[name for name in names if not (name.startswith(("label=", "stop=")) and dice.random() < FORGOTTEN)]
             for names in features],
            roles,
        )
        for features, roles in fitted
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        fit(forgetful, path, c1=1.0, c2=0.1)
        write(path, WEIGHTS)


def test():
    """How many parts have the role that is likeliest for them."""
    right = Counter()
    for item in [*specimens(2, "roles test"), *free_specimens(300, "roles test")]:
        found = Roles(Paper(item.text.splitlines()))
        _, wanted = labelled(item)
        for at, role in enumerate(wanted):
            given = ROLES[int(found.shares[at].argmax())]
            right[role, given == role] += 1
    for role in ROLES:
        print(role, right[role, True], "of", right[role, True] + right[role, False])


if __name__ == "__main__":
    test() if "test" in sys.argv else main()
