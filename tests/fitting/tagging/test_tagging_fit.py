"""The fit of the tagger, on a few sentences of a treebank of our own."""

import random
from pathlib import Path

import pytest

from service.english.tagger.labels import Label
from service.english.tagger.tag_model import load, save
from tests.fitting.tagging.examples import Example, as_typed, example_of, shown
from tests.fitting.tagging.measure import share_right
from tests.fitting.tagging.questions import phrases_of, questions_of
from tests.fitting.tagging.treebank import Sentence, Word, documents

# Form, universal part of speech and tag of each word.
SENTENCES = """
The/DET/DT mill/NOUN/NN burned/VERB/VBD ./PUNCT/.
The/DET/DT mills/NOUN/NNS burn/VERB/VBP ./PUNCT/.
Otto/PROPN/NNP saw/VERB/VBD the/DET/DT mill/NOUN/NN ./PUNCT/.
Who/PRON/WP saw/VERB/VBD the/DET/DT old/ADJ/JJ saw/NOUN/NN ?/PUNCT/.
They/PRON/PRP want/VERB/VBP to/PART/TO burn/VERB/VB it/PRON/PRP ./PUNCT/.
They/PRON/PRP went/VERB/VBD to/ADP/IN Otto/PROPN/NNP 's/PART/POS mill/NOUN/NN ./PUNCT/.
Was/AUX/VBD her/PRON/PRP$ mill/NOUN/NN burned/VERB/VBN ?/PUNCT/.
"""
JOINED = """# text = They don't burn it.
1	They	they	PRON	PRP	_	4	nsubj	_	_
2-3	don't	_	_	_	_	_	_	_	_
2	do	do	AUX	VBP	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	burn	burn	VERB	VB	_	0	root	_	_
5	it	it	PRON	PRP	_	4	obj	_	_
6	.	.	PUNCT	.	_	4	punct	_	_
"""


def _conllu(line: str) -> str:
    words = [word.rsplit("/", 2) for word in line.split()]
    text = " ".join(form for form, *_ in words).replace(" 's", "'s")
    rows = [
        f"{number}\t{form}\t{form.lower()}\t{part}\t{tag}\t_\t0\troot\t_\t_"
        for number, (form, part, tag) in enumerate(words, 1)
    ]
    return "\n".join([f"# text = {text}", *rows]) + "\n"


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    blocks = [*map(_conllu, SENTENCES.strip().splitlines()), JOINED]
    tmp_path.joinpath("one.conllu").write_text("\n".join(blocks[:4]))
    tmp_path.joinpath("two.conllu").write_text("\n".join(blocks[4:]))
    tmp_path.joinpath("two.enhanced.conllu").write_text("\n".join(blocks))
    return tmp_path


def _examples(treebank: Path) -> list[list[Example]]:
    return [[example_of(one) for one in document] for document in documents(treebank)]


def test_a_sentence_is_cut_as_the_tagger_cuts_it(treebank: Path) -> None:
    first, second = _examples(treebank)
    assert [len(first), len(second)] == [4, 4]
    to_otto, joined = second[1], second[3]
    assert to_otto.words == ("They", "went", "to", "Otto's", "mill", ".")
    assert to_otto.labels[2:5] == (Label.PREPOSITION, Label.NAME, Label.SINGULAR)
    assert joined.words == ("They", "don't", "burn", "it", ".")
    assert joined.labels == ("PRON", "DO", "VB", "PRON", "PUNCT")


def test_what_is_typed_in_haste_has_no_capitals_and_no_last_mark(treebank: Path) -> None:
    typed = as_typed(_examples(treebank)[0][3])
    assert typed.words == ("who", "saw", "the", "old", "saw")
    assert typed.labels == ("WH", "VBD", "DET", "ADJ", "NN")


def test_questions_and_phrases_are_made_of_statements() -> None:
    chance = random.Random(0)
    rows = [
        ("The", "the", "DET", "DT", 2, "det"),
        ("dam", "dam", "NOUN", "NN", 3, "nsubj"),
        ("held", "hold", "VERB", "VBD", 0, "root"),
        ("the", "the", "DET", "DT", 5, "det"),
        ("water", "water", "NOUN", "NN", 3, "obj"),
    ]
    words = [Word(*row, start=6 * n, end=6 * n + 5) for n, row in enumerate(rows)]
    statement = Sentence("The dam held the water", tuple(words))
    asked = {one.text.rstrip("?").lower(): one for one in questions_of(statement, chance)}
    assert "who held the water" in asked
    assert "what did the dam hold" in asked
    assert any(text.endswith(" dam held the water") for text in asked)
    assert any(text.endswith("did the dam hold the water") for text in asked)
    labels = example_of(asked["what did the dam hold"]).labels
    assert labels[:5] == ("WH", "DO", "DET", "NN", "VB")
    phrases = {
        one.text.rstrip("?").lower() for _ in range(9) for one in phrases_of(statement, chance)
    }
    assert any(text.endswith("the dam") for text in phrases)


@pytest.mark.slow
def test_what_is_fitted_knows_its_examples(treebank: Path, tmp_path: Path) -> None:
    from tests.fitting.tagging.learn import fit_tagger  # torch takes seconds to import

    found = [shown(document) * 20 for document in documents(treebank)]
    save(tmp_path / "tagger.npz", *fit_tagger(found))
    every = [one for document in found for one in document]
    assert share_right(load(tmp_path / "tagger.npz"), every) > 0.95
