"""What a reader learns from: examples and their files, echoes, public sets and fit sets."""

import importlib
import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from index.encoder.model import default_folder
from index.encoder.tokens import TextTokenizer
from index.records import PassageText, Span
from index.search import Searcher
from service.evaluation.dataset import JudgedQuery
from tests.fitting.reader.apart import apart_from, runs_of
from tests.fitting.reader.echo import as_list, echoed, line_about, with_line
from tests.fitting.reader.examples import Example, read_examples, write_examples
from tests.fitting.reader.public_sets import examples_in, with_capitals

COUNT = TextTokenizer(default_folder() / "tokenizer.json").count
TEXT = "Otters are mammals. They sleep in kelp. They eat urchins."
PASSAGE = PassageText(TEXT, (Span(0, 19), Span(20, 39), Span(40, 57)))
KELP = Span(34, 38)
EXAMPLE = Example("Where do otters sleep?", PASSAGE, frozenset({1}), KELP, 1.5, 2, "otters")
UNANSWERED = Example("Who feeds them?", PASSAGE, frozenset())


def sentences_of(example: Example) -> list[str]:
    return [sentence.of(example.passage.text) for sentence in example.passage.sentences]


def answers_of(example: Example) -> list[str]:
    return [sentences_of(example)[number] for number in sorted(example.answering)]


def short_of(example: Example) -> str | None:
    return example.short.of(example.passage.text) if example.short else None


def test_examples_are_read_as_they_were_written(tmp_path: Path) -> None:
    assert write_examples(tmp_path / "new" / "toy", [EXAMPLE, UNANSWERED]) == 2
    assert read_examples(tmp_path / "new" / "toy") == [EXAMPLE, UNANSWERED]


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("example", [EXAMPLE, UNANSWERED], ids=["answered", "unanswered"])
def test_an_echo_moves_the_answer_and_changes_nothing_of_it(example: Example, seed: int) -> None:
    echo = echoed(example, Random(seed), share=1)
    assert answers_of(echo) == answers_of(example)
    assert short_of(echo) == short_of(example)
    assert [s for s in sentences_of(echo) if s in TEXT] == sentences_of(example)
    spans = echo.passage.sentences
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))


def test_the_line_of_an_echo_is_a_sentence_that_does_not_answer() -> None:
    for seed in range(20):
        echo = with_line(EXAMPLE, "Where Otters Sleep", Random(seed))
        assert sentences_of(echo).count("Where Otters Sleep") == 1
        assert answers_of(echo) == ["They sleep in kelp."]


def test_a_line_that_would_cut_the_short_answer_is_left_out() -> None:
    across = replace(UNANSWERED, short=Span(10, 50))
    passages = {with_line(across, "Sleep", Random(seed)).passage for seed in range(20)}
    assert PASSAGE in passages
    assert all(passage is PASSAGE or passage.text.startswith("Sleep") for passage in passages)


def test_a_list_has_a_sentence_on_each_line() -> None:
    lines = as_list(EXAMPLE, Random(1)).passage.text.splitlines()
    assert [line.removeprefix("- ") for line in lines] == sentences_of(EXAMPLE)


def test_an_echo_has_the_words_of_the_question() -> None:
    lines = {line_about("Where do the otters sleep?", Random(seed)) for seed in range(50)}
    assert {"Where do the otters sleep?", "Otters Sleep"} <= lines
    assert all("otters" in line.lower() for line in lines)


def test_no_share_of_the_examples_echoes_where_none_shall() -> None:
    assert all(echoed(EXAMPLE, Random(seed), share=0) is EXAMPLE for seed in range(20))


def examples_of_sets(folder: Path, **sets: list[dict[str, object]]) -> list[Example]:
    for name, lines in sets.items():
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return list(examples_in(folder, COUNT))


def test_a_text_is_labelled_by_where_its_answer_stands(tmp_path: Path) -> None:
    answer = {"text": "Kelp", "start": 3}  # a wrong place, which is only a hint
    line = {"question": " Where? ", "context": TEXT, "answerable": True, "answers": [answer]}
    [example] = examples_of_sets(tmp_path, qamr=[line])
    assert (example.question, example.source) == ("Where?", "qamr")
    assert example.weight == 0.5  # of this source
    assert answers_of(example) == ["They sleep in kelp."]
    assert short_of(example) == "kelp"


def test_a_marked_sentence_answers_without_a_short_answer(tmp_path: Path) -> None:
    line = {"question": "Diet?", "context": TEXT, "answerable": True, "answers": []}
    [example] = examples_of_sets(tmp_path, toy=[line | {"sentence": "They eat urchins."}])
    assert answers_of(example) == ["They eat urchins."]
    assert example.short is None


