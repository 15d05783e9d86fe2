"""The real model, and small ones made here. sentence-transformers always runs in a process of its
own: it takes seconds to import, warns, and must not be needed by the process that encodes.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from hypothesis import given, settings

from index.documents.splitting.split import split
from index.encoder import Encoder, model
from index.encoder.model import load_encoder
from index.encoder.onnx import APART, MODEL_FILE, POSITIONS
from index.errors import ModelError
from index.records import PassageText
from index.settings import DEFAULT_MODEL, IndexSettings
from tests.index.documents.splitting.test_passages import assert_sound
from tests.index.texts import documents

pytestmark = pytest.mark.model

TEXTS = [
    "Where do otters sleep?",
    "otter",
    "Sea otters hold hands 🦦 while they sleep. 👩‍👩‍👧‍👦 So the current does not part them! 👍🏽",
    "שָׁלוֹם עולם. מה שלומך היום? مرحبا بالعالم. كيف حالك؟",
    "E\u0301tude naïve — “at last”, wrote the 'Times'. In 1911, 1.5 million pelts later…",
    "日本語の文。次の文です。 한국어 문장입니다. नमस्ते दुनिया।",
    "one\ttwo\r\nthree\n\n- four\n- five",
    " ".join(f"On day {n} the otter dived {n + 3} times." for n in range(20)),
    "x" * 100,
]

_REFERENCE = """
import json, sys
import numpy as np
from sentence_transformers import SentenceTransformer
folder, out, small = sys.argv[1:]
passages = json.load(sys.stdin)
model = SentenceTransformer(folder, device="cpu", local_files_only=True)
texts = [passage["text"] for passage in passages]
found = {f"passage{i}": v for i, v in enumerate(model.encode(texts, normalize_embeddings=True))}
for i, passage in enumerate(passages):
    [tokens] = model.encode([passage["text"]], output_value="token_embeddings")
    offsets = model.tokenizer(passage["text"], return_offsets_mapping=True)["offset_mapping"]
    assert len(offsets) == len(tokens), "the reference truncated"
    for j, (start, end) in enumerate(passage["sentences"]):
        inside = [n for n, (a, b) in enumerate(offsets) if a < b and start <= a < end]
        mean = tokens[inside].mean(axis=0).numpy()
        found[f"sentence{i}.{j}"] = mean / np.linalg.norm(mean)
np.savez(out, **found)
"""

# Behind the reference, in the same process, which imports torch once.
_MAKE_MODELS = """
from pathlib import Path
from sentence_transformers.sentence_transformer import modules
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel, BertTokenizerFast, ModernBertConfig, ModernBertModel
official, folder = Path(folder), Path(small)
tokenizer = BertTokenizerFast.from_pretrained(official)
size = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=16)
near = dict(local_attention=8, global_attn_every_n_layers=2, vocab_size=len(tokenizer))
models = {
    "mean": (BertModel(BertConfig(**size)), "mean"),
    "cls": (BertModel(BertConfig(**size)), "cls"),
    "near": (ModernBertModel(ModernBertConfig(**size, **near, pad_token_id=0)), "mean"),
}
for name, (model, pooling) in models.items():
    model.save_pretrained(folder / "bare" / name)
    tokenizer.save_pretrained(folder / "bare" / name)
    transformer = modules.Transformer(str(folder / "bare" / name), max_seq_length=64)
    parts = [transformer, modules.Pooling(16, pooling_mode=pooling)]
    SentenceTransformer(modules=parts, device="cpu").save(str(folder / name))
words = Tokenizer.from_file(str(official / "tokenizer.json"))
static = modules.StaticEmbedding(words, embedding_dim=16)
SentenceTransformer(modules=[static], device="cpu").save(str(folder / "static"))
"""

_ENCODE = """
import json, sys
from index.settings import IndexSettings
from index.encoder.model import load_encoder
from index.records import PassageText, Span
passage = PassageText("Otters dive. Kelp grows.", (Span(0, 12), Span(13, 24)))

