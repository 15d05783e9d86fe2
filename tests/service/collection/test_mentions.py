from index.storage.document_filter import Filter
from tests.service.collection.answers import TEXTS, LibraryOf, asked, cited, quotes


def test_every_document_with_the_word_is_named_and_quoted(library_of: LibraryOf) -> None:
    answer = asked(library_of(TEXTS), "Which documents mention Brenn?")
    assert (answer.status, answer.mode, answer.confidence) == ("answered", "collection", 1.0)
    assert answer.answer.startswith("3 documents mention “Brenn”:\n")
    assert sorted(cited(answer)) == ["letters/letter.md", "minutes.md", "plan.md"]
    assert cited(answer)[0] == "letters/letter.md"  # the most mentions come first
    assert "Letter (2 mentions): Our tenant in BRENN asked for a boiler." in answer.answer
    assert [p.document_id for p in answer.passages] == cited(answer)


def test_the_word_is_marked_in_its_quote(library_of: LibraryOf) -> None:
    answer = asked(library_of(TEXTS), "Which documents mention the board?")
    [citation] = answer.citations
    assert citation.highlight is not None
    assert answer.answer[citation.highlight.start : citation.highlight.end] == "board"


def test_a_heading_is_not_quoted_but_what_stands_below_it(library_of: LibraryOf) -> None:
    answer = asked(library_of({"plan.md": TEXTS["plan.md"]}), "Which documents mention Brenn?")
    assert quotes(answer) == ["It begins in June."]


def test_the_words_must_stand_together(library_of: LibraryOf) -> None:
    searcher = library_of(TEXTS)
    answer = asked(searcher, "Which documents mention the Brenn site?")
    assert cited(answer) == ["minutes.md"]
    none = asked(searcher, "Which documents mention the Brenn boiler?")
    assert (none.status, none.answer) == (
        "unsupported",
        "No document mentions “the Brenn boiler”, with these words one after the other.",
    )


def test_what_no_document_mentions(library_of: LibraryOf) -> None:
    answer = asked(library_of(TEXTS), "Which documents mention penguins?")
    assert (answer.status, answer.mode, answer.citations) == ("unsupported", "collection", [])
    assert answer.answer == "No document mentions “penguins”."
    assert answer.confidence == 0.0


def test_a_filter_leaves_documents_out(library_of: LibraryOf) -> None:
    chosen = Filter(folder="letters")
    answer = asked(library_of(TEXTS), "Which documents mention Brenn?", chosen)
    assert cited(answer) == ["letters/letter.md"]
    assert answer.filtered is not None
    assert answer.filtered.documents == 1


def test_of_many_documents_the_first_are_named(library_of: LibraryOf) -> None:
    texts = {f"{n:02}.md": f"# Day {n}\n\nThe otter swam.\n" for n in range(12)}
    answer = asked(library_of(texts), "Which documents mention otters?")
    assert answer.answer.startswith("12 documents mention “otters”:")
    assert len(answer.citations) == 8
    assert answer.answer.endswith("\nand 4 more.")


def test_words_of_other_languages_are_found_in_all_their_forms(library_of: LibraryOf) -> None:
    texts = {
        "miete.txt": "Die Kündigungsfristen betragen drei Monate. Das ist nicht lang und fest.",
        "drucker.txt": "打印机在二楼厨房旁边。海獭在海藻林中睡觉。",
        "other.txt": "Otters sleep in the kelp.",
    }
    searcher = library_of(texts)
    german = asked(searcher, "Which documents mention Kündigungsfrist?")
    assert cited(german) == ["miete.txt"]
    chinese = asked(searcher, "Which documents mention 打印机?")
    assert quotes(chinese) == ["打印机在二楼厨房旁边。"]
    [citation] = chinese.citations
    assert citation.highlight is not None
    assert chinese.answer[citation.highlight.start : citation.highlight.end] == "打印机"


def test_a_lead_in_brings_what_it_introduces(library_of: LibraryOf) -> None:
    items = "".join(f"- cost {word}\n" for word in ("one", "two", "three", "four", "five"))
    texts = {"lease.md": f"# Lease\n\nThe landlord pays for:\n\n{items}"}
    answer = asked(library_of(texts), "Which documents mention the landlord?")
    assert quotes(answer) == ["The landlord pays for:\n\n- cost one\n- cost two\n- cost three"]
    assert answer.answer.endswith(" [1] (and 2 more)")


def test_a_whole_sentence_is_quoted_rather_than_a_lead_in(library_of: LibraryOf) -> None:
    texts = {"lease.md": "# Lease\n\nThe landlord pays for:\n\n- rates\n\nThe landlord is away.\n"}
    answer = asked(library_of(texts), "Which documents mention the landlord?")
    assert quotes(answer) == ["The landlord is away."]
