"""Edit programs at random until a law breaks or enough edits were made: `make fuzz`.

    python -m fuzz [--edits N] [--seed S] [--first NUMBER]

Session NUMBER of seed S is always the same, so that a failure can be run again by itself.
"""

from __future__ import annotations

import argparse
import sys
import time

from fuzz.cost import report_costs
from fuzz.sessions import BrokenLawError, run


def main() -> int:
    """Run sessions; print where they are, and the smallest failing input found."""
    options = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    options.add_argument("--edits", type=int, default=200_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--first", type=int, default=0, help="the number of the first session")
    asked = options.parse_args()
    began, shown, edits, number = time.monotonic(), 0.0, 0, asked.first
    while edits < asked.edits:
        try:
            for _ in run(asked.seed, number):
                edits += 1
        except BrokenLawError as broken:
            print(f"\nafter {edits} edits, with --seed {asked.seed} --first {number}:\n{broken}")
            return 1
        number += 1
        passed = time.monotonic() - began
        if passed - shown > 5 or edits >= asked.edits:
            shown = passed
            print(
                f"{edits:>8} edits, session {number} of seed {asked.seed}, {edits / passed:.0f}/s",
                flush=True,
            )
    print("every law held; now the cost of ten times as much:")
    return report_costs()


if __name__ == "__main__":
    sys.exit(main())
