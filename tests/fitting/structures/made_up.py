"""What the kinds of documents share: a folder of made-up documents, and the questions about it."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from tests.fitting.everyday.asking import EverydayQuestion

_WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
_KIND = "structure"


def words(name: str) -> list[str]:
    """Return the words of a list in words.toml."""
    return list(_WORDS[name])


@dataclass
class Folder:
    """A folder of documents, and what is asked of it. texts: of its documents, by file."""

    name: str
    texts: dict[str, str] = field(default_factory=dict)
    questions: list[EverydayQuestion] = field(default_factory=list)

    def ask(self, question: str, answer: str = "", file: str = "") -> None:
        """Add a question. answer: a stretch of what answers it in a file; "" where none does."""
        self.questions.append(EverydayQuestion(self.name, question, answer, file, _KIND))