def encode(model, precision):
    said = []
    settings = IndexSettings.load(threads=2, model=model, precision=precision)
    encoder = load_encoder(settings, said.append)
    [vectors] = encoder.encode_passages([passage])
    return {
        "kind": type(encoder).__name__,
        "said": said,
        "precision": encoder.identity.precision,
        "tokens": encoder.count_tokens(["otter kelp"]),
        "limit": encoder.limit,
        "shape": [encoder.dimension, *vectors.sentences.shape],
        "norm": float(vectors.passage @ vectors.passage),
        "question": float(encoder.encode_question("Otters dive.").whole @ vectors.sentences[0]),
        "torch": "torch" in sys.modules,
        "modules": sorted({"torch", "transformers", "sentence_transformers"} & set(sys.modules)),
    }

models = [one.split("=") for one in sys.argv[1:]]
json.dump([[encode(*one), encode(*one)] for one in models], sys.stdout)
"""


def run_python(script: str, *arguments: object, stdin: str = "", **environment: str) -> str:
    """Run a script in a process of its own; its standard output."""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        input=stdin,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "TQDM_DISABLE": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The default model, exported once into the platform's (or PINCITE_CACHE_DIR's) folder."""
    return load_encoder(IndexSettings.load(threads=2), print)


@pytest.fixture(scope="session")
def passages(encoder: Encoder) -> list[PassageText]:
    found = []
    for text in TEXTS:
        for passage in split(text, encoder.count_tokens, encoder.limit):
            found.append(PassageText.cut_from(text, passage))
    assert len(found) >= len(TEXTS)
    return found


