from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.encoder import ModelIdentity
from index.generations.manifest import Manifest
from index.generations.opened import NewSegment, VectorBlock, write_generation
from index.generations.publish import Generations
from index.generations.verify import verify
from index.records import Block, BlockKind, Context, Document, Passage, Shape, Span, Vectors
from index.storage.word_vectors import row_bytes
from tests.toy import DIMENSION, word_vector

DOCUMENT = Document("a.txt", "Otters", "Otters dive. Kelp grows.", "11")
SAID = Context((), (BlockKind.PARAGRAPH,), (None,))
DIVE, GROWS = (
    Passage(0, 12, (Span(0, 12),), SAID),
    Passage(13, 24, (Span(13, 24),), SAID),
)


def problems(
    generations: Generations,
    passages: Sequence[Passage],
    vectors: Vectors | None = None,
    document: Document = DOCUMENT,
) -> list[str]:
    """What is wrong with a generation that was written as it is told here."""
    rows = np.stack([word_vector(str(i)) for i in range(len(passages))])
    sentences = sum(len(p.sentences) for p in passages)
    identity = ModelIdentity("toy", "ab" * 32)
    counts = 1, len(passages), sentences
    with generations.writer():
        staging = generations.stage()
        block = VectorBlock(
            rows if vectors is None else vectors,
            np.zeros((sentences, DIMENSION), np.float32),
            np.zeros((sentences, row_bytes(DIMENSION)), np.uint8),
            [1] * sentences,
        )
        manifest = Manifest(0, "", (), identity, DIMENSION, 60, *counts)
        segment = NewSegment([(document, passages)], [block])
        generations.publish(staging, write_generation(staging, manifest, [segment]))
    with generations.open_current() as lease:
        return verify(lease)


def test_a_sound_generation(generations: Generations) -> None:
    assert problems(generations, [DIVE, GROWS]) == []


@pytest.mark.parametrize(
    ("passages", "problem"),
    [
        ([GROWS], "a.txt, characters 13 to 24: text is lost or doubled before this passage"),
        ([DIVE], "a.txt: its text after character 12 is in no passage"),
        ([DIVE, DIVE, GROWS], "characters 0 to 12: text is lost or doubled"),
        ([DIVE, Passage(13, 24, (Span(13, 25),))], "its sentences do not lie in it"),
        ([DIVE, Passage(13, 24, (Span(17, 24), Span(13, 17)))], "its sentences do not lie in it"),
        ([DIVE, Passage(13, 90, (Span(13, 24),))], "its sentences do not lie in it"),
    ],
)
def test_offsets_that_cannot_be_are_named(
    generations: Generations, passages: list[Passage], problem: str
) -> None:
    found = problems(generations, passages)
    assert len(found) == 1
    assert problem in found[0]


def test_a_vector_without_length_is_named(generations: Generations) -> None:
    rows = np.stack([word_vector("0"), 0 * word_vector("1")])
    [problem] = problems(generations, [DIVE, GROWS], rows)
    assert problem == "a.txt, characters 13 on: its vector does not find it"


def test_a_shape_that_does_not_fit_is_named(generations: Generations) -> None:
    shaped = replace(DOCUMENT, shape=Shape((Block(BlockKind.PARAGRAPH, 0, 12),)))
    [problem] = problems(generations, [DIVE, GROWS], document=shaped)
    assert problem == "a.txt: its text after character 12 is in no block"


@pytest.mark.parametrize(
    "context",
    [
        Context(),
        replace(SAID, kinds=(BlockKind.HEADING,)),
        Context((Span(0, 12),), (BlockKind.HEADING, BlockKind.PARAGRAPH), (None, 0)),
    ],
)
def test_a_sentence_that_stands_under_something_else_is_named(
    generations: Generations, context: Context
) -> None:
    [problem] = problems(generations, [DIVE, replace(GROWS, context=context)])
    assert problem == "a.txt: what its sentences stand under is not as its blocks say"


def test_a_list_of_problems_ends(generations: Generations, tmp_path: Path) -> None:
    found = problems(generations, [DIVE] * 60)
    assert len(found) == 21
    assert found[-1] == "and 40 more"
