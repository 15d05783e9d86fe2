"""The shipped listener, exported and run as a server runs it."""

import os
from pathlib import Path

import numpy as np
import platformdirs
import pytest

from index.encoder.model import default_folder
from index.encoder.onnx import TOKENIZER_FILE
from index.encoder.tokens import TextTokenizer
from index.errors import ModelError
from index.records import Span
from service.followups.listening import SCALE, hear, said_before
from service.followups.said.history import Past
from service.reading import loading
from service.reading.loading import LISTENER, PACKAGED, load_listener
from service.reading.pair import pair_of
from service.settings import Settings

CACHE = os.environ.get("PINCITE_CACHE_DIR") or str(platformdirs.user_cache_path("pincite"))
DEBIAN = Past(
    "How do I install restic on Debian?",
    "How do I install restic on Debian?",
    ("Install it with apt: apt install restic.",),
    headings=("Debian", "Installation"),
)
OTHER = "and on windows"
READINGS = (
    OTHER,
    "How do I install restic on windows?",
    "How do I install windows on Debian?",
    "How do I install restic on Debian on windows?",
)

pytestmark = pytest.mark.model


def test_what_people_mean_is_heard_best() -> None:
    listener = load_listener(Settings.load(reader="pincite", cache_dir=CACHE), print)
    assert listener is not None
    found = hear(listener, said_before(OTHER, [DEBIAN]), READINGS)
    assert int(np.argmax(found)) == 1


@pytest.mark.slow  # it exports the listener a second time
def test_it_says_what_the_network_says_in_torch() -> None:
    import torch

    from service.reading.network import load_network  # imports torch and transformers

    settings = Settings.load(reader="pincite", cache_dir=CACHE, reader_precision="float32")
    listener = load_listener(settings, print)
    assert listener is not None
    said = said_before(OTHER, [DEBIAN])
    network = load_network(default_folder(), LISTENER, PACKAGED)
    tokenizer = TextTokenizer(default_folder() / TOKENIZER_FILE)
    words = network.transformer.get_input_embeddings()
    for reading, found in zip(READINGS, hear(listener, said, READINGS), strict=True):
        pair = pair_of(*tokenizer.encode([said, reading]), [Span(0, len(reading))])
        pool = torch.zeros(1, len(pair.ids))
        start, end = pair.sentences[0].tolist()
        pool[0, start:end] = 1 / (end - start)
        with torch.no_grad():
            given = (words(torch.from_numpy(pair.ids))[None], torch.from_numpy(pair.types)[None])
            _, logits = network(*given, pool)
        assert found * SCALE == pytest.approx(float(logits[0]), abs=2e-3)


def test_without_reading_nothing_is_heard() -> None:
    assert load_listener(Settings.load(reader="off"), print) is None


def test_weights_that_were_changed_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "listener.safetensors").write_bytes(b"changed")
    monkeypatch.setattr(loading, "LISTENER", tmp_path / "listener.safetensors")
    with pytest.raises(ModelError, match="reinstall Pincite"):
        load_listener(Settings.load(reader="pincite", cache_dir=str(tmp_path)), print)
