"""`python -m tests.fitting.checking.own`: the judge on claims that nothing was fitted on.

Prints for each kind of claim in tests/service/checking/claims.toml how many are judged right: true
ones supported, the others not.
"""

import sys
import tomllib
from collections import Counter
from pathlib import Path

from service.checking.judge import EvidenceJudge
from service.checking.judgement import Assertion
from service.reading.loading import load_reader
from service.settings import Settings

CLAIMS = Path(__file__).parents[2] / "service" / "checking" / "claims.toml"


def main() -> int:
    texts = tomllib.loads(CLAIMS.read_text("utf-8"))["text"]
    claims = [
        (kind, Assertion(claim, (" ".join(text["text"].split()),)))
        for text in texts
        for kind in text.keys() - {"text"}
        for claim in text[kind]
    ]
    for reader in (load_reader(Settings.load(), print), None):
        judge = EvidenceJudge(reader)
        right, all_of = Counter[str](), Counter[str]()
        for kind, assertion in claims:
            supported = judge.judge([assertion])[0].support.label == "supported"
            right[kind] += supported == (kind == "honest")
            all_of[kind] += 1
        print("with the reader" if reader else "without it")  # noqa: T201
        for kind, count in sorted(all_of.items()):
            print(f"  {kind:12} {right[kind]:3} of {count:3}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
