"""`python -m tests.fitting.lead_ins CHECKOUTS [--write]`: fit what tells a lead-in without a colon.

Needs the extra `fit`. CHECKOUTS holds the documentation that tests/fitting/documentation names;
what nobody may adapt is left out. Prints, out of fold, how many sentences are taken for lead-ins.
--write puts the model fitted on all of them into service/answering/lists/lead_ins.npz.
"""

import argparse
import sys
from pathlib import Path

from service.answering.lists.lead_ins import FITTED, SURE, save
from tests.fitting.documentation.collections import collections
from tests.fitting.lead_ins.learn import fit, linear, out_of_fold, sentences_of, taken

_LIMITS = (0.4, 0.5, 0.6, 0.7, SURE)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fitting.lead_ins", description=__doc__)
    parser.add_argument("checkouts", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    learned = [one for one in collections(options.checkouts) if one.is_learned]
    found = [sentence for collection in learned for sentence in sentences_of(collection)]
    likely = out_of_fold(found)
    for limit in _LIMITS:
        print(f"from {limit}: {taken(found, likely, limit)}", flush=True)  # noqa: T201
    if options.write:
        save(linear(fit(found)), FITTED)
        print(f"written: {FITTED.name}, {FITTED.stat().st_size:,} bytes")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
