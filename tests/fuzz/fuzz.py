"""Fuzz the parsers: `python tests/fuzz/fuzz.py [--seconds 60] [--seed 1] [TARGET ...]` prints every kind of crash.

`--inputs 100000` tries so many of each parser, each of which may take `--seconds` at most.
"""

import argparse
import random
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass

from further_targets import ALL
from targets import Target


@dataclass(frozen=True)
class Crash:
    """An input on which a parser raised what it may not, or took too long."""

    target: str
    place: str
    error: str
    specimen: object


@dataclass
class Tally:
    """How many inputs were tried, and the processor seconds that the slowest took."""

    inputs: int = 0
    slowest: float = 0.0


def crashes(
    target: Target, seed: int, *, inputs: int = 10**9, seconds: float = 10**9, tally: Tally | None = None
) -> Iterator[Crash]:
    """Parse changed specimens, always the same for a seed; yields those that crash the parser."""
    chance = random.Random(f"{target.name} {seed}")
    specimens = target.specimens()
    for specimen in specimens:
        target.parse(specimen)  # a specimen that is refused would show nothing
    end = time.monotonic() + seconds
    for _ in range(inputs):
        if time.monotonic() > end:
            return
        odd = target.change(chance.choice(specimens), chance)
        began = time.process_time()
        try:
            target.parse(odd)
        except target.refusals:
            pass
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)
            ours = next((entry for entry in reversed(frame) if "/briefbook/" in entry.filename), frame[-1])
            place = f"{ours.filename.rpartition('/briefbook/')[2]}:{ours.lineno}"
            yield Crash(target.name, place, f"{type(error).__name__}: {error}"[:200], odd)
        took = time.process_time() - began
        if tally is not None:
            tally.inputs, tally.slowest = tally.inputs + 1, max(tally.slowest, took)
        if took > target.seconds and seconds < 10**8:  # a suite measures no time
            yield Crash(target.name, "slow", f"{took:.1f} processor seconds", odd)


def main() -> None:
    """Print each kind of crash once, with its shortest input."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("targets", nargs="*", help="names of parsers, or their beginnings; all if none is given")
    arguments.add_argument("--seconds", type=float, default=10, help="for each parser")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--inputs", type=int, default=10**9, help="at most, for each parser")
    options = arguments.parse_args()
    worst = 0
    for target in ALL:
        if options.targets and not target.name.startswith(tuple(options.targets)):
            continue
        kinds: dict[tuple[str, str], list[Crash]] = {}
        tally = Tally()
        for crash in crashes(target, options.seed, inputs=options.inputs, seconds=options.seconds, tally=tally):
            kinds.setdefault((crash.place, crash.error.partition(":")[0]), []).append(crash)
        print(
            f"{target.name}: {tally.inputs:,} inputs, {len(kinds)} kinds of crash, at most {tally.slowest:.2f} s",
            flush=True,
        )
        for of_kind in kinds.values():
            crash = min(of_kind, key=lambda crash: len(repr(crash.specimen)))
            print(f"  {len(of_kind)} x {crash.place} {crash.error}\n    {repr(crash.specimen)[:1500]}", flush=True)
        worst += len(kinds)
    sys.exit(worst > 0)


if __name__ == "__main__":
    main()
