"""What a follow-up changes beside the question: which sentences and documents may answer."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.generations.publish import Generations
from service.answering.answerer import Answerer
from service.conversation.chat import TurnRequest
from service.conversation.continuing import continued
from service.conversation.language_names import code_of
from service.conversation.turns import ChatAnswer
from service.conversation.understanding import Understanding, Understood
from service.filters import Filters
from service.followups.choose import Chosen
from service.followups.said.history import Past, QuotedAt
from service.wiring import Parts
from tests.service.apps import parts_of, published
from tests.toy import ToyEncoder, ToyReader

BIRDS = tuple(
    "heron wren crane tern rail teal smew knot ruff stilt gull plover dunlin curlew".split()
)
LIST = "# Birds\n\nThese birds nest on the island of Corin:\n\n" + "\n".join(
    f"- the {bird}" for bird in BIRDS
)
FERRY = (
    "# Ferry\n\nThe ferry to Corin leaves at nine. The ferry to Corin carries sixty passengers. "
    "The ferry to Corin was built in Dravo."
)
GERMAN = "---\ntitle: Fähre\nlang: de\n---\nThe ferry to Corin: Die Fähre nach Corin fährt um neun."
Talk = Callable[..., list[ChatAnswer]]


@pytest.fixture
def parts(generations: Generations, tmp_path: Path) -> Parts:
    texts = {"birds.md": LIST, "ferry.md": FERRY, "faehre.md": GERMAN}
    published(texts, tmp_path, ToyEncoder())
    return parts_of(generations, ToyEncoder())


@pytest.fixture
def talk(parts: Parts) -> Talk:
    def ask(*questions: str, last_with: Filters | None = None) -> list[ChatAnswer]:
        answers: list[ChatAnswer] = []
        for question in questions:
            last = answers[-1].conversation_id if answers else None
            filters = last_with if question == questions[-1] else None
            request = TurnRequest(None, question, last, filters=filters)
            history = parts.chat.history(request)
            answers.append(
                parts.chat.answer(
                    request,
                    history,
                    lambda asked: parts.answerer.answer(
                        asked.standalone, 3, asked.document_filter, asked.looked
                    ),
                )
            )
        return answers

    return ask


def test_slips_of_typing_are_told_as_a_reading(talk: Talk) -> None:
    first, second = talk("When does the frery to Corin laeve?", "where was the ferry biult?")
    assert first.standalone_question == "When does the ferry to Corin leave?"
    assert first.readings == ["When does the frery to Corin laeve?"]
    assert second.standalone_question == "where was the ferry built?"
    assert "where was the ferry biult?" in second.readings


def test_the_next_ones_are_those_of_the_list(talk: Talk) -> None:
    first, rest, end = talk(
        "Which birds nest on the island of Corin?", "show me the next ones", "and the rest?"
    )
    shown = sum(bird in first.answer for bird in BIRDS)
    assert 0 < shown < len(BIRDS)
    assert [citation.quote for citation in rest.citations] == [
        f"the {bird}" for bird in BIRDS[shown : shown + 6]
    ]
    assert rest.standalone_question == first.standalone_question
    assert not {c.quote for c in end.citations} & {c.quote for c in rest.citations}


@pytest.mark.parametrize(
    ("filters", "is_quoted"),
    [
        (Filters(title="birds"), True),
        (Filters(documents=["birds.md"]), True),
        (Filters(title="ferry"), False),
        (Filters(documents=["ferry.md"]), False),
    ],
)
def test_the_next_ones_stay_within_the_filters(
    talk: Talk, filters: Filters, is_quoted: bool
) -> None:
    _, rest = talk(
        "Which birds nest on the island of Corin?", "show me the next ones", last_with=filters
    )
    assert bool(rest.citations) is is_quoted
    assert rest.status == ("answered" if is_quoted else "unsupported")
    assert rest.filtered is not None
    assert rest.filtered.documents == 1


def test_the_next_ones_of_a_list_that_has_changed_are_not_quoted(
    generations: Generations, tmp_path: Path
) -> None:
    place = QuotedAt("birds.md", 50, 60, "0" * 64)
    published({"birds.md": LIST}, tmp_path, ToyEncoder())
    searcher = parts_of(generations, ToyEncoder()).library.searcher()
    for rest in ([place], [replace(place, document_id="gone.md")]):
        answer = continued("Which birds?", rest, searcher)
        assert (answer.status, answer.citations) == ("unsupported", [])


def test_more_is_what_was_not_quoted_yet(talk: Talk) -> None:
    first, more = talk("When does the ferry to Corin leave?", "tell me more")
    quoted = {citation.source.start for citation in first.citations}
    assert first.status == "answered"
    assert not quoted & {citation.source.start for citation in more.citations}


def test_in_another_language_its_documents_are_asked(talk: Talk) -> None:
    first, german = talk("When does the ferry to Corin leave?", "and in German?")
    assert german.standalone_question == first.standalone_question
    assert {citation.source.document_id for citation in german.citations} <= {"faehre.md"}
    assert german.filtered is not None
    assert german.filtered.documents == 1


def test_the_language_that_was_asked_for_is_kept(talk: Talk, parts: Parts) -> None:
    *_, german = talk("When does the ferry to Corin leave?", "and in German?")
    turns = parts.chat.conversation(None, german.conversation_id).turns
    assert [turn.filters for turn in turns] == [None, Filters(language="de")]


@pytest.mark.parametrize(
    ("name", "code"),
    [("German", "de"), ("auf Deutsch", "de"), ("français", "fr"), ("the moon", None)],
)
def test_languages_go_by_their_names(name: str, code: str | None) -> None:
    assert code_of(name) == code


def test_a_question_that_stands_alone_is_asked_as_it_is(talk: Talk) -> None:
    _, other = talk(
        "When does the ferry to Corin leave?", "Which birds nest on the island of Corin?"
    )
    assert other.standalone_question == "Which birds nest on the island of Corin?"
    assert not other.within


def test_they_are_what_was_spoken_of_and_not_the_collection(talk: Talk) -> None:
    question = "what are they about"
    assert talk(question)[0].mode == "collection"
    _, after = talk("Which birds nest on the island of Corin?", question)
    assert after.mode == "quoted"


BOATS = {
    "corin.md": "# Corin\n\nThe ferry to Corin is red. The boat leaves from here at nine each day.",
    "dravo.md": "# Dravo\n\nThe lamp of Dravo is green. The boat leaves at ten each day.",
}


@pytest.fixture
def boats(generations: Generations, tmp_path: Path) -> Parts:
    published(BOATS, tmp_path, ToyEncoder())
    return parts_of(generations, ToyEncoder())


ELSE = ("When does the boat leave Corin?",)  # what else may have been meant


def understood(
    parts: Parts, quoted: str, monkeypatch: pytest.MonkeyPatch, others: tuple[str, ...] = ELSE
) -> Understood:
    """What "When does the boat leave?" means after that was quoted, if it is left as typed."""
    monkeypatch.setattr(
        "service.conversation.understanding.choose",
        lambda made, search, *rest, **settled: (
            search([made[0].text]),
            Chosen(made[0].text, others),
        )[-1],
    )
    past = Past("What is red?", "What is red?", ("The ferry is red.",), frozenset({quoted}))
    understanding = Understanding(parts.answerer, [past], None, lambda: None)
    return understanding.of("When does the boat leave?")


def test_words_as_typed_are_asked_of_the_documents_that_were_quoted(
    boats: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [understood(boats, name, monkeypatch) for name in BOATS]
    # One of the two is the best of all documents anyway; the other is preferred to it.
    assert sorted(one.within for one in found) == [False, True]
    (within,) = (one for one in found if one.within)
    assert within.document_filter is not None
    assert within.document_filter.documents is not None
    answer = boats.answerer.answer(within.standalone, 3, within.document_filter, within.looked)
    cited = {citation.source.document_id for citation in answer.citations}
    assert cited == within.document_filter.documents


def test_other_documents_are_asked_where_the_quoted_ones_do_not_say(
    boats: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not understood(boats, "gone.md", monkeypatch).within


def test_what_can_mean_nothing_else_is_asked_of_all_documents(
    boats: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not any(understood(boats, name, monkeypatch, ()).within for name in BOATS)


@pytest.fixture
def left_as_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is asked is left as typed, without a search."""
    monkeypatch.setattr(
        "service.conversation.understanding.choose",
        lambda made, *others, **settled: Chosen(made[0].text, ELSE),
    )