@pytest.fixture(scope="session")
def made_by_reference(
    passages: list[PassageText], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """The files of `reference`, and the folder of `small_models`."""
    folder = tmp_path_factory.mktemp("reference")
    described = [
        {"text": p.text, "sentences": [[s.start, s.end] for s in p.sentences]} for p in passages
    ]
    made = folder / "vectors.npz", folder / "small"
    arguments = model.default_folder(), *made
    run_python(_REFERENCE + _MAKE_MODELS, *arguments, stdin=json.dumps(described))
    return made


@pytest.fixture(scope="session")
def reference(made_by_reference: tuple[Path, Path]) -> dict[str, Any]:
    """What sentence-transformers makes of the passages, and the mean of each sentence's tokens."""
    return dict(np.load(made_by_reference[0]))


def test_onnx_runtime_and_sentence_transformers_agree(
    encoder: Encoder, passages: list[PassageText], reference: dict[str, Any]
) -> None:
    for i, vectors in enumerate(encoder.encode_passages(passages)):
        assert vectors.passage @ reference[f"passage{i}"] >= 0.9999, passages[i].text
        assert np.linalg.norm(vectors.passage) == pytest.approx(1, abs=1e-5)


def test_a_sentences_vector_is_the_mean_of_its_token_vectors(
    encoder: Encoder, passages: list[PassageText], reference: dict[str, Any]
) -> None:
    for i, vectors in enumerate(encoder.encode_passages(passages)):
        for j, vector in enumerate(vectors.sentences):
            assert vector @ reference[f"sentence{i}.{j}"] >= 0.9999, passages[i].text


def test_a_question_gets_the_vector_of_the_model(
    encoder: Encoder, passages: list[PassageText], reference: dict[str, Any]
) -> None:
    for i, passage in enumerate(passages):
        assert encoder.encode_question(passage.text).whole @ reference[f"passage{i}"] >= 0.9999


def test_questions_together_have_the_vectors_that_each_has_alone(encoder: Encoder) -> None:
    questions = [*TEXTS, "Where do otters sleep? " * 100]
    for question, found in zip(questions, encoder.encode_questions(questions), strict=True):
        alone = encoder.encode_question(question)
        for part in ("whole", "tokens", "words"):
            both = getattr(found, part), getattr(alone, part)
            assert np.allclose(*both, atol=1e-5), (question, part)


def test_attention_is_one_operator_and_keeps_questions_in_a_row_apart(encoder: Encoder) -> None:
    folder = IndexSettings.load().cache_dir / "models"
    path = folder / f"{encoder.identity.sha256}.{model._FORMAT}" / MODEL_FILE
    graph = onnx.load(path, load_external_data=False).graph
    operators = [node.op_type for node in graph.node]
    assert (operators.count("Attention"), operators.count("Softmax")) == (6, 0)
    assert [given.name for given in graph.input] == ["input_ids", POSITIONS, APART]


@pytest.mark.slow  # it exports the model a second time
def test_int8_is_another_model_of_nearly_the_same_vectors(
    encoder: Encoder, passages: list[PassageText], reference: dict[str, Any]
) -> None:
    in_int8 = load_encoder(IndexSettings.load(threads=2, precision="int8"), print)
    assert in_int8.identity.sha256 != encoder.identity.sha256
    together = in_int8.encode_passages(passages)
    for i, vectors in enumerate(together):
        assert 0.95 < vectors.passage @ reference[f"passage{i}"] < 0.9999, passages[i].text
    [alone] = in_int8.encode_passages(passages[2:3])
    assert np.array_equal(alone.passage, together[2].passage)


def test_the_window_is_the_models_own(encoder: Encoder) -> None:
    assert (encoder.limit, encoder.dimension) == (254, 384)


@settings(max_examples=20, deadline=None)
@given(text=documents)
def test_no_passage_of_any_document_exceeds_the_window(encoder: Encoder, text: str) -> None:
    passages = split(text, encoder.count_tokens, encoder.limit)
    assert_sound(text, passages, encoder.limit, encoder.count_tokens)


def test_unbroken_characters_keep_their_content(encoder: Encoder) -> None:
    assert encoder.count_tokens(["한" * 100])[0] > 1
    for text in ("x" * 10_000, "한" * 10_000, "q7" * 5_000):
        passages = split(text, encoder.count_tokens, encoder.limit)
        assert_sound(text, passages, encoder.limit, encoder.count_tokens)
        assert encoder.count_tokens([text])[0] > 1000


def test_a_very_long_question_is_encoded_whole(encoder: Encoder) -> None:
    question = "Where do otters sleep? " * 200
    assert (
        encoder.encode_question(question).whole @ encoder.encode_question(question[:100]).whole
        > 0.8
    )
    other_end = question + "Interest rates fell in Zurich. " * 200
    assert encoder.encode_question(other_end).whole @ encoder.encode_question(question).whole < 0.95


def test_changed_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "model"
    shutil.copytree(model.default_folder(), folder)
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x7f")
    monkeypatch.setattr(model, "default_folder", lambda: folder)
    with pytest.raises(ModelError, match="is not the official all-MiniLM-L6-v2"):
        load_encoder(IndexSettings.load(cache_dir=tmp_path / "cache"), print)


@pytest.mark.usefixtures("encoder")
def test_a_process_that_uses_the_export_carries_no_torch() -> None:
    [[done, _]] = json.loads(run_python(_ENCODE, f"{DEFAULT_MODEL}=float32"))
    assert (done["kind"], done["modules"], done["said"]) == ("OnnxEncoder", [], [])


@pytest.fixture(scope="session")
def small_models(made_by_reference: tuple[Path, Path]) -> Path:
    """Folders of models of 16 dimensions with random weights. `near`: its tokens look at those
    near them alone, so that its attention is more than the one operator.
    """
    return made_by_reference[1]


def encode_with(small_model: Path, cache: Path, precision: str = "float32") -> dict[str, Any]:
    told = run_python(_ENCODE, f"{small_model}={precision}", PINCITE_CACHE_DIR=str(cache))
    [[first, again]] = json.loads(told)
    assert "Preparing the model" in first["said"].pop(0)
    assert first == again  # the second time nothing is exported
    return dict(again)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "precision"), [("mean", "int8"), ("near", "float32")])
def test_any_model_with_mean_pooling_is_exported(
    small_models: Path, tmp_path: Path, name: str, precision: str
) -> None:
    done = encode_with(small_models / name, tmp_path, precision)
    assert (done["kind"], done["modules"], done["said"]) == ("OnnxEncoder", [], [])
    assert (done["limit"], done["shape"], done["tokens"]) == (62, [16, 2, 16], [3])
    assert done["precision"] == precision


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("cls", "it pools by cls, not by the mean"),
        ("static", "its modules are StaticEmbedding"),
    ],
)
def test_a_model_that_cannot_be_exported_runs_in_torch_and_says_so(
    small_models: Path, tmp_path: Path, name: str, reason: str
) -> None:
    done = encode_with(small_models / name, tmp_path, "int8")
    [message] = done["said"]
    assert "runs in torch, more slowly, in float32" in message
    assert done["precision"] == "float32"
    assert reason in message
    assert (done["kind"], done["torch"], done["shape"]) == ("TorchEncoder", True, [16, 2, 16])
    assert done["norm"] == pytest.approx(1, abs=1e-5)
    assert done["question"] == pytest.approx(1, abs=1e-4)
