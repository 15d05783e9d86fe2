import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from index.encoder import ModelIdentity
from index.encoder.onnx import (
    APART,
    DESCRIPTION_FILE,
    MODEL_FILE,
    POSITIONS,
    TOKENIZER_FILE,
    WEIGHTS_FILE,
    OnnxEncoder,
)
from index.encoder.pooling import unit
from index.errors import ModelError
from index.records import PassageText, Span, Vectors
from tests.index.encoder.test_tokens import write_tokenizer

TABLE = np.random.default_rng(0).standard_normal((64, 8)).astype(np.float32)
PLACES = np.random.default_rng(1).standard_normal((600, 8)).astype(np.float32)
WINDOW = 20


ROWS = ModelIdentity("rows", "ab" * 32)


def write_export(folder: Path, identity: ModelIdentity = ROWS) -> Path:
    """An export whose token vectors are rows of TABLE, whatever stands around a token."""
    ids, vectors = (
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"]),
        helper.make_tensor_value_info("token_vectors", TensorProto.FLOAT, ["batch", "tokens", 8]),
    )
    look_up = helper.make_node("Gather", ["table", "input_ids"], ["token_vectors"])
    table = numpy_helper.from_array(TABLE, "table")
    write(folder, helper.make_graph([look_up], "rows", [ids], [vectors], [table]), identity)
    return folder


def write_joining_export(folder: Path, identity: ModelIdentity = ROWS) -> Path:
    """One that takes several texts in a row. Its token vectors depend on all tokens that may be
    seen from there, and on the place in the text.
    """
    inputs = [
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"]),
        helper.make_tensor_value_info(POSITIONS, TensorProto.INT64, [1, "tokens"]),
        helper.make_tensor_value_info(APART, TensorProto.FLOAT, ["tokens", "tokens"]),
    ]
    vectors = helper.make_tensor_value_info(
        "token_vectors", TensorProto.FLOAT, ["batch", "tokens", 8]
    )
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["word"]),
        helper.make_node("Gather", ["places", POSITIONS], ["place"]),
        helper.make_node("Add", ["word", "place"], ["own"]),
        helper.make_node("Softmax", [APART], ["share"], axis=1),
        helper.make_node("MatMul", ["share", "own"], ["seen"]),
        helper.make_node("Mul", ["seen", "own"], ["token_vectors"]),
    ]
    tables = [numpy_helper.from_array(TABLE, "table"), numpy_helper.from_array(PLACES, "places")]
    write(folder, helper.make_graph(nodes, "joins", inputs, [vectors], tables), identity)
    return folder


def write(folder: Path, graph: onnx.GraphProto, identity: ModelIdentity) -> None:
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8),
        folder / MODEL_FILE,
        save_as_external_data=True,
        location=WEIGHTS_FILE,
        size_threshold=0,
    )
    write_tokenizer(folder / TOKENIZER_FILE)
    description = {"identity": asdict(identity), "dimension": 8, "window": WINDOW}
    (folder / DESCRIPTION_FILE).write_text(json.dumps(description))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_export(tmp_path_factory.mktemp("export"))


@pytest.fixture(scope="module")
def encoder(folder: Path) -> OnnxEncoder:
    return OnnxEncoder(folder, threads=1)


def mean_of(*letters: str) -> Vectors:
    """The unit mean of the rows of these tokens."""
    vocabulary = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", *"abcdefghijklmnopqrstuvwxyz.?!"]
    return unit(TABLE[[vocabulary.index(letter) for letter in letters]].mean(axis=0))


def test_it_says_what_it_is(encoder: OnnxEncoder) -> None:
    assert encoder.identity == ROWS
    assert (encoder.dimension, encoder.limit) == (8, WINDOW - 2)
    assert encoder.count_tokens(["a b.", "x" * 500]) == [3, 500]


def test_passages_and_sentences_are_pooled_from_one_pass(encoder: OnnxEncoder) -> None:
    text = PassageText("a b. c!", (Span(0, 4), Span(5, 7)))
    [vectors] = encoder.encode_passages([text])
    assert vectors.passage == pytest.approx(mean_of("[CLS]", *"ab.c!", "[SEP]"), abs=1e-6)
    assert vectors.sentences[0] == pytest.approx(mean_of(*"ab."), abs=1e-6)
    assert vectors.sentences[1] == pytest.approx(mean_of(*"c!"), abs=1e-6)


def test_vectors_come_in_the_order_of_the_texts_whatever_their_lengths(
    encoder: OnnxEncoder,
) -> None:
    texts = [
        PassageText("a " * (1 + n * 7 % 18) + letter, ()) for n, letter in enumerate("bcdefg" * 4)
    ]
    together = encoder.encode_passages(texts)
    alone = [encoder.encode_passages([text])[0] for text in texts]
    assert np.allclose([v.passage for v in together], [v.passage for v in alone], atol=1e-6)


@pytest.mark.parametrize("threads", [1, 3])
def test_no_thread_and_no_neighbour_changes_a_vector(folder: Path, threads: int) -> None:
    texts = [PassageText("a b " * (n % 9) + "cdefg"[n % 5], ()) for n in range(400)]
    found = OnnxEncoder(folder, threads).encode_passages(texts)
    for text, vectors in zip(texts, found, strict=True):
        letters = text.text.replace(" ", "")
        assert vectors.passage == pytest.approx(mean_of("[CLS]", *letters, "[SEP]"), abs=1e-6)


class Recording:
    """Stands for the session of an encoder, and notes the shapes of its passes."""

    def __init__(self, encoder: OnnxEncoder) -> None:
        self._session, self.shapes = encoder._session, list[tuple[int, ...]]()
        encoder._session = self  # type: ignore[assignment]

    def run(self, outputs: None, feed: dict[str, Any]) -> Any:
        self.shapes.append(feed["input_ids"].shape)
        return self._session.run(outputs, feed)


