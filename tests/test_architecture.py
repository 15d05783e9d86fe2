"""The shape of the packages, read from their imports: who may use whom, and which library lives
where. A new file gets a place in LAYERS, a new library a home in HOMES.
"""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Top to bottom: a file imports, of its own package, only from lines below its own.
LAYERS = {
    "index": """
        __main__
        cli
        build  cli_generations  rerank
        prepare  search  verify  terminal  watch
        ranking
        signals  changes  reuse  unfinished
        mentions
        query
        generation  report
        generations
        lease  lock
        stamps
        manifest
        readers  clean  resplit  encoder/model
        readers/text  readers/markdown  unwrap  split  encoder/export
        readers/files  encoder/attention  encoder/cross  encoder/onnx  encoder/torch
        encoder/pooling  encoder/runtime
        encoder/batching  catalogue  filter  words  vectors
        encoder/tokens  encoder/weights  rows  store  store_writer  logistic  durable  config
        lexicon  stored
        encoder
        threads  records  errors  folding
        .
    """,
    "service": """
        __main__
        cli
        cli_ask  cli_evaluate  cli_key  serving
        app
        routes/collection  routes/conversations
        routes/chat
        routes/admin  routes/ask  routes/documents  routes/health  routes/metrics  routes/pages
        routes/completions  routes/models
        routes/streaming
        routes
        wiring  evaluation/report
        evaluation/failures
        evaluation/measures
        evaluation/run
        connections
        admission  guard  schema
        access  body  observe  screening
        indexing  keys  logs  metrics
        chat/chat  examples/examples
        examples/phrasing
        library  answering/answerer  chat/export  chat/readings  chat/recall
        chat/bare  chat/further  chat/incomplete  chat/instead
        chat/pronouns
        chat/back_references
        chat/referents
        examples/statements
        chat/answers  chat/choose  chat/conversations
        chat/parsing  chat/records  chat/references
        chat/clauses
        chat/phrases
        chat/tagging
        chat/verb_or_noun
        chat/tags
        chat/english  chat/nouns  chat/verbs
        completions/chunks  completions/reply
        completions/records  completions/request
        answering/check  answering/compose  answering/confidence  failures
        answering/conflicts  answering/select
        answering/compare
        answering/antecedents  answering/statements
        answering/evidence  answering/values  evaluation/dataset
        chat/history  samples  question  filters  links  database  indexing_process
        underway
        answering/asked  settings  limits  records  errors
        answering/signs
        answering  completions  chat  evaluation  examples
        .
    """,
}

# Each library, or part of the standard library that speaks to the outside, and its only homes.
HOMES = {
    "index": {
        "faiss": "vectors",
        "huggingface_hub": "encoder/weights",
        "langchain_text_splitters": "split",
        "markdown_it": "readers/markdown",
        "onnxruntime": "encoder/export  encoder/onnx",
        "platformdirs": "config",
        "pydantic": "config",
        "pydantic_settings": "config",
        "rich": "terminal",
        "sentence_transformers": "encoder/cross  encoder/export  encoder/torch",
        "sqlite3": "store  store_writer",
        "subprocess": "encoder/model",
        "tantivy": "lexicon",
        "threadpoolctl": "threads",
        "tokenizers": "encoder/tokens",
        "torch": "encoder/attention  encoder/export  encoder/runtime",
        "transformers": "encoder/attention  encoder/export  encoder/runtime",
        "typer": "cli  cli_generations  terminal",
        "watchfiles": "watch",
        "yaml": "readers/markdown",
    },
    "service": {
        "anyio": "access  admission  routes/streaming",
        "fastapi": "app  failures  routes  routes/*  schema",
        "fastapi_offline": "routes/pages",
        "h11": "connections",
        "ir_measures": "evaluation/measures",
        "prometheus_client": "metrics",
        "pydantic": "*  chat/*  completions/*  evaluation/dataset  routes/*",
        "pydantic_settings": "settings",
        "socket": "serving",
        "sqlite3": "database",
        "starlette": "access  admission  body  connections  failures  guard  observe  screening",
        "subprocess": "indexing",
        "text_to_num": "answering/values",
        "typer": "cli  cli_ask  cli_evaluate  cli_key",
        "uvicorn": "connections  serving",
    },
}
EVERYWHERE = {"numpy"}  # the vocabulary of vectors
WATCHED = {"socket", "sqlite3", "subprocess"}  # of the standard library
FORBIDDEN = {"pickle", "marshal", "shelve", "dill", "joblib"}  # loading them can run code
MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 45

