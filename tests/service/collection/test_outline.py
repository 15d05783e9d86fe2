import pytest

from tests.service.collection.answers import TEXTS, LibraryOf, asked, cited, quotes

HANDBOOK = "# Employee handbook\n\nIt holds for all. It is new.\n\n" + "".join(
    f"## Rule {word}\n\nThe rule {word} comes first. It has a second sentence.\n\n"
    for word in ("one", "two", "three")
)


def test_a_summary_has_headings_and_the_first_sentences_below_them(library_of: LibraryOf) -> None:
    searcher = library_of(TEXTS | {"handbook.md": HANDBOOK})
    answer = asked(searcher, "Summarise the employee handbook.")
    assert (answer.status, answer.mode) == ("answered", "collection")
    assert set(cited(answer)) == {"handbook.md"}
    lines = answer.answer.splitlines()
    assert lines[0] == "Employee handbook (handbook.md)"
    assert "Rule two" in lines
    assert lines[lines.index("Rule two") + 1].startswith("The rule two comes first.")
    assert "Employee handbook" not in quotes(answer)
    assert len(quotes(answer)) == 6


def test_a_short_document_gives_all_its_sentences(library_of: LibraryOf) -> None:
    answer = asked(library_of(TEXTS), "Please summarise the letter for me")
    assert quotes(answer) == ["Our tenant in BRENN asked for a boiler.", "Brenn is cold."]


def test_a_long_one_is_quoted_from_beginning_to_end(library_of: LibraryOf) -> None:
    text = "\n\n".join(f"Paragraph {n} begins here. It goes on." for n in range(40))
    answer = asked(library_of({"log.md": f"# Log book\n\n{text}\n"}), "Summarise the log book")
    starts = [citation.source.start for citation in answer.citations]
    assert len(starts) == 6
    assert starts == sorted(starts)
    assert starts[-1] > len(text) / 2
    assert all(quote.endswith("begins here.") for quote in quotes(answer))


def test_a_document_is_known_by_its_file_name(library_of: LibraryOf) -> None:
    answer = asked(library_of(TEXTS), "Give me a summary of holidays.md")
    assert cited(answer) == ["holidays.md"]


def test_a_section_is_known_by_its_heading(library_of: LibraryOf) -> None:
    answer = asked(library_of(TEXTS), "Give me a summary of the section on costs")
    assert quotes(answer) == ["It is 5 euros."]


def test_where_several_may_be_meant_it_asks(library_of: LibraryOf) -> None:
    texts = {f"{year}.md": f"# Budget of {year}\n\nIt was spent.\n" for year in (2023, 2024)}
    searcher = library_of(texts)
    answer = asked(searcher, "Summarise the budget")
    assert (answer.status, answer.citations) == ("unsupported", [])
    assert "Budget of 2023 (2023.md)" in answer.answer
    assert "Budget of 2024 (2024.md)" in answer.answer
    assert cited(asked(searcher, "Summarise the budget of 2024")) == ["2024.md"]


def test_what_is_no_document_is_looked_for_as_any_question(library_of: LibraryOf) -> None:
    answer = asked(library_of(TEXTS), "Summarise the quantum policy")
    assert (answer.mode, answer.status) == ("quoted", "unsupported")


@pytest.mark.parametrize(
    "question",
    [
        "What is install.md about?",
        "What's in install.md?",
        "What's in the file install.md?",
        "What is the document Pantry about?",
        "What is Pantry about?",
        "Was steht in install.md?",
        "Worum geht es in Pantry?",
    ],
)
def test_what_a_document_is_about_is_its_summary(library_of: LibraryOf, question: str) -> None:
    texts = TEXTS | {"install.md": "# Pantry\n\nIt is set up in an hour. A pantry is a store.\n"}
    answer = asked(library_of(texts), question)
    assert (answer.status, answer.mode) == ("answered", "collection")
    assert answer.answer.splitlines()[0] == "Pantry (install.md)"


@pytest.mark.parametrize(
    "question",
    [
        "What is a pantry?",
        "What is in the pantry?",
        "How long does install.md take?",
        "What is the boiler about?",
        "What does the Pantry cost?",
        "Explain the pantry",
        "Who wrote install.md?",
        "Do guests get Pantry cheaper?",
    ],
)
def test_a_thing_with_the_name_of_a_document_is_looked_for(
    library_of: LibraryOf, question: str
) -> None:
    texts = TEXTS | {"install.md": "# Pantry\n\nIt is set up in an hour. A pantry is a store.\n"}
    assert asked(library_of(texts), question).mode == "quoted"


def test_a_title_that_is_a_question_is_no_name(library_of: LibraryOf) -> None:
    texts = TEXTS | {"index.md": "# What is Otterware?\n\nIt keeps your notes.\n"}
    assert asked(library_of(texts), "What's new in Otterware 3.0?").mode == "quoted"


def test_a_lead_in_brings_the_first_of_its_list(library_of: LibraryOf) -> None:
    items = "".join(f"- part {word}\n" for word in ("one", "two", "three", "four", "five", "six"))
    text = f"# Widget\n\n## Parts\n\nIt is made of these:\n\n{items}\n## Use\n\nTurn it on.\n"
    answer = asked(library_of({"widget.md": text}), "Summarise the widget")
    assert quotes(answer) == [
        "It is made of these:\n\n- part one\n- part two\n- part three",
        "Turn it on.",
    ]
    assert [citation.more for citation in answer.citations] == [3, 0]
    assert "part three [1] (and 3 more)" in answer.answer


def test_whole_sentences_come_before_lists(library_of: LibraryOf) -> None:
    text = "# Widget\n\nThe widget turns. It has:\n\n- a wheel\n- a brake\n\nIt is loud.\n"
    answer = asked(library_of({"widget.md": text}), "Summarise the widget")
    assert quotes(answer) == ["The widget turns.", "It has:\n\n- a wheel\n- a brake", "It is loud."]


def test_a_lead_in_of_what_is_not_told_is_left_out(library_of: LibraryOf) -> None:
    text = (
        "# Widget\n\nIt turns.\n\nThe prices are:\n\n| Size | Price |\n| --- | --- |\n| S | 1 |\n"
    )
    answer = asked(library_of({"widget.md": text}), "Summarise the widget")
    assert quotes(answer) == ["It turns."]