def test_an_answer_that_is_nowhere_gives_no_example(tmp_path: Path) -> None:
    answer = {"text": "in the trees", "start": 0}
    line = {"question": "Where?", "context": TEXT, "answerable": True, "answers": [answer]}
    assert examples_of_sets(tmp_path, toy=[line]) == []


def test_a_text_that_does_not_answer_gives_examples_without_answer(tmp_path: Path) -> None:
    line = {"question": "Who?", "context": TEXT, "answerable": False, "answers": []}
    [example] = examples_of_sets(tmp_path, toy=[line])
    assert not example.answering


def test_the_other_passages_of_a_long_text_are_near_misses(tmp_path: Path) -> None:
    filler = "Rain falls on the hills for days. " * 60
    lines = [
        {
            "question": f"Where {number}?",
            "context": f"{TEXT} {filler}",
            "answerable": True,
            "answers": [{"text": "kelp", "start": 34}],
        }
        for number in range(20)
    ]
    examples = examples_of_sets(tmp_path, toy=lines)
    assert sum(bool(example.answering) for example in examples) == 20
    assert 0 < sum(not example.answering for example in examples) < 20


def test_a_text_in_lower_case_gets_its_capitals() -> None:
    assert with_capitals("otters sleep. they eat.") == "Otters sleep. They eat."
    assert with_capitals("Otters sleep. they eat.") == "Otters sleep. they eat."


def test_passages_of_an_evaluation_set_are_left_out() -> None:
    elsewhere = Example("Where?", PassageText("Rain falls.", (Span(0, 11),)), frozenset())
    longer = f"{TEXT} They also hold hands."
    example = replace(EXAMPLE, passage=PassageText(longer, PASSAGE.sentences))
    known = runs_of([f"As we said: {longer.upper()}"])
    assert list(apart_from([example, elsewhere], known)) == [elsewhere]
    fewer_words = runs_of(["Otters are mammals. They sleep in kelp. They eat."])
    assert list(apart_from([example, elsewhere], fewer_words)) == [example, elsewhere]


# The fit sets

Ask = Callable[..., Any]


@pytest.fixture
def fit_sets() -> Any:
    pytest.importorskip("sklearn", reason="NOT RUN: the extra `fit` is not installed")
    return importlib.import_module("tests.fitting.reader.fit_sets")


@pytest.fixture
def ask(library_of: Callable[[dict[str, str]], Searcher], fit_sets: Any) -> Ask:
    """Ask a question of three small documents, as one of clapnq-fit."""
    texts = {
        "sleep.txt": "Otters sleep in kelp. They hold hands.",
        "food.txt": "Otters eat urchins. They dive for otters' food.",
        "rain.txt": "Rain falls on otters in spring.",
    }
    searcher = library_of(texts)

    def asked(text: str, right: str, **known: Any) -> Any:
        query = JudgedQuery(text, text, {right: 1} if right else {}, **known)
        return fit_sets.Asked.of("clapnq-fit", query, searcher.search(text, 20).hits)

    return asked


def test_right_passages_and_near_misses_are_learned_from(ask: Ask, fit_sets: Any) -> None:
    asked = ask("Where do otters sleep?", "sleep.txt", answerable=True, answers=("KELP",))
    examples = list(fit_sets.examples_of(asked))
    assert len(examples) == len(asked.hits) == 3
    [right] = [example for example in examples if example.answering]
    assert answers_of(right) == ["Otters sleep in kelp."]
    assert short_of(right) == "kelp"
    assert right.repeats > 1


def test_a_question_without_answer_has_only_near_misses(ask: Ask, fit_sets: Any) -> None:
    asked = ask("Where do otters sleep?", "sleep.txt", answerable=False, answers=("kelp",))
    examples = list(fit_sets.examples_of(asked))
    assert len(examples) == 3
    assert not any(example.answering for example in examples)


def test_a_right_document_without_a_known_sentence_teaches_nothing(ask: Ask, fit_sets: Any) -> None:
    asked = ask("Where do otters sleep?", "sleep.txt", answerable=True, answers=("in trees",))
    texts = {example.passage.text for example in fit_sets.examples_of(asked)}
    assert len(texts) == 2
    assert not any("sleep" in text for text in texts)


def test_no_article_is_in_both_halves(
    ask: Ask, fit_sets: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("sleep.txt", "food.txt", "rain.txt")
    asked = [ask(f"Where do {n} otters sleep?", names[n % 3], answerable=False) for n in range(12)]
    monkeypatch.setattr(fit_sets, "ask_all", lambda folder: asked)
    half_of = {
        half: {example.question for example in part}
        for half, part in zip("ab", fit_sets.halves_of_sets(Path()), strict=True)
    }
    assert half_of["a"].isdisjoint(half_of["b"])
    assert half_of["a"] | half_of["b"] == {question.query.text for question in asked}
    for name in names:
        of_article = {q.query.text for q in asked if name in q.query.relevant}
        assert of_article <= half_of["a"] or of_article <= half_of["b"]