PACKAGES = ["index", "service"]
packages = pytest.mark.parametrize("package", PACKAGES)


@cache
def files(package: str) -> dict[str, ast.Module]:
    """The files of a package by name (`encoder/onnx`, `encoder` for its `__init__`, `.`)."""
    paths = sorted((ROOT / package).rglob("*.py"))
    assert paths
    return {name_of(package, path): ast.parse(path.read_bytes()) for path in paths}


def name_of(package: str, path: Path) -> str:
    relative = path.relative_to(ROOT / package)
    return (relative.parent if path.name == "__init__.py" else relative.with_suffix("")).as_posix()


def imported(tree: ast.Module) -> Iterator[str]:
    """Every dotted name that is imported, also inside functions and for types alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports_of(package: str, tree: ast.Module) -> set[str]:
    """The files of the same package that a file imports."""
    names = files(package)
    found = set()
    for dotted in imported(tree):
        top, *parts = dotted.split(".")
        if top == package:
            # `from index.store import Store` names a thing in a file, not a file.
            whole, parent = "/".join(parts) or ".", "/".join(parts[:-1]) or "."
            found.add(whole if whole in names else parent)
    return found


def libraries_of(tree: ast.Module) -> set[str]:
    tops = {dotted.split(".")[0] for dotted in imported(tree)} - {*PACKAGES}
    return {top for top in tops if top not in sys.stdlib_module_names or top in WATCHED}


def matches(name: str, homes: str) -> bool:
    return any(
        name == home
        or (home == "*" and "/" not in name)
        or (home.endswith("/*") and name.rpartition("/")[0] == home[:-2])
        for home in homes.split()
    )


@packages
def test_every_file_has_a_layer(package: str) -> None:
    placed = LAYERS[package].split()
    assert sorted(placed) == sorted(files(package))


@packages
def test_a_file_imports_only_from_layers_below_its_own(package: str) -> None:
    lines = LAYERS[package].strip().splitlines()
    layer = {name: number for number, line in enumerate(lines) for name in line.split()}
    upward = [
        f"{name} imports {other}"
        for name, tree in files(package).items()
        for other in imports_of(package, tree)
        if layer[other] <= layer[name]
    ]
    assert upward == []


def test_the_index_knows_nothing_of_the_service() -> None:
    for name, tree in files("index").items():
        assert not [d for d in imported(tree) if d.split(".")[0] == "service"], name


@packages
def test_every_library_has_its_home(package: str) -> None:
    strays = [
        f"{name} imports {library}"
        for name, tree in files(package).items()
        for library in libraries_of(tree) - EVERYWHERE
        if not matches(name, HOMES[package].get(library, ""))
    ]
    assert strays == []


@packages
def test_every_home_is_lived_in(package: str) -> None:
    used = {library for tree in files(package).values() for library in libraries_of(tree)}
    assert HOMES[package].keys() <= used


@packages
def test_nothing_is_pickled(package: str) -> None:
    for name, tree in files(package).items():
        assert not {d.split(".")[0] for d in imported(tree)} & FORBIDDEN, name


@packages
def test_files_and_functions_are_short(package: str) -> None:
    long = []
    for name, tree in files(package).items():
        path = ROOT / package / name
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if (lines := len(path.read_text("utf-8").splitlines())) > MOST_LINES_OF_A_FILE:
            long.append(f"{name}: {lines} lines")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > MOST_LINES_OF_A_FUNCTION:
                    long.append(f"{name}: {node.name} has {lines} lines")
    assert long == []


def test_tests_of_the_index_mirror_its_files() -> None:
    tests = ROOT / "tests" / "index"
    mirrored = {
        (path.parent / path.stem.removeprefix("test_")).relative_to(tests).as_posix()
        for path in tests.rglob("test_*.py")
    }
    assert mirrored - files("index").keys() == {"encoder/real_model"}
