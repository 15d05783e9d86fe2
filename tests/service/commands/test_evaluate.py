import json
from pathlib import Path
from typing import Any

import pytest

from index.generations.publish import Generations
from index.ranking.cross_encoder import BestFew
from tests.service.apps import QUESTION
from tests.service.conftest import Pincite
from tests.service.evaluation.cases.case_folders import write_case
from tests.service.evaluation.folders import document, query, write_dataset
from tests.toy import ToyCrossEncoder, ToyEncoder

pytest.importorskip("ir_measures", reason="ir-measures has no ready build for this machine")

FIGURES = {
    "retrieval": ["hit@1", "hit@5", "mrr@10", "ndcg@10"],
    "evidence": ["quote@1", "quote@3", "mean_quotes"],
    "abstention": ["auroc", "coverage@95", "answered_rate", "right_answers", "right"],
    "latency_ms": ["p50", "p95"],
}
CORPUS = [
    document("otters", "Otters eat fish. The otter dives eight metres deep.", "Otters"),
    document("mills", "The old mill grinds barley. Seven mills stood in the valley.", "Mills"),
    document("lamp", "", "The lighthouse lamp is red"),
]
QUERIES = [
    query("deep", "How deep does the otter dive?", answerable=True, answers=["Eight  METRES"]),
    query("grind", "What does the old mill grind?", answerable=True, answers=["wheat"]),
    query("lost", "Is the lighthouse lamp red?", answerable=True, answers=["red"]),
    query("cup", "Who won the 2022 World Cup?", answerable=False),
]
# "lost" is said to be answered by a document that no question of this corpus would find first.
QRELS = [("deep", "otters", 1), ("grind", "mills", 2), ("lost", "otters", 1), ("lost", "lamp", 0)]


@pytest.fixture
def pond(tmp_path: Path) -> Path:
    """A folder with one right answer, one wrong sentence, one wrong document, one refusal."""
    return write_dataset(tmp_path / "pond-fit", QUERIES, QRELS, CORPUS)


def evaluated(pincite: Pincite, folder: Path, *more: str, code: int = 0) -> dict[str, Any]:
    run = pincite("evaluate", str(folder), "--json", *more)
    assert run.code == code, run.err
    found: dict[str, Any] = json.loads(run.out)  # and nothing beside it
    return found


def test_json_is_one_document_of_the_known_shape(pincite: Pincite, pond: Path) -> None:
    found = evaluated(pincite, pond)
    assert list(found) == ["dataset", "questions", *FIGURES]
    assert (found["dataset"], found["questions"]) == ("pond-fit", 4)
    assert {group: list(found[group]) for group in FIGURES} == FIGURES


