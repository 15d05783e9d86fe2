"""While quality is compared, every text is encoded once, whichever peer asks for its vector.

All peers put the same texts through the same weights, so the vectors would be the same; encoding
them anew for each would only take longer. They are also kept for the next run, in the cache folder.
Where speed is compared, nothing is shared.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import numpy.typing as npt

from tests.benchmarks.peers import why_not

_BATCH = 32

Vectors = npt.NDArray[np.float32]


class _Embeddings:
    """Vectors by the hash of their text, of unit length: the model's own last step sees to that."""

    def __init__(self, model: str, file: Path) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(model, device="cpu")
        self._encode = SentenceTransformer.encode
        self._file = file
        self._known: dict[str, Vectors] = {}
        if file.exists():
            with np.load(file) as kept:
                self._known = dict(zip(kept["hashes"].tolist(), kept["vectors"], strict=True))

    def of(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        hashes = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        new = {h: text for h, text in zip(hashes, texts, strict=True) if h not in self._known}
        if new:
            vectors = self._encode(
                self._model, [*new.values()], batch_size=_BATCH, show_progress_bar=False
            )
            self._known.update(zip(new, vectors, strict=True))
        return np.stack([self._known[h] for h in hashes])

    def keep(self) -> None:
        """For the next run."""
        if not self._known:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        vectors = np.stack([*self._known.values()])
        with self._file.open("wb") as file:
            np.savez(file, hashes=np.array([*self._known]), vectors=vectors)


@contextmanager
def shared_embeddings(model: str, file: Path) -> Iterator[None]:
    """Within, sentence-transformers and txtai's own pooling look a text up before they encode it.

    file: holds the vectors of this one model between runs. A prompt that a peer would put before
    a text is refused.
    """
    from sentence_transformers import SentenceTransformer

    vectors = _Embeddings(model, file)

    def encode(self: SentenceTransformer, texts: Any, *_: Any, **options: Any) -> Any:
        name = options.get("prompt_name")
        if options.get("prompt") or (name and self.prompts.get(name)):
            raise ValueError("a prompt would make other vectors than those that are shared")
        return vectors.of([texts])[0] if isinstance(texts, str) else vectors.of(texts)

    def pool(_: Any, texts: Sequence[str], *__: Any, **___: Any) -> Any:
        return vectors.of(texts)

    with ExitStack() as patches:
        patches.enter_context(patch.object(SentenceTransformer, "encode", encode))
        if not why_not(("txtai",)):
            patches.enter_context(patch("txtai.models.pooling.base.Pooling.encode", pool))
        try:
            yield
        finally:
            vectors.keep()