@pytest.mark.usefixtures("left_as_typed")
def test_words_as_typed_that_were_chosen_without_a_search_are_judged_as_a_reader_judges(
    boats: Parts,
) -> None:
    answerer = Answerer(boats.library.searcher, 0.0, ToyReader({"boat": 5.0}), 2)
    past = Past("What is red?", "What is red?", ("The ferry is red.",), frozenset({"gone.md"}))
    found = Understanding(answerer, [past], None, lambda: None).of("When does the boat leave?")
    assert found.looked is not None
    assert found.looked.question.text == found.standalone == "When does the boat leave?"
    assert found.looked.considered.read_ms is not None


@pytest.mark.usefixtures("left_as_typed")
def test_to_know_what_was_meant_nothing_is_searched_for_that_what_was_said_tells(
    boats: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boats.answerer, "look", lambda *searched: pytest.fail("it was searched"))
    past = Past("What is red?", "What is red?", ("The ferry is red.",), frozenset({"corin.md"}))
    meant = Understanding(boats.answerer, [past], None, lambda: None).meant("When does it leave?")
    assert meant == Understood("When does it leave?", None, ELSE)


def test_the_next_turn_knows_what_stands_after_a_quote(talk: Talk, parts: Parts) -> None:
    [first] = talk("When does the ferry to Corin leave?")
    [past] = parts.chat.history(TurnRequest(None, "and?", first.conversation_id))
    assert FERRY.endswith(f"{past.quotes[0]} {past.following}")
    assert past.following


@pytest.mark.parametrize(
    ("question", "sure", "meant"),
    [
        ("When does the boat leave from here?", 0.4, "When does the boat leave from here?"),
        ("When does the boat leave from here?", 0.5, "Who painted the zebra?"),
        ("When does it leave from here?", 0.1, "Who painted the zebra?"),
    ],
)
def test_what_was_read_as_something_that_has_no_answer_may_be_a_question_of_its_own(
    boats: Parts, monkeypatch: pytest.MonkeyPatch, question: str, sure: float, meant: str
) -> None:
    monkeypatch.setattr(
        "service.conversation.understanding.choose",
        lambda made, *others, **settled: Chosen("Who painted the zebra?", (question,)),
    )
    monkeypatch.setattr("service.conversation.understanding._SURE_AS_TYPED", sure)
    answerer = Answerer(boats.library.searcher, 0.25)
    past = Past("What is red?", "What is red?", ("The ferry is red.",), frozenset({"corin.md"}))
    found = Understanding(answerer, [past], None, lambda: None).of(question)
    assert found.standalone == meant
    assert found.looked is None or found.looked.question.typed == meant
    assert {found.standalone, *found.readings} == {"Who painted the zebra?", question}
