from pathlib import Path

import numpy as np
import pytest

from index.storage.lexicon import SearchText
from index.storage.lexicon.lexicon import Lexicon
from index.storage.lexicon.lexicon_writer import write_lexicon

PASSAGES = [
    "Otters dive for clams.",
    "The kelp forest grows; kelp feeds urchins.",
    "An otter sleeps in the kelp.",
    "日本語 🦦",
]


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    folder = tmp_path_factory.mktemp("generation") / "lexicon"
    write_lexicon(folder, map(SearchText, PASSAGES), 0)
    return Lexicon(folder, {0: 0})


def rows_for(lexicon: Lexicon, question: str, k: int = 10) -> list[int]:
    rows, scores = lexicon.search(question, k)
    assert sorted(scores, reverse=True) == list(scores)
    return [int(row) for row in rows]


def test_passages_that_hold_more_of_the_words_come_first(lexicon: Lexicon) -> None:
    assert rows_for(lexicon, "Where does the otter sleep in kelp?") == [2, 1, 0]
    assert rows_for(lexicon, "kelp")[0] == 1
    assert rows_for(lexicon, "kelp", k=1) == [1]


@pytest.mark.parametrize("question", ["", "?!", "where is it", "zebra"])
def test_without_a_word_in_common_nothing_is_found(lexicon: Lexicon, question: str) -> None:
    assert rows_for(lexicon, question) == []


@pytest.mark.parametrize(
    "question", ['kelp AND -otter"', "text:kelp", "row:1 kelp", "kelp*~2^9", "(kelp", "kelp\x00"]
)
def test_a_question_is_words_and_never_a_query_language(lexicon: Lexicon, question: str) -> None:
    assert 1 in rows_for(lexicon, question)


def test_repeating_a_word_does_not_change_the_ranking(lexicon: Lexicon) -> None:
    once, _ = lexicon.search("otter kelp", 10)
    often, _ = lexicon.search("otter " * 50 + "kelp", 10)
    assert once.tolist() == often.tolist()


def test_rare_terms_weigh_more(lexicon: Lexicon) -> None:
    assert lexicon.passages == 4
    assert lexicon.rarity("kelp") < lexicon.rarity("clam") < lexicon.rarity("zebra")
    assert lexicon.rarity("kelp") > 0


def test_other_scripts_are_found(lexicon: Lexicon) -> None:
    assert rows_for(lexicon, "日本語") == [3]


def test_rows_follow_the_order_of_many_passages(tmp_path: Path) -> None:
    write_lexicon(tmp_path / "lexicon", (SearchText(f"word{n} kelp") for n in range(2000)), 0)
    many = Lexicon(tmp_path / "lexicon", {0: 0})
    assert many.passages == 2000
    assert [rows_for(many, f"word{n}") for n in (0, 999, 1999)] == [[0], [999], [1999]]


def test_an_empty_lexicon_finds_nothing(tmp_path: Path) -> None:
    write_lexicon(tmp_path / "lexicon", [], 0)
    assert rows_for(Lexicon(tmp_path / "lexicon", {0: 0}), "kelp") == []


def test_a_writer_that_died_of_a_full_disk_is_an_os_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first failure says only that a thread died; what of, the writer says when asked."""

    class Writer:
        def add_document(self, _: object) -> None:
            raise ValueError("An index writer was killed.")

        def commit(self) -> None:
            raise ValueError("An IO error occurred: 'No space left on device (os error 28)'")

    class Index:
        def __init__(self, *_: object, **__: object) -> None:
            pass

        def register_tokenizer(self, *_: object) -> None:
            pass

        def writer(self, **_: object) -> Writer:
            return Writer()

    monkeypatch.setattr("index.storage.lexicon.lexicon_writer.tantivy.Index", Index)
    with pytest.raises(OSError, match="No space left") as raised:
        write_lexicon(tmp_path / "lexicon", [SearchText("Otters dive.")], 0)
    assert raised.value.errno == 28


def test_a_failure_that_is_not_the_disks_is_raised_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("a bug")

    monkeypatch.setattr("index.storage.lexicon.lexicon_writer._add", fail)
    with pytest.raises(ValueError, match="a bug"):
        write_lexicon(tmp_path / "lexicon", [SearchText("Otters dive.")], 0)


@pytest.mark.parametrize("most_named", [0, 10_000])
def test_among_some_rows_the_best_of_these_are_found_as_among_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most_named: int
) -> None:
    monkeypatch.setattr("index.storage.lexicon.lexicon._MOST_NAMED", most_named)
    rng = np.random.default_rng(3)
    words = ["otter", "kelp", "river", "the", "mill", "urchin"]
    texts = [" ".join(rng.choice(words, rng.integers(1, 12))) for _ in range(300)]
    write_lexicon(tmp_path / "lexicon", map(SearchText, texts), 0)
    lexicon = Lexicon(tmp_path / "lexicon", {0: 0})
    rows, scores = lexicon.search("otters in the river", 300)
    for share in (0.0, 0.003, 0.1, 0.9, 1.0):
        among = rng.random(300) < share
        found, their_scores = lexicon.search("otters in the river", 20, among)
        # Of equal scores any may come first.
        assert np.array_equal(their_scores, scores[among[rows]][:20])
        assert among[found].all()
        assert len(set(found.tolist())) == len(found)
    one = np.arange(300) == rows[-1]
    assert lexicon.search("otters in the river", 20, one)[0].tolist() == [rows[-1]]


GERMAN = "Die Kündigungsfristen der Wohnungen betragen drei Monate."
RUSSIAN = "Срок уведомления заканчивается через три месяца."
CHINESE = "海獭在海藻林中睡觉。打印机在二楼。"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    folder = tmp_path_factory.mktemp("mixed") / "lexicon"
    texts = [(GERMAN, "de"), (RUSSIAN, "ru"), (CHINESE, "zh"), ("Otters sleep in 日本語.", "en")]
    write_lexicon(folder, (SearchText(*one) for one in texts), 0)
    return Lexicon(folder, {0: 0})


def test_it_knows_the_languages_of_its_passages(lexicon: Lexicon, mixed: Lexicon) -> None:
    assert lexicon.languages == ("en",)
    assert mixed.languages == ("de", "en", "ru", "zh")


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("Wie lange ist die Kündigungsfrist einer Wohnung?", 0),
        ("Kundigungsfrist?", 0),
        ("Kündigungsfrist", 0),
        ("What is a Kündigungsfrist?", 0),
        ("Какие сроки уведомлений?", 1),
        ("海獭在哪里睡觉？", 2),
        ("打印机在哪里？", 2),
        ("where does the otter sleep", 3),
        ("日本語", 3),
    ],
)
def test_a_question_finds_other_forms_of_its_words_in_any_language(
    mixed: Lexicon, question: str, row: int
) -> None:
    assert rows_for(mixed, question) == [row]


def test_all_words_are_sought_in_any_of_their_ways(mixed: Lexicon) -> None:
    assert mixed.holding(mixed.ways("Wohnung Monat"), 9).tolist() == [0]
    assert mixed.holding(mixed.ways("Wohnung otter"), 9).tolist() == []


def test_a_word_is_as_rare_as_all_its_ways_together(mixed: Lexicon) -> None:
    assert mixed.rarity("wohnung", "otter") < mixed.rarity("wohnung") == mixed.rarity("otter")


def test_the_ends_of_two_words_are_no_word_unless_they_stand_somewhere(mixed: Lexicon) -> None:
    assert mixed.ways("海獭从哪来？", "zh") == [("海獭", "海獭从哪来")]
    assert ("獭在",) in mixed.ways("海獭在哪里？")
