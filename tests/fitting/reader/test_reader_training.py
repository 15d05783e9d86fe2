"""The training of a reader: a tiny network learns a few made-up examples by heart.

What needs torch is imported within the tests: every process of pytest imports this file, and torch
and transformers take seconds.
"""

import os
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from safetensors import safe_open

from index.encoder.model import default_folder
from index.encoder.tokens import TextTokenizer
from index.records import PassageText, Span
from service.reading.loading import WEIGHTS_FILE
from service.reading.pair import WINDOW
from tests.fitting.reader.__main__ import main
from tests.fitting.reader.examples import Example, read_examples, write_examples

if TYPE_CHECKING:
    from transformers import BertModel

    from tests.fitting.reader.batches import Row

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("PINCITE_READER_DATA") or ROOT.parent / "shared" / "reader" / "data")
SHIPPED = ROOT / "service" / "reading" / "model" / WEIGHTS_FILE
TOKENIZER = TextTokenizer(default_folder() / "tokenizer.json")
ANIMALS = ("otter", "badger", "heron", "lynx", "newt", "owl")
PLACES = ("kelp", "a sett", "the reeds", "a den", "the pond", "a barn")


def made_up() -> list[Example]:
    """Ask each animal's place of a passage about it, and of one about the next animal."""
    examples = []
    for number, (animal, place) in enumerate(zip(ANIMALS, PLACES, strict=True)):
        sentences = ("Many animals live here.", f"The {animal} sleeps in {place}.", "It rains.")
        text = " ".join(sentences)
        starts = [text.index(sentence) for sentence in sentences]
        spans = [Span(s, s + len(words)) for s, words in zip(starts, sentences, strict=True)]
        passage = PassageText(text, tuple(spans))
        short = Span(text.index(place), text.index(place) + len(place))
        examples.append(Example(f"Where does the {animal} sleep?", passage, frozenset({1}), short))
        following = ANIMALS[(number + 1) % len(ANIMALS)]
        examples.append(Example(f"Where does the {following} sleep?", passage, frozenset()))
    return examples


def tiny(width: int = 32) -> "BertModel":
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=30522,
        hidden_size=width,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=2 * width,
        hidden_dropout_prob=0.0,
    )
    return BertModel(config, add_pooling_layer=False)


# Batches


def test_every_row_is_in_one_batch_of_the_size() -> None:
    from tests.fitting.reader.batches import batched, rows_of

    rows = rows_of(made_up() * 5, TOKENIZER)
    batches = batched(rows, 200, Random(1))
    assert sorted(id(row) for batch in batches for row in batch) == sorted(map(id, rows))
    assert all(len(batch) * max(len(row.ids) for row in batch) <= 200 for batch in batches)


def test_a_batch_is_padded_and_says_what_is_padding() -> None:
    from tests.fitting.reader.batches import padded, rows_of

    short, long = rows_of([made_up()[0], made_up()[3]], TOKENIZER)
    batch = padded([short, long])
    lengths = [len(short.ids), len(long.ids)]
    assert batch.mask.sum(dim=1).tolist() == lengths
    assert batch.ids.shape == (2, max(lengths))
    assert batch.pool.sum(dim=2).tolist() == [pytest.approx([1, 1, 1])] * 2
    assert batch.answers.tolist() == [[0, 1, 0], [0, 0, 0]]
    assert batch.short[1].tolist() == [0, 0]  # nothing answers
    first, last = batch.short[0].tolist()
    assert TOKENIZER.encode(["kelp"])[0].ids[1:-1] == batch.ids[0, first : last + 1].tolist()


def test_a_short_answer_may_be_unknown() -> None:
    from tests.fitting.reader.batches import NO_SHORT_ANSWER, padded, rows_of

    known = made_up()[0]
    example = Example(known.question, known.passage, known.answering)
    assert padded(rows_of([example], TOKENIZER)).short.tolist() == [[NO_SHORT_ANSWER] * 2]


def test_what_the_window_cuts_off_is_not_learned() -> None:
    from tests.fitting.reader.batches import rows_of

    text = "kelp " * 400 + "Otters sleep."
    passage = PassageText(text, (Span(0, 1999), Span(2000, len(text))))
    cut_off = Example("Where?", passage, frozenset({1}), Span(2000, 2006))
    beside = Example("Where?", passage, frozenset({0}), Span(0, 4))
    [row] = rows_of([cut_off, beside], TOKENIZER)
    assert len(row.ids) == WINDOW
    assert row.answers.tolist() == [True]


# Training


