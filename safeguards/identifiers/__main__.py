"""python -m safeguards.identifiers FILE [--mask]

Prints what was found in a text file, a line each: kind, label, place and words; or, with --mask, the text with stand-ins. A dash reads
from the keyboard or a pipe. Nothing is kept and nothing is sent.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from safeguards.identifiers import StandIns, find_identifiers, mask


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m safeguards.identifiers", description="Find what may say who somebody is in a text file.")
    parser.add_argument("file", help="a text file, or - for what is typed or piped in")
    parser.add_argument("--mask", action="store_true", help="print the text with stand-ins")
    chosen = parser.parse_args()
    try:
        text = sys.stdin.read() if chosen.file == "-" else Path(chosen.file).read_text(encoding="utf-8", errors="replace")
    except OSError as fault:
        print(f"{chosen.file} could not be read: {fault.strerror}.", file=sys.stderr)
        return 2
    found = find_identifiers(text)
    if chosen.mask:
        print(mask(text, found, StandIns()), end="")
    for one in [] if chosen.mask else found:
        print(f"{one.kind}\t{one.label}\t{one.start}-{one.end}\t{one.text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
