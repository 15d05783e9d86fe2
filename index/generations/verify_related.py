"""Checks that the clusters of near-copies are those that the texts of the documents make."""

from collections.abc import Iterator

import numpy as np

from index.seam.held_texts import Texts
from index.storage.related.clusters import clusters_of
from index.storage.related.shingles import signature_of

_SAMPLES = 200  # documents whose signature is made again: about half a millisecond each


def wrong_clusters(store: Texts) -> Iterator[str]:
    """Yield a message for each document whose signature or cluster is not as it must be."""
    signatures, leaders = store.related.signatures(), store.related.leaders(store.documents)
    names = {head.row: head.document_id for head in store.heads()}
    if len(signatures) != store.documents:
        yield f"{len(signatures)} documents have a signature, not {store.documents}"
        return
    right = clusters_of(signatures, store.related.lengths())
    for row in np.flatnonzero(right != leaders).tolist():
        yield f"{names[row]}: it is in the wrong cluster of near-copies"
    samples = np.linspace(0, store.documents - 1, min(_SAMPLES, store.documents), dtype=np.int64)
    for row in samples.tolist():
        document = store.document(names[row])
        if document is None or (signature_of(document.text) != signatures[row]).any():
            yield f"{names[row]}: its signature is not that of its text"
