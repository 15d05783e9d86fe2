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
    if len(signatures) != store.documents:
        yield f"{len(signatures)} documents have a signature, not {store.documents}"
        return
    live, heads = store.live, {head.row: head.document_id for head in store.heads()}
    names = [heads[row] for row in live.tolist()]
    right = live[clusters_of(signatures[live], store.related.lengths()[live], names)]
    for place in np.flatnonzero(right != leaders[live]).tolist():
        yield f"{names[place]}: it is in the wrong cluster of near-copies"
    samples = np.linspace(0, len(live) - 1, min(_SAMPLES, len(live)), dtype=np.int64)
    for place in samples.tolist():
        document = store.document(names[place])
        if document is None or (signature_of(document.text) != signatures[live[place]]).any():
            yield f"{names[place]}: its signature is not that of its text"
