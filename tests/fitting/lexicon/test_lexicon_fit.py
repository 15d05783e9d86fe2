"""What is made of the files of WordNet and of the forms of words, on a few entries of our own."""

import gzip
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.fitting.lexicon.entries import Entries
from tests.fitting.lexicon.irregular import irregular_forms
from tests.fitting.lexicon.verb_uses import lines_of
from tests.fitting.lexicon.wordnet import WordNet
from tests.fitting.tagging.treebank import Sentence, Word

# Lexicographer's file, words, and the meaning above by its first word. The first are those that
# tell what a noun stands for.
NOUNS = """
3 person individual
3 group grouping
3 location
3 event
3 act deed
3 measure quantity
6 structure construction
6 way
6 facility installation
6 area
6 workplace work
17 geological_formation formation
17 body_of_water water
17 land dry_land
17 celestial_body heavenly_body
14 social_group
14 organization organisation
14 people
14 gathering assemblage < social_group
10 writing written_material
10 publication
10 document written_document
10 written_record written_account
10 list listing
6 book volume
21 document
28 time_period period_of_time
28 time_unit unit_of_time
28 time_off
28 work_time
24 proportion
18 miller < person
18 Otto <i miller
6 mill < structure
6 pan
14 council < organization
14 crowd < gathering
28 week < time_period
28 furlough < time_off
10 leaflet
11 flood
23 litre
27 silt
6 ledger < book
"""
VERBS = ["say 32 26", "flood 35 8"]
COUNTS = {"mill": 3, "pan": 2, "furlough": 1, "litre": 4}


def _line(offset: int, file: int, lemmas: Sequence[str], above: str, more: str = "") -> str:
    words = " ".join(f"{lemma} 0" for lemma in lemmas)
    kind = "v" if more else "n"
    return f"{offset:08} {file:02} {kind} {len(lemmas):02x} {words} {above}{more} | a gloss"


@pytest.fixture
def wordnet(tmp_path: Path) -> WordNet:
    offsets: dict[str, int] = {}
    nouns, senses = ["  1 the licence"], []
    for offset, row in enumerate(NOUNS.strip().splitlines(), 1):
        words, _, above = row.partition(" <")
        file, *lemmas = words.split()
        pointer = "@i" if above.startswith("i") else "@"
        named = above.removeprefix("i").strip()
        pointers = f"001 {pointer} {offsets[named]:08} n 0000" if named else "000"
        nouns.append(_line(offset, int(file), lemmas, pointers))
        for lemma in lemmas:
            offsets[lemma] = offset
            count = COUNTS.get(lemma, 0)
            senses.append(f"{lemma.lower()}%1:{file}:00:: {offset:08} 1 {count}")
    verbs = []
    for offset, row in enumerate(VERBS, 1):
        lemma, file, frame = row.split()
        verbs.append(_line(offset, int(file), [lemma], "000", f" 01 + {frame} 00"))
        senses.append(f"{lemma}%2:{file}:00:: {offset:08} 1 9")
    for name, lines in (("data.noun", nouns), ("data.verb", verbs), ("index.sense", senses)):
        tmp_path.joinpath(name).write_text("\n".join(lines) + "\n")
    tmp_path.joinpath("data.adj").write_text(
        "00000001 01 a 01 Halden 0 000 | of a place\n00000002 00 s 01 wet(p) 0 000 | not dry\n"
    )
    tmp_path.joinpath("data.adv").write_text("")
    return WordNet(tmp_path)


@pytest.mark.parametrize(
    ("word", "letters"),
    [
        ("miller", "Np"),
        ("Otto", "Npx"),
        ("mill", "Nlt"),
        ("council", "No"),
        ("crowd", "Neo"),
        ("week", "Ni"),
        ("furlough", "Ne"),
        ("leaflet", "Ntw"),
        ("flood", "VNe"),
        ("litre", "Nm"),
        ("say", "Vs"),
        ("pan", "Nt"),
        ("ledger", "Ntw"),
        ("wet", "A"),
    ],
)
def test_a_word_has_the_letters_of_its_meanings(wordnet: WordNet, word: str, letters: str) -> None:
    assert dict(Entries(wordnet).all())[word] == letters


def test_what_any_unknown_word_is_taken_for_has_no_entry(wordnet: WordNet) -> None:
    words = [word for word, _ in Entries(wordnet).all()]
    assert "silt" not in words
    assert words == sorted(words)


def test_only_forms_that_no_rule_makes_are_kept(tmp_path: Path) -> None:
    rows = [
        "carry,verb,carried,,carrying,carries",
        "visit,verb,visited,,visiting,visits",
        "write,verb,wrote,written,writing,writes",
        "dream,verb,dreamed/dreamt,dreamt,dreaming,dreams",
        "mill,noun,mills",
        "wife,noun,wives",
        "silt,noun,silts/silt",
        "qwz,noun,qwzen",
    ]
    path = tmp_path / "forms.csv.gz"
    path.write_bytes(gzip.compress("\n".join(rows).encode()))
    row = "\t".join(["1", "people", "people", "NOUN", "NNS", *"_0___"])
    tmp_path.joinpath("one.conllu").write_text(f"# text = people\n{row}\n\n" * 5)
    words = dict.fromkeys(["carry", "visit", "write", "dream", "mill", "wife", "silt"], "NV")
    assert irregular_forms(path, tmp_path, words) == [
        "N people people",
        "N wife wives",
        "V dream dreamed/dreamt dreamt dreaming dreams",
        "V write wrote written writing writes",
    ]


def test_the_uses_of_verbs_are_counted() -> None:
    def word(form: str, lemma: str, part: str, head: int, relation: str) -> Word:
        tag = "VBD" if part == "VERB" else ""
        return Word(form, lemma, part, tag, head, relation, 0, 0)

    they = word("they", "they", "PRON", 2, "nsubj")
    built = [they, word("built", "build", "VERB", 0, "root"), word("it", "it", "PRON", 2, "obj")]
    there = [*built, word("there", "there", "ADV", 2, "obl:unmarked")]
    leant = [
        they,
        word("leant", "lean", "VERB", 0, "root"),
        word("on", "on", "ADP", 4, "case"),
        word("it", "it", "PRON", 2, "obl"),
    ]
    sentences = [Sentence("", tuple(words)) for words in (built, built, there, leant, leant, leant)]
    assert list(lines_of(sentences)) == ["build 3 3 2", "lean 3 3 0 on:3"]
    assert list(lines_of(sentences[3:4])) == []
