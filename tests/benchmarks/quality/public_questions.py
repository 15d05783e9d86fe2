"""Public questions that nothing was learned from, as folders that `pincite evaluate` takes.

    python -m tests.benchmarks.quality.public_questions KIND FILE... --apart-from EVAL_DIR --out OUT

KIND and FILE:

    squad    its development files, version 1.1 or 2.0, or XQuAD in English (arXiv 1606.05250,
             1806.03822 and 1910.11856)
    clapnq   its development files, answerable and unanswerable (arXiv 2404.02103)
    selqa    selqa-ass-dev.json (arXiv 1606.00851)

What the weights were fitted on is left out: of SQuAD every article that EVAL_DIR has, of the others
every question and text.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.evaluation.dataset import read_dataset
from tests.service.evaluation.folders import document, query, write_dataset


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the text that it is about. answers, evidence: none if it has no answer."""

    question_id: str
    question: str
    title: str
    text: str
    answers: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def is_answerable(self) -> bool:
        return bool(self.answers or self.evidence)


def squad(path: Path) -> Iterator[Asked]:
    for article in json.loads(path.read_text("utf-8"))["data"]:
        title = article["title"].replace("_", " ")
        for paragraph in article["paragraphs"]:
            for one in paragraph["qas"]:
                impossible = one.get("is_impossible", False)
                told = [] if impossible else one["answers"]
                answers = tuple(dict.fromkeys(answer["text"] for answer in told))
                # Files for a competition tell no answers.
                if impossible or answers:
                    yield Asked(one["id"], one["question"], title, paragraph["context"], answers)


def clapnq(path: Path) -> Iterator[Asked]:
    for line in map(json.loads, path.read_text("utf-8").splitlines()):
        passage = line["passages"][0]
        selected = [text for one in line["output"] for text in one.get("selected_sentences", ())]
        evidence = tuple(dict.fromkeys(selected))
        number, title, text = str(line["id"]), passage["title"], passage["text"]
        yield Asked(number, line["input"], title, text, evidence=evidence)


def selqa(path: Path) -> Iterator[Asked]:
    for number, one in enumerate(json.loads(path.read_text("utf-8"))):
        sentences = one["candidates"]
        evidence = tuple(sentences[place] for place in one["answers"])
        text = " ".join(sentences)
        yield Asked(f"q{number:04}", one["question"], one["article"], text, evidence=evidence)


READERS: dict[str, Callable[[Path], Iterator[Asked]]] = {
    "squad": squad,
    "clapnq": clapnq,
    "selqa": selqa,
}


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a set of EVAL_DIR has of its kind."""

    titles: frozenset[str]
    texts: frozenset[str]
    questions: frozenset[str]

    @classmethod
    def of(cls, folder: Path) -> "Fitted":
        known = read_dataset(folder)
        documents = known.corpus.documents if known.corpus else []
        return cls(
            frozenset(document.title or "" for document in documents),
            frozenset(_plain(document.text) for document in documents),
            frozenset(_plain(query.text) for query in known.queries),
        )

    def has(self, asked: Asked, *, whole_articles: bool) -> bool:
        if whole_articles:
            return asked.title in self.titles
        return _plain(asked.question) in self.questions or _plain(asked.text) in self.texts


def apart(kind: str, paths: Sequence[Path], fitted: Fitted) -> list[Asked]:
    """Return the questions of the files that nothing was fitted on, each once."""
    found = (asked for path in paths for asked in READERS[kind](path))
    whole_articles = kind == "squad"
    kept = [one for one in found if not fitted.has(one, whole_articles=whole_articles)]
    return list({one.question_id: one for one in kept}.values())


def write(questions: Sequence[Asked], out: Path) -> None:
    """Write the questions and their texts in BEIR layout."""
    ids: dict[str, str] = {}
    for one in questions:
        ids.setdefault(one.text, f"d{len(ids):05}")
    titles = {one.text: one.title for one in questions}
    write_dataset(
        out,
        [_query(one) for one in questions],
        [(one.question_id, ids[one.text], 1) for one in questions if one.is_answerable],
        [document(name, text, titles[text]) for text, name in ids.items()],
    )


def _query(asked: Asked) -> dict[str, object]:
    known = {"answers": asked.answers, "evidence": asked.evidence}
    return query(asked.question_id, asked.question, answerable=asked.is_answerable, **known)


def _plain(text: str) -> str:
    return " ".join(text.split())


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.quality.public_questions",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("kind", choices=READERS)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--apart-from", type=Path, required=True, metavar="EVAL_DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT", help="a new folder")
    options = parser.parse_args()
    fitted = Fitted.of(options.apart_from / f"{options.kind}-fit")
    questions = apart(options.kind, options.files, fitted)
    write(questions, options.out)
    answerable = sum(one.is_answerable for one in questions)
    texts = len({one.text for one in questions})
    sys.stdout.write(f"{options.out}: {len(questions)} questions, {answerable} of them ")
    sys.stdout.write(f"answerable, about {texts} texts\n")


if __name__ == "__main__":
    main()