def test_where_a_short_answer_is_unknown_any_token_of_the_sentence_is_right() -> None:
    import torch

    from tests.fitting.reader.batches import padded, rows_of
    from tests.fitting.reader.learner import Logits, loss_of

    known = made_up()[0]
    batch = padded(rows_of([Example(known.question, known.passage, known.answering)], TOKENIZER))
    first, last = np.flatnonzero(batch.pool[0, 1].numpy())[[0, -1]].tolist()

    def loss(start: int, end: int) -> float:
        nothing = torch.zeros(1, batch.ids.shape[1])
        at = (nothing.index_fill(1, torch.tensor(place), 20.0) for place in (start, end))
        return float(loss_of(Logits(*at, torch.zeros(1, 3), torch.zeros(1)), batch))

    inside = [loss(first, last), loss(first + 1, first + 2), loss(last, last)]
    assert inside == [pytest.approx(inside[0], abs=1e-3)] * 3
    assert loss(first - 1, last) > inside[0] + 5  # in the sentence before
    assert loss(0, 0) > inside[0] + 5  # at [CLS], which says that nothing answers


def test_the_learning_rate_warms_up_and_falls_to_nothing() -> None:
    from tests.fitting.reader.train import share_of

    shares = [share_of(step, 100) for step in range(100)]
    assert max(shares) == max(shares[4:7])
    assert shares[0] < 0.2
    assert shares[-1] == pytest.approx(0.01)


def test_padding_changes_no_loss() -> None:
    import torch

    from tests.fitting.reader.batches import padded, rows_of
    from tests.fitting.reader.learner import Learner, loss_of

    learner = Learner(tiny()).eval()
    rows = rows_of(made_up(), TOKENIZER)
    with torch.no_grad():
        each = [float(loss_of(learner(batch), batch)) for batch in (padded([r]) for r in rows)]
        together = padded(rows)
        answered = sum(row.short is not None for row in rows)
        assert answered == len(rows) / 2
        assert float(loss_of(learner(together), together)) == pytest.approx(
            sum(each) / len(each), rel=1e-4
        )


def test_a_network_learns_its_examples_and_is_read_back(tmp_path: Path) -> None:
    import torch

    from service.reading.network import load_network
    from tests.fitting.reader.batches import rows_of
    from tests.fitting.reader.learner import Learner
    from tests.fitting.reader.train import Plan, learn

    learner = Learner(tiny())
    embeddings = learner.reader.transformer.embeddings.word_embeddings.weight.clone()
    rows = rows_of(made_up(), TOKENIZER)
    plan = Plan(epochs=25, batch_tokens=100_000, learning_rate=5e-3)
    losses = learn(learner, rows, plan, Random(1), lambda message: None)
    assert len(losses) == 25
    assert losses[-1] < 0.5 * losses[0]
    assert torch.equal(embeddings, learner.reader.transformer.embeddings.word_embeddings.weight)

    learner.reader.transformer.save_pretrained(tmp_path)
    learner.save(tmp_path / WEIGHTS_FILE)
    read_back = load_network(tmp_path, tmp_path / WEIGHTS_FILE)
    for name, weights in learner.reader.state_dict().items():
        assert torch.allclose(read_back.state_dict()[name], weights, atol=1e-3), name


def test_a_training_can_end_early() -> None:
    from tests.fitting.reader.batches import rows_of
    from tests.fitting.reader.learner import Learner
    from tests.fitting.reader.train import Plan, learn

    rows = rows_of(made_up(), TOKENIZER)
    plan = Plan(batch_tokens=60, most_steps=2)
    assert len(learn(Learner(tiny()), rows, plan, Random(1), lambda message: None)) == 2


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    from service.reading.network import load_network
    from tests.fitting.reader.learner import Learner

    Learner(tiny(width=16)).save(tmp_path / WEIGHTS_FILE)
    tiny().save_pretrained(tmp_path)
    with pytest.raises(ValueError, match="is no reader"):
        load_network(tmp_path, tmp_path / WEIGHTS_FILE)
    (tmp_path / WEIGHTS_FILE).write_bytes(b"nothing")
    with pytest.raises(ValueError, match="is no reader"):
        load_network(tmp_path, tmp_path / WEIGHTS_FILE)


def test_a_training_goes_on_from_a_reader(tmp_path: Path) -> None:
    import torch

    from tests.fitting.reader.batches import rows_of
    from tests.fitting.reader.learner import Learner
    from tests.fitting.reader.train import Plan, learn

    first = Learner(tiny())
    first.reader.transformer.save_pretrained(tmp_path)
    first.save(tmp_path / WEIGHTS_FILE)
    rows = rows_of(made_up(), TOKENIZER)
    going_on = Learner.of_reader(tmp_path, tmp_path / WEIGHTS_FILE)
    for name, weights in first.state_dict().items():
        assert torch.allclose(going_on.state_dict()[name], weights, atol=1e-3), name
    plan = Plan(epochs=2, batch_tokens=100_000)
    assert len(learn(going_on, rows, plan, Random(1), lambda message: None)) == 2


def test_first_layers_may_stay_as_they_are() -> None:
    import torch

    from tests.fitting.reader.batches import rows_of
    from tests.fitting.reader.learner import Learner
    from tests.fitting.reader.train import Plan, learn

    learner = Learner(tiny())
    before = {name: weights.clone() for name, weights in learner.reader.state_dict().items()}
    plan = Plan(epochs=2, batch_tokens=100_000, learning_rate=5e-3, frozen_layers=1)
    learn(learner, rows_of(made_up(), TOKENIZER), plan, Random(1), lambda message: None)
    after = learner.reader.state_dict()
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert not any(".layer.0." in name for name in changed)
    assert any(".layer.1." in name for name in changed)


