"""Small cross-encoders made here. As in test_real_model, sentence-transformers runs in a process of
its own.
"""

import json
import math
from typing import Any

import pytest

from index.encoder import model
from tests.index.encoder.test_real_model import run_python

# test_cross_encoder has the fast tests, of a model that is a toy.
pytestmark = [pytest.mark.model, pytest.mark.slow]

_MAKE_MODELS = """
import sys
from pathlib import Path
import torch
from sentence_transformers import CrossEncoder, SentenceTransformer
from sentence_transformers.sentence_transformer import modules
from tokenizers import Tokenizer
from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizerFast
official, folder = map(Path, sys.argv[1:3])
tokenizer = BertTokenizerFast.from_pretrained(official)
torch.manual_seed(0)

def save(name, kind, **settings):
    config = BertConfig(
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        initializer_range=0.5,  # with less, all texts score nearly the same
        **settings,
    )
    made = kind(config)
    made.save_pretrained(folder / name)
    tokenizer.save_pretrained(folder / name)
    return made

save("bare", BertForSequenceClassification, num_labels=1)
CrossEncoder(str(folder / "bare"), device="cpu").save_pretrained(str(folder / "saved"))
save("three", BertForSequenceClassification, num_labels=3)
save("headless", BertModel)
broken = BertForSequenceClassification.from_pretrained(folder / "bare")
broken.classifier.weight.data[:] = float("nan")
broken.save_pretrained(folder / "broken")
tokenizer.save_pretrained(folder / "broken")
words = Tokenizer.from_file(str(official / "tokenizer.json"))
static = modules.StaticEmbedding(words, embedding_dim=16)
SentenceTransformer(modules=[static], device="cpu").save(str(folder / "static"))
(folder / "junk").mkdir()
(folder / "junk" / "model.safetensors").write_bytes(b"weights")
"""

_SCORE = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from index.settings import IndexSettings
from index.errors import ModelError
from index.ranking.cross_encoder import load_reranker
texts = ["Otters dive.", "Otters dive eight metres deep. " * 100, "Mills grind."]

def outcome(folder):
    folder = str(folder)
    said = []
    try:
        reranker = load_reranker(IndexSettings.load(cross_encoder=folder, threads=1), said.append)
    except ModelError as error:
        return {"error": str(error)}
    score = reranker._model.scores
    found = {"said": said, "name": reranker.identity.name, "sha256": reranker.identity.sha256}
    found["scores"] = score("How deep?", texts).tolist()
    found["alone"] = [score("How deep?", [text]).tolist()[0] for text in texts]
    with ThreadPoolExecutor(4) as pool:
        many = pool.map(lambda n: score("How deep?", texts[: 1 + n % 3]).tolist(), range(24))
        found["many"] = list(many)
    import torch
    from sentence_transformers import CrossEncoder
    theirs = CrossEncoder(folder, device="cpu", local_files_only=True)
    found["theirs"] = theirs.predict([("How deep?", text) for text in texts]).tolist()
    found["threads"] = torch.get_num_threads()
    return found

folders = [official, *(folder / name for name in sys.argv[3:])]
json.dump({one.name: outcome(one) for one in folders}, sys.stdout)
"""
_SMALL = ("bare", "saved", "three", "headless", "static", "junk", "broken")

Outcomes = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """What comes of each model when it is set, by the name of its folder."""
    folder, official = tmp_path_factory.mktemp("small"), model.default_folder()
    script = _MAKE_MODELS + _SCORE  # in one process, which imports torch once
    found: Outcomes = json.loads(run_python(script, official, folder, *_SMALL))
    return found


@pytest.mark.parametrize("name", ["bare", "saved"])
def test_scores_are_those_of_sentence_transformers_before_the_sigmoid(
    outcomes: Outcomes, name: str
) -> None:
    found = outcomes[name]
    assert "error" not in found
    squeezed = [1 / (1 + math.exp(-score)) for score in found["scores"]]
    assert squeezed == pytest.approx(found["theirs"], abs=1e-6)
    one, two, three = sorted(found["scores"])
    assert min(two - one, three - two) > 0.01
    assert found["alone"] == pytest.approx(found["scores"], abs=1e-5)
    for scores in found["many"]:
        assert scores == pytest.approx(found["scores"][: len(scores)], abs=1e-5)


def test_it_says_what_it_loads_and_keeps_to_the_threads(outcomes: Outcomes) -> None:
    found = outcomes["saved"]
    [message] = found["said"]
    assert found["name"] in message
    assert "in torch" in message
    assert len(found["sha256"]) == 64
    assert found["threads"] == 1


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("three", "it has 3 scores for a pair, and one is needed"),
        ("headless", "it was not trained as a cross-encoder"),
        ("static", "cannot be used"),
        ("junk", "it cannot be loaded"),
        ("broken", "its scores are no numbers"),
        ("model", "it was not trained as a cross-encoder"),  # the default model
    ],
)
def test_what_cannot_rank_is_refused_before_the_first_question(
    outcomes: Outcomes, name: str, reason: str
) -> None:
    error = outcomes[name]["error"]
    assert reason in error
    assert "PINCITE_CROSS_ENCODER" in error
    assert f"/{name} " in error
    assert "\n" not in error
