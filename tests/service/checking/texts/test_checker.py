"""What a check says of texts and claims, by the index and by documents that come with them."""

from collections.abc import Callable

import pytest

from index.search import Searcher
from index.storage.document_filter import Filter
from service.checking.texts.check_records import CheckedSentence, CheckedText, GivenDocument
from service.checking.texts.checker import Checker
from service.errors import BadText
from tests.service.checking.toy_judge import ToyJudge

TEXTS = {
    "otters.txt": (
        "Otters of the river\n\nOtters live along the river and eat fish. It is cold there. "
        "The otter dives 8 metres deep."
    ),
    "rivers/mills.md": (
        "# Mills of the valley\n\nThe old mill grinds barley twice a week. "
        "It stands at the weir.\n\n## Prices\n\n| Flour | Euros |\n|---|---|\n| rye | 4 |\n"
    ),
}

LibraryOf = Callable[[dict[str, str]], Searcher]


@pytest.fixture
def searcher(library_of: LibraryOf) -> Searcher:
    return library_of(TEXTS)


@pytest.fixture
def checker(searcher: Searcher) -> Checker:
    return Checker(lambda: searcher, ToyJudge(), searcher.encode)


def by_text(checked: CheckedText) -> dict[str, CheckedSentence]:
    return {one.text: one for one in checked.sentences}


def test_each_sentence_gets_its_label_with_the_place_that_decided(
    checker: Checker, searcher: Searcher
) -> None:
    text = (
        "# Report\n\nThe otter dives 8 metres deep. The otter dives 9 metres deep.\n"
        "Foxes climb trees in spring. Is that so?"
    )
    checked = checker.check_text(text)
    said = by_text(checked)
    for one in checked.sentences:
        assert text[one.start : one.end] == one.text
    right, wrong = said["The otter dives 8 metres deep."], said["The otter dives 9 metres deep."]
    assert right.support is not None
    assert right.support.label == "supported"
    assert right.reason == ""
    assert right.nearest is None
    assert wrong.support is not None
    assert wrong.support.label == "contradicted"
    assert wrong.reason == "The document has another number."
    for one in (right, wrong):
        [place] = one.citations
        document = searcher.generation.store.document(place.source.document_id)
        assert document is not None
        assert place.source.sha256 == document.sha256
        assert place.quote == "The otter dives 8 metres deep."
        assert document.text[place.source.start : place.source.end] == place.quote
    other = said["Foxes climb trees in spring."]
    assert other.support is not None
    assert other.support.label == "not_mentioned"
    assert other.citations == []
    assert other.nearest is not None
    assert said["Is that so?"].support is None
    assert said["Is that so?"].reason
    counts = checked.counts
    assert (counts.supported, counts.contradicted, counts.not_mentioned, counts.not_checked) == (
        *(1, 1, 1, 2),
    )


def test_a_document_that_supports_wins_over_one_that_does_not(library_of: LibraryOf) -> None:
    texts = {
        "a.txt": "Heights\n\nThe tower of Holm is 30 metres high.",
        "b.txt": "Sizes\n\nThe tower of Holm is 40 metres high.",
    }
    searcher = library_of(texts)
    checker = Checker(lambda: searcher, ToyJudge(), searcher.encode)
    for height, document in ((30, "a.txt"), (40, "b.txt")):
        [said] = checker.check_text(f"The tower of Holm is {height} metres high.").sentences
        assert said.support is not None
        assert said.support.label == "supported"
        assert [place.source.document_id for place in said.citations] == [document]
        assert {place.source.document_id for place in said.against} <= {"a.txt", "b.txt"} - {
            document
        }
        assert bool(said.against) == said.reason.startswith("Another document says otherwise: ")


def test_a_quote_that_begins_with_a_pronoun_comes_with_the_sentence_before(
    checker: Checker,
) -> None:
    [said] = checker.check_text("The old mill stands at the weir.").sentences
    assert said.support is not None
    assert said.support.label == "supported"
    assert said.citations[0].quote == (
        "The old mill grinds barley twice a week. It stands at the weir."
    )


def test_filters_choose_the_documents_that_count(checker: Checker) -> None:
    text = "The otter dives 8 metres deep."
    checked = checker.check_text(text, Filter(folder="rivers"))
    assert checked.counts.supported == 0
    assert checked.filtered is not None
    assert checked.filtered.documents == 1
    nothing = checker.check_text(text, Filter(folder="nowhere"))
    assert nothing.counts.not_mentioned == 1
    assert nothing.sentences[0].nearest is None
    assert nothing.sentences[0].reason == "No document has anything like it."


def test_documents_that_come_along_are_all_that_counts(checker: Checker) -> None:
    given = [
        GivenDocument("1", "Foxes", "# Of foxes\n\nFoxes climb trees. They sleep by day."),
        GivenDocument("owls.txt", "", "Owls sleep by day.\n\nOwls hunt 6 mice. 🦉 Owls fly."),
    ]
    text = "Foxes climb trees. Owls hunt 7 mice. The otter dives 8 metres deep. Owls fly."
    checked = checker.check_text(text, documents=given)
    assert checked.generation is None
    labels = [one.support.label if one.support else None for one in checked.sentences]
    assert labels == ["supported", "contradicted", "not_mentioned", "supported"]
    for one in checked.sentences:
        for place in one.citations:
            [document] = [d for d in given if d.id == place.source.document_id]
            assert document.text[place.source.start : place.source.end] == place.quote
    assert checked.sentences[0].citations[0].source.headings == ["Of foxes"]


def test_markers_name_the_document_that_must_support_a_sentence(checker: Checker) -> None:
    given = [GivenDocument("1", "", "Foxes climb trees."), GivenDocument("2", "", "Owls fly.")]
    checked = checker.check_text("Owls fly. [2] Foxes climb trees. [2]", documents=given)
    labels = [one.support.label if one.support else None for one in checked.sentences]
    assert labels == ["supported", "not_mentioned"]
    by_name = [GivenDocument("7", "", "Owls fly."), GivenDocument("1", "", "Foxes climb trees.")]
    checked = checker.check_text("Owls fly. [7] Foxes climb trees. [1]", documents=by_name)
    assert checked.counts.supported == 2


def test_a_claim_is_taken_whole(checker: Checker) -> None:
    claims = ["Otters eat fish. The otter dives 8 metres deep.", "  Why?  "]
    checked = checker.check_claims(claims)
    assert [one.text for one in checked.sentences] == [claims[0], "Why?"]
    assert (checked.sentences[1].start, checked.sentences[1].end) == (2, 6)
    assert checked.sentences[1].support is None


def test_what_cannot_be_checked_is_said_before_any_work(checker: Checker) -> None:
    with pytest.raises(BadText, match="nothing to check"):
        checker.check_text(" \n ")
    with pytest.raises(BadText, match="claim 2 is empty"):
        checker.check_claims(["Owls fly.", " "])
    with pytest.raises(BadText, match="3 sentences; at most 2"):
        checker.check_text("One is here. Two are here. Three are here.", most_sentences=2)


def test_it_says_how_far_it_is(checker: Checker) -> None:
    told: list[tuple[int, int]] = []
    text = " ".join(f"Otter {n} eats fish." for n in range(70))
    checker.check_text(text, advance=lambda done, total: told.append((done, total)))
    assert told == [(32, 70), (64, 70), (70, 70)]
