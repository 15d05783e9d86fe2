"""The fit of what tells lead-ins, on a few documents, and the model that is shipped."""

from pathlib import Path

import pytest

from index.records import BlockKind
from service.answering.lists.lead_ins import introduces, likelihood, save
from tests.fitting.documentation.collections import Collection, find_documents
from tests.fitting.lead_ins.learn import fit, linear, out_of_fold, sentences_of, taken

TEXT = """\
# Mill {n}

The mill has burnt down.

## Tools

Rain fell. You need these tools:

- a saw
- a file

Use the following command.

```
run {n}
```
"""


@pytest.fixture
def learned(tmp_path: Path) -> list[Collection]:
    collections = []
    for name in "abcde":
        (tmp_path / name).mkdir()
        for n in range(3):
            (tmp_path / name / f"{n}.md").write_text(TEXT.format(n=n))
        collections.append(Collection(name, find_documents(tmp_path / name), (), True))
    return collections


def test_what_ends_in_a_colon_is_learned_without_it(learned: list[Collection]) -> None:
    found = [one for collection in learned for one in sentences_of(collection)]
    first = [(one.text, one.leads, one.before) for one in found[:3]]
    assert first == [
        ("The mill has burnt down", False, BlockKind.HEADING),
        ("You need these tools", True, BlockKind.ITEM),
        ("Use the following command", None, BlockKind.CODE),
    ]
    assert taken(found, out_of_fold(found), 0.5)["a colon"] == "15 of 15"
    model = linear(fit(found))
    save(model, path := Path(learned[0].documents[0].path).with_name("model.npz"))
    assert path.stat().st_size < 20_000


@pytest.mark.parametrize(
    ("sentence", "leads"),
    [
        ("The plumber has the following tools.", True),
        ("There are two kinds of saws.", True),
        ("The steps are as follows.", True),
        ("The otter dives eight metres deep.", False),
        ("The mill has burnt down.", False),
        ("Rain fell in the valley for many days.", False),
        ("Bevor Sie beginnen, schalten Sie das Gerät aus.", False),
    ],
)
def test_the_shipped_model_knows_lead_ins(sentence: str, leads: bool) -> None:
    assert introduces(sentence) is leads
    assert 0 < likelihood(sentence) < 1
