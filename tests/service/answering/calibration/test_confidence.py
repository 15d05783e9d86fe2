from collections.abc import Callable

import pytest

from index.ranking.cross_encoder import BestFew
from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.calibration.confidence import confidence_in
from service.answering.weighing.evidence import weigh
from tests.toy import ToyCrossEncoder

LibraryOf = Callable[[dict[str, str]], Searcher]
TEXTS = {"a.txt": "The otter dives eight metres deep. The mill was closed again. Rain falls."}


def confidence(searcher: Searcher, question: str) -> float:
    asked = analyse(question)
    return confidence_in(asked, weigh(searcher.search(question, 8).hits))


def test_without_evidence_there_is_no_confidence() -> None:
    assert confidence_in(analyse("why?"), []) == 0


def test_an_answered_question_has_more_than_one_about_something_else(
    library_of: LibraryOf,
) -> None:
    searcher = library_of(TEXTS)
    answered = confidence(searcher, "How deep does the otter dive?")
    foreign = confidence(searcher, "Who won the 2022 World Cup?")
    assert 0 <= foreign < answered <= 1


def test_how_a_cross_encoder_ranks_the_passages_is_no_reason_to_be_surer(
    library_of: LibraryOf,
) -> None:
    searcher = library_of({**TEXTS, "b.txt": "Mills grind barley. Rain falls."})
    question = "How deep does the otter dive?"
    hits = searcher.search(question, 8).hits
    agreeing = BestFew(ToyCrossEncoder({"eight metres": 1.0}), 8).rerank(question, hits)
    assert agreeing[0].score > hits[0].score
    asked = analyse(question)
    sure, surer = (confidence_in(asked, weigh(found)) for found in (hits, agreeing))
    assert sure == pytest.approx(surer)


def test_a_time_is_missed_where_one_is_asked_for(library_of: LibraryOf) -> None:
    with_time = library_of({"a.txt": "The mill was closed in 1890. Rain falls."})
    without = library_of({"a.txt": "The mill was closed in spite. Rain falls."})
    question = "When was the mill closed?"
    assert confidence(with_time, question) > confidence(without, question)


def test_a_name_in_the_genitive_is_not_missed(library_of: LibraryOf) -> None:
    searcher = library_of({"a.txt": "The mill of Brenn was closed again. Rain falls."})
    known, unknown = (confidence(searcher, f"Why was {x}'s mill closed?") for x in ("Brenn", "Ulm"))
    assert known > unknown
    assert known == pytest.approx(confidence(searcher, "Why was Brenn’s mill closed?"), abs=0.02)


def test_a_lead_in_answers_with_its_code(library_of: LibraryOf) -> None:
    text = "To set it, add these lines:\n\n```\n{}\n```\n"
    told, silent = (
        library_of({"a.md": text.format(code)}) for code in ("otter dive = 3", "no words")
    )
    question = "How do I set the otter dive?"
    asked = analyse(question)

    def of_lead_in(searcher: Searcher) -> float:
        evidence = weigh(searcher.search(question, 8).hits)
        return confidence_in(asked, sorted(evidence, key=lambda one: one.number))

    assert of_lead_in(told) > of_lead_in(silent)
