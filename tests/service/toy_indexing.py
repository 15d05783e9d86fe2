"""The process of service.indexing.process with the toy encoder in place of the model."""

import os
import sys
import time
from typing import Any

from index import build
from service.indexing import process
from tests.toy import ToyEncoder

TOY_INDEXING = (sys.executable, "-P", "-m", "tests.service.toy_indexing")


class Slow(ToyEncoder):
    """Takes as long for every block of passages as a variable says."""

    def encode_passages(self, passages: Any) -> Any:
        time.sleep(float(os.environ.get("TOY_SECONDS", "0")))
        return super().encode_passages(passages)


if __name__ == "__main__":
    build.load_encoder = lambda *_, **__: Slow()
    process.main()