def test_what_is_said_as_before_has_not_drifted() -> None:
    import torch

    from tests.fitting.reader.batches import padded, rows_of
    from tests.fitting.reader.learner import Learner, Logits, drift_of

    batch = padded(rows_of(made_up(), TOKENIZER))
    with torch.no_grad():
        said = Learner(tiny()).eval()(batch)
    assert float(drift_of(said, said, batch)) == pytest.approx(0, abs=1e-6)
    less_sure = Logits(said.start / 2, said.end / 2, said.sentences / 2, said.answered)
    contrary = Logits(said.start, said.end, -said.sentences, said.answered)
    assert 0 < float(drift_of(less_sure, said, batch)) < float(drift_of(contrary, said, batch))


def test_what_is_kept_is_spread_over_all_steps() -> None:
    from tests.fitting.reader.batches import spread

    assert spread([1, 2, 3, 4, 5], 2) == [[1, 2], [3, 4, 5]]
    assert spread([1, 2, 3], 6) == [[], [1], [2], [], [], [3]]
    assert spread([], 2) == [[], []]


def test_a_network_that_learns_new_things_can_keep_what_it_says() -> None:
    import torch

    from tests.fitting.reader.batches import padded, rows_of
    from tests.fitting.reader.learner import Learner, drift_of, loss_of
    from tests.fitting.reader.train import Plan, learn

    old, new = rows_of(made_up()[:6], TOKENIZER), rows_of(made_up()[6:], TOKENIZER)
    plan = Plan(epochs=40, batch_tokens=400, learning_rate=3e-3, dropout=0.0)
    batch, of_new = padded(old), padded(new)
    with torch.no_grad():
        before = Learner(tiny()).eval()(batch)

    def learned(kept: "list[Row]") -> tuple[float, float]:
        """The loss of what was learned, and the drift of what was said before."""
        learner = Learner(tiny())
        learn(learner, new, plan, Random(1), lambda message: None, kept)
        learner.eval()
        with torch.no_grad():
            drift = drift_of(learner(batch), before, batch)
            return float(loss_of(learner(of_new), of_new)), float(drift)

    (loss, drift), (loss_alone, drift_alone) = learned(old), learned([])
    with torch.no_grad():
        loss_before = float(loss_of(Learner(tiny()).eval()(of_new), of_new))
    assert max(loss, loss_alone) < loss_before / 2
    assert drift < drift_alone / 4


def test_a_reader_may_lie_between_two(tmp_path: Path) -> None:
    import torch

    from service.reading.network import load_network
    from tests.fitting.reader.learner import Learner

    learners = []
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
        learners.append(Learner(tiny()))
        torch.nn.init.normal_(learners[-1].reader.span.weight)
        learners[-1].save(tmp_path / name / WEIGHTS_FILE)
    folders = [str(tmp_path / name) for name in ("before", "after", "between")]
    assert main(["mix", *folders[:2], "--share", "0.25", "--out", folders[2]]) == 0
    learners[0].reader.transformer.save_pretrained(tmp_path)
    between = load_network(tmp_path, tmp_path / "between" / WEIGHTS_FILE).span.weight
    first, last = (learner.reader.span.weight for learner in learners)
    assert torch.allclose(between, 0.75 * first + 0.25 * last, atol=1e-3)

    Learner(tiny(width=16)).save(tmp_path / "after" / WEIGHTS_FILE)
    with pytest.raises(ValueError, match="was not trained on"):
        main(["mix", *folders[:2], "--share", "0.25", "--out", folders[2]])


@pytest.mark.slow
@pytest.mark.model
def test_a_few_steps_from_the_packaged_encoder_write_a_reader(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from service.reading.network import load_network

    if not (DATA / "open-train.jsonl.gz").is_file():
        pytest.skip(f"NOT RUN: {DATA} holds no data to train on; name it in PINCITE_READER_DATA")
    write_examples(tmp_path / "some", read_examples(DATA / "open")[:60])
    arguments = ["train", str(tmp_path / "some"), "--out", str(tmp_path / "reader")]
    assert main([*arguments, "--steps", "3", "--batch-tokens", "2048"]) == 0
    assert "written" in capsys.readouterr().out
    weights = tmp_path / "reader" / WEIGHTS_FILE
    load_network(default_folder(), weights)
    assert shapes_of(weights) == shapes_of(SHIPPED)


def shapes_of(weights: Path) -> dict[str, tuple[str, list[int]]]:
    """The type and shape of each tensor in a file."""
    with safe_open(weights, "np") as file:
        slices = {name: file.get_slice(name) for name in file.keys()}  # noqa: SIM118
        return {name: (part.get_dtype(), part.get_shape()) for name, part in slices.items()}
