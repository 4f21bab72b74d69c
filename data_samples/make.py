"""Write the data samples from their seeds: python data_samples/make.py [--to FOLDER] [SAMPLE ...].

Every file that belongs to a sample is written by this script and by nothing else; the tests write
them again and compare. Run it after a change to `rmkit.synthetic` or to the candidate
questionnaire, look at what changed, and commit it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from making.samples import SAMPLES, write_sample


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the samples that were asked for on the command line, or all of them."""
    parser = argparse.ArgumentParser(description="Write the data samples from their seeds.")
    parser.add_argument("samples", nargs="*", metavar="SAMPLE", help="which ones; all unless said")
    parser.add_argument("--to", type=Path, default=Path(__file__).parent, help="the folder")
    asked = parser.parse_args(arguments)
    known = {sample.id: sample for sample in SAMPLES}
    unknown = sorted(set(asked.samples) - set(known))
    if unknown:
        parser.error(f"no sample {', '.join(unknown)}; there is {', '.join(known)}")
    for name in asked.samples or known:
        for path in write_sample(known[name], asked.to / name):
            print(path)


if __name__ == "__main__":
    main()
