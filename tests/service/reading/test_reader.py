"""The shipped reader, exported and run as a server runs it."""

import gzip
import json
import os
from pathlib import Path

import numpy as np
import platformdirs
import pytest

from index.encoder import ModelIdentity
from index.errors import ModelError
from index.records import PassageText, Span
from service.reading import loading
from service.reading.loading import WEIGHTS_FILE, load_reader
from service.reading.onnx_reader import DESCRIPTION_FILE, OnnxReader
from service.settings import Settings

ROOT = Path(__file__).parents[3]
PARITY = Path(os.environ.get("PINCITE_READER_DIR") or ROOT.parent / "shared" / "reader")
# Taken before any test has a say: an export that lies there already saves half a minute.
CACHE = os.environ.get("PINCITE_CACHE_DIR") or str(platformdirs.user_cache_path("pincite"))
OTTERS = PassageText("Otters sleep in kelp. Otters eat urchins.", (Span(0, 21), Span(22, 41)))

pytestmark = pytest.mark.model


# How far the logits may be from those of the network in torch: root mean square, of sentences and
# of spans. int8 was measured at 0.13 and 0.31; a processor that sums in another order gives others.
ERRORS = {"float32": (1e-3, 1e-3), "int8": (0.2, 0.5)}


# To export the reader a second time takes half as long as all else here.
PRECISIONS = [pytest.param("float32", marks=pytest.mark.slow), "int8"]


@pytest.fixture(scope="module", params=PRECISIONS)
def reader(request: pytest.FixtureRequest) -> OnnxReader:
    return loaded("pincite", request.param)


def loaded(weights: str, precision: str) -> OnnxReader:
    settings = Settings.load(reader=weights, cache_dir=CACHE, reader_precision=precision)
    reader = load_reader(settings, print)
    assert reader is not None
    return reader


def test_the_sentence_that_answers_is_told_and_its_short_answer(reader: OnnxReader) -> None:
    for question, number, short in (
        ("Where do otters sleep?", 0, "kelp"),
        ("What do otters eat?", 1, "urchins"),
    ):
        [reading] = reader.read(question, [OTTERS])
        assert int(reading.answers.argmax()) == number
        assert reading.span[number] > 0
        assert reading.short[number].of(OTTERS.text) == short


def test_a_passage_is_read_alike_beside_others(reader: OnnxReader) -> None:
    other = PassageText("Rain falls.", (Span(0, 11),))
    alone, beside = reader.read("Where?", [OTTERS])[0], reader.read("Where?", [other, OTTERS])[1]
    assert np.array_equal(alone.answers, beside.answers)


def test_a_sentence_that_does_not_fit_is_not_read(reader: OnnxReader) -> None:
    text = "kelp " * 400 + "Otters sleep."
    [reading] = reader.read("Where?", [PassageText(text, (Span(0, 1999), Span(2000, len(text))))])
    assert reading.read.tolist() == [True, False]
    assert np.isnan(reading.answers[1])


def assert_says_what_torch_says(reader: OnnxReader, lines: bytes) -> None:
    answers, spans = [], []
    for line in lines.splitlines():
        known = json.loads(line)
        sentences = tuple(Span(*span) for span in known["sentences"])
        [reading] = reader.read(known["question"], [PassageText(known["passage"], sentences)])
        answers.append(reading.answers - known["sentence_logits"])
        spans.append(reading.span - known["span_logits"])
    found = [np.sqrt(np.nanmean(np.concatenate(errors) ** 2)) for errors in (answers, spans)]
    for error, most in zip(found, ERRORS[reader.identity.precision], strict=True):
        assert error < most


def test_it_says_of_the_seed_articles_what_the_network_says_in_torch(reader: OnnxReader) -> None:
    lines = Path(__file__).with_name("parity.jsonl").read_bytes()
    assert lines
    assert_says_what_torch_says(reader, lines)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_another_reader_says_of_many_sets_what_its_network_says_in_torch(precision: str) -> None:
    path = PARITY / "parity.jsonl.gz"
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    assert_says_what_torch_says(loaded(str(PARITY), precision), gzip.decompress(path.read_bytes()))


def test_reading_can_be_off() -> None:
    assert load_reader(Settings.load(reader="off"), print) is None


@pytest.mark.parametrize("reader", ["int8"], indirect=True)
@pytest.mark.usefixtures("reader")  # with it the encoder is exported, which comes first
def test_weights_that_are_missing_or_none_of_a_reader_are_refused(tmp_path: Path) -> None:
    settings = Settings.load(reader=str(tmp_path), cache_dir=CACHE)
    with pytest.raises(ModelError, match=WEIGHTS_FILE):
        load_reader(settings, print)
    (tmp_path / WEIGHTS_FILE).write_bytes(b"nothing")
    with pytest.raises(ModelError, match=f"PINCITE_READER: .*{WEIGHTS_FILE} is no reader"):
        load_reader(settings, print)


def test_shipped_weights_that_were_changed_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / WEIGHTS_FILE).write_bytes(b"changed")
    monkeypatch.setattr(loading, "PACKAGED", tmp_path / WEIGHTS_FILE)
    with pytest.raises(ModelError, match="reinstall Pincite"):
        load_reader(Settings.load(reader="pincite", cache_dir=str(tmp_path)), print)


def test_an_export_without_its_embeddings_is_made_anew(tmp_path: Path) -> None:
    lost = {"path": str(tmp_path / "gone"), "offset": 0}
    description = {"embeddings": lost, "shape": [1, 1]}
    (tmp_path / DESCRIPTION_FILE).write_text(json.dumps(description), "utf-8")
    assert not loading._is_whole(tmp_path)
    with pytest.raises(ModelError, match="delete that folder"):
        OnnxReader(tmp_path, ModelIdentity("toy", "0" * 64), threads=1)