def test_texts_of_one_length_share_a_pass_and_no_token_is_padding(folder: Path) -> None:
    encoder = OnnxEncoder(folder, threads=1)
    recording = Recording(encoder)
    encoder.encode_passages([PassageText(text, ()) for text in ["a", "abc", "b", "c", "def"]])
    assert recording.shapes == [(2, 5), (3, 3)]


def test_a_pass_is_not_larger_than_a_cores_cache(folder: Path) -> None:
    encoder = OnnxEncoder(folder, threads=1)
    recording = Recording(encoder)
    encoder.encode_passages([PassageText("a b c d e f", ())] * 100)
    assert sum(texts for texts, _ in recording.shapes) == 100
    assert all(texts * tokens <= 384 for texts, tokens in recording.shapes)


def test_in_int8_no_text_shares_a_pass_with_another(tmp_path: Path) -> None:
    encoder = OnnxEncoder(
        write_export(tmp_path, ModelIdentity.of("rows", "ab" * 32, "int8")), threads=1
    )
    recording = Recording(encoder)
    encoder.encode_passages([PassageText("a b", ())] * 3)
    assert recording.shapes == [(1, 4)] * 3


def test_no_passages_need_no_pass(encoder: OnnxEncoder) -> None:
    assert encoder.encode_passages([]) == []


def test_a_question_is_pooled_like_a_passage(encoder: OnnxEncoder) -> None:
    assert encoder.encode_question("a b?").whole == pytest.approx(
        mean_of("[CLS]", *"ab?", "[SEP]"), abs=1e-6
    )


def test_an_encoder_for_questions_says_the_same(encoder: OnnxEncoder, folder: Path) -> None:
    asking = OnnxEncoder(folder, threads=2, asking=True)
    assert np.array_equal(
        asking.encode_question("a b?").whole, encoder.encode_question("a b?").whole
    )


@pytest.mark.parametrize("question", ["", "  \n"])
def test_an_empty_question_has_a_vector(encoder: OnnxEncoder, question: str) -> None:
    assert encoder.encode_question(question).whole == pytest.approx(
        mean_of("[CLS]", "[SEP]"), abs=1e-6
    )


def test_a_question_beyond_the_window_is_encoded_whole(encoder: OnnxEncoder) -> None:
    half = WINDOW // 2 - 1  # tokens of one window
    question = " ".join("a" * half + "b" * half + "c" * half)
    tokens = [token for letter in "abc" for token in ("[CLS]", *letter * half, "[SEP]")]
    assert encoder.encode_question(question).whole == pytest.approx(mean_of(*tokens), abs=1e-5)


@pytest.mark.parametrize("write_some_export", [write_export, write_joining_export])
@pytest.mark.parametrize("precision", ["float32", "int8"])
def test_questions_together_have_the_vectors_that_each_has_alone(
    tmp_path: Path, write_some_export: Callable[..., Path], precision: str
) -> None:
    identity = ModelIdentity.of("rows", "ab" * 32, precision)
    encoder = OnnxEncoder(write_some_export(tmp_path, identity), threads=1)
    questions = ["a b?", "", "c d e?", "a b c " * WINDOW, "f?", *["d e f?", "g!"] * 30]
    together = encoder.encode_questions(questions)
    for question, found in zip(questions, together, strict=True):
        alone = encoder.encode_question(question)
        for part in ("whole", "tokens", "words"):
            assert np.allclose(getattr(found, part), getattr(alone, part), atol=1e-6), question


def test_a_model_that_keeps_texts_apart_gets_short_questions_in_one_row(tmp_path: Path) -> None:
    encoder = OnnxEncoder(write_joining_export(tmp_path), threads=1)
    recording = Recording(encoder)
    encoder.encode_questions(["a b?", "c d e?", "f?"])
    assert recording.shapes == [(1, 5 + 6 + 4)]
    recording.shapes.clear()
    encoder.encode_questions(["a b c d e?"] * 100)
    assert sum(tokens for _, tokens in recording.shapes) == 800
    assert all(rows == 1 and tokens <= 128 for rows, tokens in recording.shapes)


def test_in_int8_a_row_holds_one_question(tmp_path: Path) -> None:
    identity = ModelIdentity.of("rows", "ab" * 32, "int8")
    encoder = OnnxEncoder(write_joining_export(tmp_path, identity), threads=1)
    recording = Recording(encoder)
    encoder.encode_questions(["a b?", "c d?"])
    assert recording.shapes == [(1, 5)] * 2


def test_passages_of_one_length_share_a_pass_of_a_model_that_keeps_texts_apart(
    tmp_path: Path,
) -> None:
    encoder = OnnxEncoder(write_joining_export(tmp_path), threads=1)
    together = encoder.encode_passages([PassageText(text, ()) for text in ("a b", "c d", "e")])
    for text, found in zip(("a b", "c d", "e"), together, strict=True):
        assert np.allclose(found.passage, encoder.encode_question(text).whole, atol=1e-6)


@pytest.mark.parametrize("name", [MODEL_FILE, WEIGHTS_FILE, TOKENIZER_FILE, DESCRIPTION_FILE])
@pytest.mark.parametrize("content", [None, b"", b"torn"])
def test_an_export_that_is_not_whole_says_what_to_delete(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    write_export(tmp_path)
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError, match=r"cannot be loaded .* delete that folder"):
        OnnxEncoder(tmp_path, threads=1)


def test_a_gpu_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ["CPUExecutionProvider"])
    with pytest.raises(ModelError, match="ONNX Runtime has no GPU here; install onnxruntime-gpu"):
        OnnxEncoder(write_export(tmp_path), threads=1, gpu=True)