def test_the_figures_are_those_of_the_folder(
    pincite: Pincite, pond: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_MIN_CONFIDENCE", "0")
    found = evaluated(pincite, pond)
    assert found["retrieval"]["hit@1"] == round(2 / 3, 4)
    assert found["retrieval"]["hit@5"] == 1.0
    assert 2 / 3 < found["retrieval"]["mrr@10"] < 1
    assert found["evidence"]["quote@1"] == found["evidence"]["quote@3"] == round(1 / 3, 4)
    assert 1 <= found["evidence"]["mean_quotes"] <= 6
    assert found["abstention"]["auroc"] == 1.0
    assert found["abstention"]["coverage@95"] == 0.75
    assert found["abstention"]["answered_rate"] == 1.0
    assert found["abstention"]["right_answers"] == found["abstention"]["right"] == 0.25
    assert 0 < found["latency_ms"]["p50"] <= found["latency_ms"]["p95"]


def test_a_cross_encoder_that_is_nowhere_is_said_before_the_corpus_is_indexed(
    pincite: Pincite, pond: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_CROSS_ENCODER", "no-such/model")
    run = pincite("evaluate", str(pond))
    assert (run.code, run.out) == (1, "")
    [said] = run.err.splitlines()
    assert said.startswith("Error: PINCITE_CROSS_ENCODER: no-such/model is neither")


@pytest.mark.parametrize(("preferred", "right"), [("Rain", 0.0), ("Snow", 1.0)])
def test_the_cross_encoder_that_is_set_judges_what_is_measured(
    pincite: Pincite,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    preferred: str,
    right: float,
) -> None:
    dives = "The otter dives eight metres deep."
    corpus = [document("one", f"{dives} Rain fell."), document("two", f"{dives} Snow fell.")]
    asked = [query("deep", "How deep does the otter dive?", answerable=True, answers=["eight"])]
    folder = write_dataset(tmp_path / "alike", asked, [("deep", "two", 1)], corpus)
    reranker = BestFew(ToyCrossEncoder({preferred: 1.0}), 8)
    monkeypatch.setattr("service.wiring.load_reranker", lambda settings, say: reranker)
    found = evaluated(pincite, folder)
    assert (found["retrieval"]["hit@1"], found["evidence"]["quote@1"]) == (right, right)


def test_where_nothing_is_answered_the_sentences_are_judged_all_the_same(
    pincite: Pincite, pond: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_MIN_CONFIDENCE", "1")
    found = evaluated(pincite, pond)
    assert found["evidence"] == {
        "quote@1": round(1 / 3, 4),
        "quote@3": round(1 / 3, 4),
        "mean_quotes": None,
    }
    assert found["abstention"]["answered_rate"] == 0.0
    assert found["abstention"]["auroc"] == 1.0


def test_plain_beir_gives_retrieval_and_latency(pincite: Pincite, tmp_path: Path) -> None:
    plain = [{"_id": line["_id"], "text": line["text"]} for line in QUERIES[:2]]
    found = evaluated(pincite, write_dataset(tmp_path / "plain", plain, QRELS[:2], CORPUS))
    assert found["retrieval"]["hit@1"] == 1.0
    assert (found["evidence"]["quote@1"], found["evidence"]["quote@3"]) == (None, None)
    assert (found["abstention"]["auroc"], found["abstention"]["coverage@95"]) == (None, None)


def test_without_qrels_retrieval_cannot_tell(pincite: Pincite, pond: Path) -> None:
    (pond / "qrels" / "test.tsv").unlink()
    found = evaluated(pincite, pond)
    assert set(found["retrieval"].values()) == {None}
    assert found["abstention"]["auroc"] == 1.0


def test_the_table_names_every_figure_and_what_cannot_be_told(
    pincite: Pincite, tmp_path: Path
) -> None:
    folder = write_dataset(tmp_path / "one", QUERIES[:1], QRELS[:1], CORPUS)
    run = pincite("evaluate", str(folder))
    assert run.code == 0
    assert run.out.startswith("one: 1 questions\n")
    rows = {line.split()[0]: line.split()[1] for line in run.out.splitlines() if line[:2] == "  "}
    assert list(rows) == [name for names in FIGURES.values() for name in names]
    assert (rows["hit@1"], rows["quote@1"], rows["auroc"]) == ("1.000", "1.000", "-")


def test_the_second_run_encodes_no_document(
    pincite: Pincite, pond: Path, encoder: ToyEncoder, tmp_path: Path
) -> None:
    first = evaluated(pincite, pond)
    encoded = encoder.encoded
    assert encoded > 0
    # Known by its content, wherever it lies and whatever it is called.
    copy = write_dataset(tmp_path / "copy", QUERIES, QRELS, CORPUS)
    second = evaluated(pincite, copy)
    assert encoder.encoded == encoded
    assert {k: v for k, v in second.items() if k in FIGURES and k != "latency_ms"} == {
        k: v for k, v in first.items() if k in FIGURES and k != "latency_ms"
    }
    changed = [*CORPUS, document("new", "Kelp grows under water.")]
    evaluated(pincite, write_dataset(tmp_path / "changed", QUERIES, QRELS, changed))
    assert encoder.encoded > encoded


def test_another_model_indexes_the_corpus_anew(
    pincite: Pincite, pond: Path, encoder: ToyEncoder
) -> None:
    evaluated(pincite, pond)
    encoded = encoder.encoded
    encoder.identity = ToyEncoder(name="other").identity
    evaluated(pincite, pond)
    assert encoder.encoded == 2 * encoded


def test_each_precision_keeps_an_index_of_its_own(
    pincite: Pincite, pond: Path, encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluated(pincite, pond)
    encoded = encoder.encoded
    for precision in ("int8", "float32", "int8"):
        monkeypatch.setenv("PINCITE_PRECISION", precision)
        evaluated(pincite, pond)
    assert encoder.encoded == 2 * encoded


@pytest.mark.usefixtures("indexed")
def test_the_index_of_the_documents_is_left_alone(
    pincite: Pincite, pond: Path, generations: Generations
) -> None:
    stamp = generations.current_stamp()
    evaluated(pincite, pond)
    assert generations.current_stamp() == stamp


@pytest.mark.usefixtures("indexed")
def test_without_a_corpus_the_questions_go_to_the_current_index(
    pincite: Pincite, tmp_path: Path, encoder: ToyEncoder
) -> None:
    asked = [query("deep", QUESTION, answerable=True, answers=["eight metres"])]
    folder = write_dataset(tmp_path / "seeds-fit", asked, [("deep", "otters.txt", 1)])
    found = evaluated(pincite, folder)
    assert found["retrieval"]["hit@1"] == 1.0
    assert found["evidence"]["quote@1"] == 1.0
    assert encoder.encoded == 0


def test_without_a_corpus_and_an_index_it_says_what_to_do(pincite: Pincite, tmp_path: Path) -> None:
    run = pincite("evaluate", str(write_dataset(tmp_path / "d", QUERIES, QRELS)))
    assert (run.code, run.out) == (1, "")
    assert "pincite index" in run.err


@pytest.mark.usefixtures("indexed")
def test_another_index_can_be_named(pincite: Pincite, tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "d", QUERIES, QRELS)
    run = pincite("evaluate", str(folder), "--data-dir", str(tmp_path / "elsewhere"))
    assert run.code == 1
    assert "elsewhere" in run.err


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_broken_lines_are_named_and_the_rest_is_evaluated(
    pincite: Pincite, tmp_path: Path, more: list[str]
) -> None:
    folder = write_dataset(
        tmp_path / "d",
        [QUERIES[0], b"{", query("empty", "  ")],
        [*QRELS[:1], ("deep", "otters", "NaN")],
        [CORPUS[0], b"\xff", document("menu", "Read more"), CORPUS[1]],
    )
    run = pincite("evaluate", str(folder), *more)
    assert run.code == 1
    places = ("queries.jsonl:2:", "queries.jsonl:3:", "test.tsv:3:", "corpus.jsonl:2:")
    for place in (*places, "corpus.jsonl:3:"):
        assert place in run.err
    assert "5 broken lines" in run.err
    assert "Traceback" not in run.err
    if more:
        found = json.loads(run.out)
        assert (found["questions"], found["retrieval"]["hit@1"]) == (1, 1.0)
    else:
        assert "hit@1" in run.out


def test_many_broken_lines_do_not_bury_the_figures(pincite: Pincite, tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "d", [QUERIES[0], *[b"{"] * 500], QRELS[:1], CORPUS)
    run = pincite("evaluate", str(folder))
    assert run.code == 1
    assert len(run.err.splitlines()) < 40
    assert "500 broken lines" in run.err


@pytest.mark.parametrize(
    ("queries", "corpus"),
    [
        ([], CORPUS),
        ([b"{"], CORPUS),
        (QUERIES, []),
        (QUERIES, [b"{"]),
        (QUERIES, [document("menu", "Read more")]),
    ],
)
def test_where_nothing_is_left_to_evaluate_it_fails_in_words(
    pincite: Pincite, tmp_path: Path, queries: list[Any], corpus: list[Any]
) -> None:
    folder = write_dataset(tmp_path / "d", queries, (), corpus)
    run = pincite("evaluate", str(folder), "--json")
    assert (run.code, run.out) == (1, "")
    assert "holds no" in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_what_is_no_evaluation_folder_is_wrong_use(
    pincite: Pincite, tmp_path: Path, name: str
) -> None:
    (tmp_path / "empty").mkdir()
    run = pincite("evaluate", str(tmp_path / name))
    assert (run.code, run.out) == (2, "")
    assert "queries.jsonl" in run.err
    assert "Traceback" not in run.err


def test_what_the_qrels_name_and_the_folder_lacks_is_counted_and_no_failure(
    pincite: Pincite, tmp_path: Path
) -> None:
    qrels = [*QRELS[:1], ("deep", "gone", 1), ("unknown", "otters", 1)]
    train = query("train", "Of another split?")
    folder = write_dataset(tmp_path / "d", [QUERIES[0], train], qrels, CORPUS)
    run = pincite("evaluate", str(folder), "--json")
    assert run.code == 0
    assert json.loads(run.out)["questions"] == 1
    assert "1 documents" in run.err
    assert "gone" in run.err
    assert "such as unknown" in run.err
    assert "for 1 questions" in run.err


def test_failures_are_listed_with_what_was_expected_and_what_came(
    pincite: Pincite, pond: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_MIN_CONFIDENCE", "0")
    found = evaluated(pincite, pond, "--failures", "9")
    failures = found["failures"]
    assert [(failure["kind"], failure["query_id"]) for failure in failures] == [
        ("wrong_document", "lost"),
        ("wrong_sentence", "grind"),
        ("unanswerable_answered", "cup"),
    ]
    lost, grind, cup = failures
    assert lost["question"] == "Is the lighthouse lamp red?"
    assert lost["expected"] == {
        "answerable": True,
        "documents": ["otters"],
        "answers": ["red"],
        "evidence": [],
    }
    assert lost["retrieved"][0]["document_id"] == "lamp"
    assert len(lost["retrieved"]) == 3
    assert lost["quoted"] == {"document_id": "lamp", "text": "The lighthouse lamp is red"}
    assert grind["quoted"] == {"document_id": "mills", "text": "The old mill grinds barley."}
    assert cup["expected"]["documents"] == []
    assert all(0 <= failure["confidence"] <= 1 and failure["answered"] for failure in failures)


def test_a_refusal_is_a_failure_too(
    pincite: Pincite, pond: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_MIN_CONFIDENCE", "1")
    run = pincite("evaluate", str(pond), "--failures", "9")
    assert run.code == 0
    shown = run.out[run.out.index("Failures (3 of 3 shown)") :]
    for text in (
        "1. Is the lighthouse lamp red?",
        "wrong document first",
        "2. What does the old mill grind?",
        "right document, wrong sentence first",
        "“wheat”",
        "“The old mill grinds barley.”",
        "3. How deep does the otter dive?",
        "answerable, but refused",
        "“Eight METRES”",
    ):
        assert text in shown
    assert "2022 World Cup" not in shown


def test_no_more_failures_than_asked_for(pincite: Pincite, pond: Path) -> None:
    assert len(evaluated(pincite, pond, "--failures", "1")["failures"]) == 1
    assert "failures" not in evaluated(pincite, pond)
    assert pincite("evaluate", str(pond), "--failures", "0").code == 2


def test_where_nothing_went_wrong_it_says_so(pincite: Pincite, tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "d", QUERIES[:1], QRELS[:1], CORPUS)
    assert evaluated(pincite, folder, "--failures", "3")["failures"] == []
    assert "Nothing went wrong." in pincite("evaluate", str(folder), "--failures", "3").out


def test_a_bad_setting_is_wrong_use_and_is_named(
    pincite: Pincite, pond: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_THREADS", "-1")
    run = pincite("evaluate", str(pond))
    assert (run.code, run.out) == (2, "")
    assert "PINCITE_THREADS" in run.err


def test_escape_codes_of_a_corpus_do_not_reach_the_terminal(
    pincite: Pincite, tmp_path: Path
) -> None:
    asked = [query("q\x1b[31m", "Is the \x1b[31mlamp red?", answerable=True, answers=["blue"])]
    lamp = [document("lamp\x1b]0;x\x07", "The lamp [bold]is :smile: red[/bold].")]
    folder = write_dataset(tmp_path / "d", asked, [("q\x1b[31m", "lamp\x1b]0;x\x07", 1)], lamp)
    run = pincite("evaluate", str(folder), "--failures", "3")
    assert run.code == 0
    assert "\x1b" not in run.out + run.err
    assert "The lamp [bold]is :smile: red[/bold]." in run.out


def write_cases(folder: Path) -> Path:
    """A folder with a right answer, a wrong one, and one that should have been refused."""
    asked = {"question": "How deep does the otter dive?", "expected_contains": "eight metres"}
    write_case(folder / "deep", asked)
    write_case(folder / "far", {**asked, "expected_contains": "nine", "note": "No [bold]otter."})
    write_case(
        folder / "why", {**asked, "turns_before": ["Who?"], "expected_status": "unsupported"}
    )
    return folder


def ask_own_index(folder: Path) -> Path:
    """A conversation without documents beside it."""
    turns = [{"question": QUESTION, "stands_alone": True, "expected_contains": [["eight", "8"]]}]
    write_case(folder / "deep", {"turns": turns, "files": []})
    return folder


@pytest.mark.usefixtures("indexed")
def test_a_case_without_documents_is_asked_of_the_index_that_is_set(
    pincite: Pincite, tmp_path: Path
) -> None:
    run = pincite("evaluate", str(ask_own_index(tmp_path / "own")))
    assert run.code == 0
    assert run.out.startswith("own: 1 of 1 cases right")


def test_where_there_is_no_index_such_a_case_says_how_to_make_one(
    pincite: Pincite, tmp_path: Path
) -> None:
    run = pincite("evaluate", str(ask_own_index(tmp_path / "own")))
    assert (run.code, run.out) == (1, "")
    assert "pincite index" in run.err
    assert "Traceback" not in run.err


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PINCITE_MIN_CONFIDENCE", "0")
    return write_cases(tmp_path / "cases")


def test_a_folder_of_cases_is_evaluated_case_by_case(pincite: Pincite, cases: Path) -> None:
    run = pincite("evaluate", str(cases))
    assert run.code == 0
    assert run.out.startswith("cases: 1 of 3 cases right\n")
    for text in (
        "      1  answered right",
        "Failures (2 of 2 shown)",
        "1. How deep does the otter dive?",
        "   case       far",
        "   expected   an answer that contains “nine”",
        "   got        “The otter dives eight metres deep. [1]”",
        "   wrong      the answer lacks “nine”",
        "   note       No [bold]otter.",
        "   after      Who?",
        "   expected   that the documents do not say",
        "   wrong      it is answered",
    ):
        assert text in run.out, text
    assert pincite("evaluate", str(cases), "--failures", "1").out.count("   case  ") == 1


def test_the_cases_as_json_are_all_cases(pincite: Pincite, cases: Path) -> None:
    found = evaluated(pincite, cases, "--failures", "1")
    assert (found["dataset"], found["cases"], found["right"]) == ("cases", 3, 1)
    assert found["outcomes"] == {
        "answered_right": 1,
        "refused_right": 0,
        "answered_wrong": 1,
        "refused": 0,
        "unanswerable_answered": 1,
        "not_indexed": 0,
    }
    assert [result["case"] for result in found["results"]] == ["deep", "far", "why"]
    far = found["results"][1]
    assert far.pop("got").pop("answer") == "The otter dives eight metres deep. [1]"
    assert far == {
        "case": "far",
        "outcome": "answered_wrong",
        "misread": [],
        "faults": ["the answer lacks “nine”"],
        "question": "How deep does the otter dive?",
        "turns_before": [],
        "expected": {"expected_status": "answered", "expected_contains": [["nine"]]},
        "unread": [],
        "note": "No [bold]otter.",
    }
    assert set(found["results"][2]["got"]) == {
        "status",
        "answer",
        "confidence",
        "documents",
        "conflicts",
        "standalone_question",
    }


def write_conversation(folder: Path) -> Path:
    """A conversation: a right turn, a follow-up that is read otherwise, a refusal that is not."""
    turns = [
        {"question": "How deep does the otter dive?", "stands_alone": True},
        {"question": "what does it eat?", "expected_reading": ["beaver"], "note": "It is another."},
        {
            "question": "What do otters eat?",
            "stands_alone": True,
            "expected_status": "unsupported",
        },
    ]
    return write_case(folder, {"turns": turns, "note": "an animal"})


def test_conversations_are_told_turn_by_turn_beside_cases(pincite: Pincite, cases: Path) -> None:
    write_conversation(cases / "talk")
    run = pincite("evaluate", str(cases))
    assert run.code == 0
    for text in (
        "cases: 1 of 4 cases right, with 6 questions\n      3  answered right\n",
        "Conversations (1, with 3 turns)\n",
        "    0.000     0 of 1 follow-ups were read right\n",
        "    0.000     0 of 1 questions that stand alone were changed\n",
        "    0.667     2 of 3 turns were answered right, or rightly refused\n",
        "0 were refused, 1 answered wrong\n",
        " ms        half of the follow-ups, ",
        "  talk: 2 of 3 turns right, 1 wrong, 0 of 1 follow-ups read right\n",
        "Failures (4 of 4 shown)",
        "2. what does it eat?\n   case       talk, turn 2\n   after      How deep does the otter",
        "   understood What does the otter eat?\n   expected   a reading with “beaver”\n",
        "   wrong      the reading lacks “beaver”\n   note       It is another.\n",
        "3. What do otters eat?\n   case       talk, turn 3\n",
        "   expected   the question as it is typed\n              that the documents do not say\n",
    ):
        assert text in run.out, text


def test_the_figures_of_conversations_as_json(pincite: Pincite, cases: Path) -> None:
    write_conversation(cases / "talk")
    found = evaluated(pincite, cases)
    assert (found["cases"], found["right"], sum(found["outcomes"].values())) == (4, 1, 6)
    figures = found["conversations"]
    times = figures.pop("p50_ms")
    assert times["ratio"] == pytest.approx(times["follow_up"] / times["question"], abs=0.01)
    expected = {
        "turns_right": {"count": 2, "of": 3, "share": 0.6667},
        "refused": 0,
        "wrong": 1,
        "follow_ups_read_right": {"count": 0, "of": 1, "share": 0.0},
        "false_rewrites": {"count": 0, "of": 1, "share": 0.0},
    }
    assert figures == {"count": 1, **expected}
    talk = next(result for result in found["results"] if result["case"] == "talk")
    assert talk["note"] == "an animal"
    assert {name: talk[name] for name in expected} == expected
    assert [turn["turn"] for turn in talk["turns"]] == [1, 2, 3]
    assert talk["turns"][1]["misread"] == ["the reading lacks “beaver”"]
    assert talk["turns"][1]["got"]["standalone_question"] == "What does the otter eat?"
    assert talk["turns"][2]["outcome"] == "unanswerable_answered"


def test_without_conversations_there_are_no_figures_of_any(pincite: Pincite, cases: Path) -> None:
    assert "conversations" not in evaluated(pincite, cases)
    assert "Conversations" not in pincite("evaluate", str(cases)).out


def test_where_every_case_is_right_it_says_so(pincite: Pincite, cases: Path) -> None:
    assert "Nothing went wrong." in pincite("evaluate", str(cases / "deep")).out


def test_broken_cases_are_named_and_the_rest_is_evaluated(pincite: Pincite, cases: Path) -> None:
    write_case(cases / "bad", b"{")
    write_case(cases / "deep", {"question": "How deep?", "colour": "red"})
    (cases / "pictures").mkdir()
    run = pincite("evaluate", str(cases), "--json")
    assert run.code == 1
    assert json.loads(run.out)["cases"] == 3
    assert f"{cases / 'bad' / 'question.json'}: " in run.err
    assert "1 broken cases" in run.err
    assert "mean nothing to Pincite: colour." in run.err
    assert "such as pictures." in run.err


def test_where_every_case_is_broken_it_fails_in_words(pincite: Pincite, tmp_path: Path) -> None:
    write_case(tmp_path / "cases" / "bad", b"{")
    run = pincite("evaluate", str(tmp_path / "cases"), "--json")
    assert (run.code, run.out) == (1, "")
    assert "holds no case that can be asked" in run.err


def test_a_case_without_an_index_says_what_it_could_not_read(
    pincite: Pincite, tmp_path: Path
) -> None:
    write_case(tmp_path / "cases" / "one", {"question": "How deep?"}, {"empty.md": ""})
    run = pincite("evaluate", str(tmp_path / "cases"))
    assert run.code == 0
    assert "   got        no index" in run.out
    assert "   unread     empty.md: " in run.out
