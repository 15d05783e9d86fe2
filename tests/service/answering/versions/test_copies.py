from collections.abc import Callable

from index.search import Searcher
from index.storage.document_filter import Filter
from service.answering.answerer import Answerer
from service.records import Answer

LibraryOf = Callable[[dict[str, str]], Searcher]

BODY = (
    "The council closes the old swimming hall at the river for two years. The roof has leaked "
    "since the storm of last autumn. The repair costs 14 million crowns. Schools will swim in the "
    "hall of Birk. Buses leave from the market square at half past seven. The works begin soon, "
    "and swimmers who have paid for a year get back what they do not use."
)
QUESTION = "What does the repair cost?"


def asked(searcher: Searcher, question: str = QUESTION, chosen: Filter | None = None) -> Answer:
    return Answerer(lambda: searcher, 0.0).answer(question, 8, chosen)


def also(answer: Answer) -> dict[str, bool]:
    [citation] = [one for one in answer.citations if "14 million" in one.quote]
    return {one.source.document_id: one.copy for one in citation.also}


def cited(answer: Answer) -> str:
    [citation] = [one for one in answer.citations if "14 million" in one.quote]
    assert citation.source.passage_id in {one.passage_id for one in answer.passages}
    return citation.source.document_id


def dated(day: str, text: str = BODY) -> str:
    return f"---\ndate: {day}\n---\n{text}"


def test_the_newest_copy_is_cited_and_the_others_are_named(library_of: LibraryOf) -> None:
    searcher = library_of(
        {"a.md": dated("2024-05-01"), "b.md": dated("2024-05-03"), "c.md": dated("2024-05-02")}
    )
    answer = asked(searcher)
    assert cited(answer) == "b.md"
    assert also(answer) == {"a.md": True, "c.md": True}
    texts = [one.text for one in answer.passages]
    assert len(texts) == len(set(texts))


def test_the_fullest_copy_counts_before_a_newer_part_of_it(library_of: LibraryOf) -> None:
    part = BODY.rpartition(" The works")[0]
    searcher = library_of({"a.md": dated("2024-05-03", part), "b.md": dated("2024-05-01")})
    answer = asked(searcher)
    assert cited(answer) == "b.md"
    assert also(answer) == {"a.md": True}


def test_a_copy_that_is_out_of_date_is_not_cited(library_of: LibraryOf) -> None:
    old = f"---\ndate: 2024-05-03\ndeprecated: true\n---\n{BODY}"
    assert cited(asked(library_of({"a.md": dated("2024-05-01"), "b.md": old}))) == "a.md"


def test_a_copy_that_the_question_names_is_cited(library_of: LibraryOf) -> None:
    searcher = library_of(
        {
            "a.md": f"---\ntitle: Report of Holm\ndate: 2020-01-01\n---\n{BODY}",
            "b.md": f"---\ntitle: Report of Birk\ndate: 2024-01-01\n---\n{BODY}",
        }
    )
    assert cited(asked(searcher, "What does the repair at Holm cost?")) == "a.md"


def test_no_copy_outside_the_filter_is_cited_or_named(library_of: LibraryOf) -> None:
    searcher = library_of({"in/a.md": dated("2024-05-01"), "out/b.md": dated("2024-05-03")})
    answer = asked(searcher, chosen=Filter(folder="in"))
    assert cited(answer) == "in/a.md"
    assert also(answer) == {}


def test_who_says_it_besides_is_no_copy_unless_its_copy_said_it_before(
    library_of: LibraryOf,
) -> None:
    other = (
        "Money is short in the valley. The repair costs 14 million crowns. Nobody knows who pays "
        "for the road, the school and the bridge, since the mine was closed in spring."
    )
    searcher = library_of({"a.md": BODY, "b.md": BODY, "c.md": other})
    answer = asked(searcher)
    copies = {"a.md", "b.md"} - {cited(answer)}
    assert also(answer) == dict.fromkeys(copies, True) | {"c.md": False}
