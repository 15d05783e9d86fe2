from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.english.tagger.labels import Label
from service.english.tagger.splitting import split
from service.english.tagger.tag_model import labels_of, load, save
from service.english.tagger.word_features import LABEL_FEATURES, WORD_FEATURES


def told(text: str) -> str:
    return " ".join(labels_of([match[0] for match in split(text)]))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("They strike the bell.", "PRON VBP DET NN PUNCT"),
        ("The strike lasted a week.", "DET NN VBD DET NN PUNCT"),
        ("who asked for it", "WH VBD ADP PRON"),
        ("why did the dam collapse", "WH DO DET NN VB"),
        ("is it open on sundays", "AUX PRON ADJ ADP NNPS"),
        ("I want to see her and her dogs", "PRON VBP TO VB PRON CCONJ PRP$ NNS"),
        ("DO THEY SELL BREAD", "DO PRON VB NN"),
    ],
)
def test_a_word_is_told_by_those_around_it(text: str, labels: str) -> None:
    assert told(text) == labels


@given(st.text(max_size=60))
def test_any_text_can_be_tagged(text: str) -> None:
    words = [match[0] for match in split(text)]
    assert len(labels_of(words)) == len(words)


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    by_word = np.zeros((WORD_FEATURES, len(Label)), np.float32)
    by_word[:, list(Label).index(Label.NUMBER)] = 0.5
    by_label = np.zeros((LABEL_FEATURES, len(Label)), np.float32)
    by_label[0, 0] = 1.0
    save(tmp_path / "model.npz", by_word, by_label, ["of"])
    model = load(tmp_path / "model.npz")
    assert model.labels_of(["any", "word"]) == [Label.NUMBER] * 2
    assert model.labels_of([]) == []
    assert model.closed == {"of"}


def test_no_new_word_joins_a_closed_class(tmp_path: Path) -> None:
    by_word = np.zeros((WORD_FEATURES, len(Label)), np.float32)
    by_word[:, list(Label).index(Label.PREPOSITION)] = 0.5
    by_word[:, list(Label).index(Label.NAME)] = 0.2
    nothing = np.zeros((LABEL_FEATURES, len(Label)), np.float32) + 1e-9
    save(tmp_path / "model.npz", by_word, nothing, ["of"])
    told = load(tmp_path / "model.npz").labels_of(["Of", "Halden"])
    assert told == [Label.PREPOSITION, Label.NAME]
