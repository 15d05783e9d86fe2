"""Writes evaluation folders."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Line = Mapping[str, Any] | bytes  # an object, or whatever bytes are to stand there


def write_dataset(
    folder: Path,
    queries: Sequence[Line],
    qrels: Sequence[Sequence[object]] = (),
    corpus: Sequence[Line] | None = None,
) -> Path:
    """Write a folder in BEIR layout; each qrel is (query-id, corpus-id, score)."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    write_lines(folder / "queries.jsonl", queries)
    rows = [("query-id", "corpus-id", "score"), *qrels]
    text = "".join("\t".join(map(str, row)) + "\n" for row in rows)
    (folder / "qrels" / "test.tsv").write_text(text, "utf-8")
    if corpus is not None:
        write_lines(folder / "corpus.jsonl", corpus)
    return folder


def write_lines(path: Path, lines: Sequence[Line]) -> None:
    made = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    path.write_bytes(b"".join(line + b"\n" for line in made))


def query(query_id: str, text: str, **metadata: object) -> dict[str, object]:
    """A line of queries.jsonl; without metadata, one as in plain BEIR."""
    line: dict[str, object] = {"_id": query_id, "text": text}
    return {**line, "metadata": metadata} if metadata else line


def document(document_id: str, text: str, title: str = "") -> dict[str, object]:
    """A line of corpus.jsonl."""
    return {"_id": document_id, "title": title, "text": text}
