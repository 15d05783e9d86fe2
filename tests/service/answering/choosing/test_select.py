from collections.abc import Callable

from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.choosing.select import MOST_QUOTES, ChosenSentence, Selection, select
from service.answering.weighing.evidence import Evidence, weigh
from tests.service.answering.scored_evidence import evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]


def chosen_for(searcher: Searcher, question: str) -> list[Evidence]:
    asked = analyse(question)
    selection = select(asked, weigh(searcher.search(question, 8).hits))
    return [chosen.evidence for chosen in selection.sentences]


def test_nothing_found_is_no_choice() -> None:
    assert select(analyse("why?"), []) == Selection([], [])


def test_the_same_statement_is_chosen_once(library_of: LibraryOf) -> None:
    sentence = "The otter dives eight metres deep."
    searcher = library_of(
        {
            "a.txt": f"{sentence} Rain falls.",
            "b.txt": f"Wind blows. {sentence}",
            "c.txt": "The otter dives eight metres deep!",
        }
    )
    chosen = chosen_for(searcher, "How deep does the otter dive?")
    assert [one.text.rstrip(".!") for one in chosen] == [sentence.rstrip(".")]


def test_the_chosen_are_few_and_in_reading_order(library_of: LibraryOf) -> None:
    animals = ["otter", "badger", "heron", "beaver", "kestrel", "marten"]
    text = " ".join(f"The {animal} lives in the {animal}wood valley." for animal in animals)
    searcher = library_of({"a.txt": text, "b.txt": "The valley has animals. The beaver lives."})
    chosen = chosen_for(searcher, "Which animals live in the valley?")
    assert 1 <= len(chosen) <= MOST_QUOTES
    of_a = [one.place[1] for one in chosen if one.place[0] == "a.txt"]
    assert of_a == sorted(of_a)


def test_a_sentence_that_leans_on_the_one_before_brings_it(library_of: LibraryOf) -> None:
    searcher = library_of(
        {"a.txt": "Rain falls. The otter is a swimmer. It dives eight metres deep in winter."}
    )
    chosen = chosen_for(searcher, "How deep does one dive in winter?")
    texts = [one.text for one in chosen]
    assert texts[:2] == ["The otter is a swimmer.", "It dives eight metres deep in winter."]


def test_a_pronoun_at_the_start_of_a_document_has_nothing_to_bring(library_of: LibraryOf) -> None:
    searcher = library_of({"a.txt": "It dives eight metres deep in winter. Rain falls."})
    chosen = chosen_for(searcher, "How deep does it dive in winter?")
    assert [one.text for one in chosen] == ["It dives eight metres deep in winter."]


COST = "The Holm bridge cost {} million crowns, the council said."
ASKED = "How much did the Holm bridge cost?"


def names(found: ChosenSentence) -> list[str]:
    return [other.stored.document.document_id for other in found.also]


def test_copies_in_other_documents_are_further_sources(library_of: LibraryOf) -> None:
    edited = COST.format("three").replace("said", "said on Sunday")
    searcher = library_of(
        {
            "a.txt": f"{COST.format(3)} Rain falls. {COST.format(3)}",
            "b.txt": f"Wind blows. {COST.format(3)}",
            "c.txt": f"Wind blows hard. {edited}",
            "d.txt": "Snow falls on the Holm bridge.",
        }
    )
    [found] = select(
        analyse(ASKED), evidence_of(searcher, {COST.format(3): 0.9, "The Holm": 0.85})
    ).sentences
    assert found.evidence.text == COST.format(3)
    assert found.evidence.place[0] == "a.txt"
    assert sorted(names(found)) == ["b.txt", "c.txt"]
    assert [w.text for w in found.also if w.stored.document.document_id == "c.txt"] == [edited]


def test_a_copied_document_leaves_room_for_what_others_say(library_of: LibraryOf) -> None:
    text = "The heron lives at Holm. The otter dives at Birk. The marten hides at Dale."
    searcher = library_of({"a.txt": text, "b.txt": text, "c.txt": "The kestrel nests at Thorp."})
    evidence = evidence_of(searcher, {"The heron": 0.9, "The otter": 0.89, "The kestrel": 0.88})
    found = select(analyse("Which animals are there?"), evidence).sentences
    assert [one.evidence.text for one in found] == [
        *("The heron lives at Holm.", "The otter dives at Birk.", "The kestrel nests at Thorp.")
    ]
    assert len({one.evidence.document_id for one in found} - {"c.txt"}) == 1


