"""The fork server with misbehaving readers, on a system that grants nothing, as macOS."""

import sys
from types import SimpleNamespace

from index.documents.confinement import confine
from tests.index.documents.contained import misbehaving


def main() -> None:
    vars(confine)["sys"] = SimpleNamespace(platform="darwin", path=sys.path)
    misbehaving.main()