def test_a_sentence_that_contradicts_is_quoted_however_low_its_score(
    library_of: LibraryOf,
) -> None:
    searcher = library_of(
        {
            "a.txt": COST.format(3),
            "b.txt": COST.format(5),
            "c.txt": f"Wind blows. {COST.format('five')}",
            "d.txt": "Holm had a bridge once. The old ferry at Dale was dear to many.",
        }
    )
    scores = {COST.format(3): 0.9, "The old ferry": 0.89, "Holm had": 0.88, "The Holm": 0.2}
    found = select(analyse(ASKED), evidence_of(searcher, scores)).sentences
    assert [one.evidence.text for one in found] == [
        *(COST.format(3), "The old ferry at Dale was dear to many.", COST.format(5))
    ]
    assert [names(one) for one in found] == [[], [], ["c.txt"]]


def test_there_are_three_and_what_their_pronouns_need(library_of: LibraryOf) -> None:
    words = "heron otter marten kestrel badger".split()
    searcher = library_of(
        {f"{word}.txt": f"The {word} is small. It likes {word}wood." for word in words}
    )
    found = select(
        analyse("What do they like?"), evidence_of(searcher, {"It likes": 0.9})
    ).sentences
    texts = [one.evidence.text for one in found]
    assert sum(text.startswith("It") for text in texts) == MOST_QUOTES
    assert len(texts) == 2 * MOST_QUOTES
    assert [text.startswith("The") for text in texts] == [True, False] * MOST_QUOTES


PLAN = "The {} plan costs {} euros a month."
WHICH = "Which plan is the most expensive?"


def priced(library_of: LibraryOf, plans: dict[str, int]) -> Searcher:
    return library_of(
        {f"{name}.txt": f"{PLAN.format(name, euros)} Rain falls." for name, euros in plans.items()}
    )


def test_a_question_about_several_things_gets_what_is_said_of_each(library_of: LibraryOf) -> None:
    plans = {"basic": 5, "team": 12, "grand": 30}
    chosen = chosen_for(priced(library_of, plans), WHICH)
    assert sorted(one.text for one in chosen) == sorted(
        PLAN.format(name, euros) for name, euros in plans.items()
    )


def test_a_part_of_several_things_does_not_pass_for_all(library_of: LibraryOf) -> None:
    names = "amber birch cedar dahlia elder fern gorse hazel iris juniper".split()
    searcher = priced(library_of, {name: number for number, name in enumerate(names, 11)})
    asked = analyse(WHICH)
    assert not select(asked, weigh(searcher.search(WHICH, 20).hits)).sentences


def test_rows_of_a_table_that_are_compared_come_together(library_of: LibraryOf) -> None:
    rows = "".join(f"| {name} | {euros} |\n" for name, euros in (("Basic", 5), ("Team", 12)))
    searcher = library_of({"plans.md": f"# Prices\n\n| Plan | Euros |\n| --- | --- |\n{rows}"})
    asked = analyse("What is the difference between the basic plan and the team plan?")
    evidence = evidence_of(searcher, {"Basic": 0.9})
    chosen = [one.evidence.text.split()[0] for one in select(asked, evidence).sentences]
    assert chosen == ["Basic", "Team"]


def test_two_items_of_a_list_that_answer_equally_well_are_both_chosen(
    library_of: LibraryOf,
) -> None:
    items = "- off: ends keys and moves of the lamp\n- no_moves: ends only moves of the lamp\n"
    asked = analyse("How do I end the moves of the lamp but no keys?")
    for text, second, count in (
        (items, 0.88, 2),
        (items, 0.6, 1),
        (items.replace("- ", "\n"), 0.88, 1),
    ):
        searcher = library_of({"a.md": f"# Modes\n\nThere are modes:\n\n{text}"})
        evidence = evidence_of(searcher, {"off": 0.9, "no_moves": second})
        told = [one.evidence.text for one in select(asked, evidence).sentences]
        assert [one.partition(":")[0] for one in told] == ["off", "no_moves"][:count]
