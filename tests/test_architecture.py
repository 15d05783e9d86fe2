"""The shape of the house, read from its imports: which room may use which, and where each library
lives. A new room gets a place in ROOMS, a new library a home in HOMES; a new file needs no entry.
"""

import ast
import itertools
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Top to bottom: a room imports only from the rooms below it. A room is a folder; the folder inside
# another is a room of its own. Beside the rooms lie the ground, files that import no room and serve
# all of them, and the entrances, files that import rooms and serve only the rooms above those.
ROOMS = {
    "index": [
        "commands",
        "cluster",
        "building",
        "building/known_before",
        "building/passages",
        "uploads",
        "ranking",
        "homes",
        "milvus",
        "milvus/held",
        "milvus/engine",
        "generations",
        "generations/soundness",
        "encoder",
        "seam",
        "storage/joined",
        "storage",
        "storage/lexicon",
        "storage/shapes",
        "storage/origins",
        "storage/related",
        "storage/words",
        "storage/tables",
        "storage/vectors",
        "documents/contained",
        "documents/confinement",
        "documents/objects",
        "documents/splitting",
        "documents/formats",
        "documents/formats/tables",
        "documents/formats/office/opendocument",
        "documents/formats/office/powerpoint",
        "documents/formats/office/word",
        "documents/formats/office",
        "documents/formats/archives",
        "documents/formats/mail",
        "documents/formats/data",
        "documents/formats/pdf",
        "documents/formats/ocr",
        "documents/formats/pdf/blocks",
        "documents/formats/pdf/layout",
        "documents/formats/rst",
        "documents/formats/books",
        "documents/formats/web",
        "documents/formats/elements",
        "documents/formats/markup",
        "documents/formats/markup/front",
        "documents/formats/paged",
        "documents/formats/plain",
        "documents/formats/decoding",
        "documents",
        "documents/litter",
        "languages",
    ],
    "service": [
        "commands",
        "http",
        "http/routes/files",
        "http/routes/texts",
        "http/routes",
        "http/doors",
        "http/waiting",
        "http/exchange",
        "tools",
        "notebook",
        "backup",
        "completions",
        "evaluation/cases",
        "evaluation",
        "conversation",
        "examples",
        "followups",
        "followups/kinds",
        "followups/said",
        "checking/texts",
        "checking/citations",
        "wording",
        "wording/llm",
        "checking",
        "checking/signs",
        "answering",
        "answering/composing",
        "answering/choosing",
        "answering/calibration",
        "answering/lists",
        "answering/versions",
        "answering/contrary",
        "answering/weighing",
        "answering/agreement",
        "answering/asking",
        "collection",
        "collection/pieces",
        "collection/subjects",
        "english",
        "english/tagger",
        "english/lexicon",
        "reading",
        "indexing",
        "excerpts",
        "originals",
        "database",
        "addresses",
    ],
}
# The rooms of the web client, likewise; those of one line know nothing of each other.
WEB_ROOMS = [
    ["page", "widget"],
    ["collection", "conversation", "document", "history"],
    ["wording"],
    ["evidence", "sources", "state"],
    ["adding", "controls", "drawing"],
    ["lib"],
    ["words"],
]
MOST_FILES_OF_A_ROOM = 12
MOST_LINES_OF_A_FUNCTION = 45

# Each library, or part of the standard library that speaks to the outside, and its home: a room and
# the rooms in it, or `.` for the files beside the rooms.
HOMES: dict[str, dict[str, str | tuple[str, ...]]] = {
    "index": {
        "charset_normalizer": "documents/formats/decoding",
        "datasketch": "storage/related",
        "faiss": "storage",
        "fsspec": "documents/objects",
        "grpc": "milvus/engine",
        "huggingface_hub": "encoder",
        "langchain_text_splitters": "documents",
        "lxml": "documents/formats",
        "markdown_it": "documents/formats/markup",
        "mdit_py_plugins": "documents/formats/markup",
        "msoffcrypto": "documents/formats/office",
        "olefile": "documents/formats",
        "onnxruntime": "encoder",
        "pathspec": "documents",
        "platformdirs": ".",
        "oxmsg": "documents/formats/mail",
        "pydantic": ".",
        "pydantic_settings": ".",
        "python_calamine": "documents/formats/tables",
        "pymilvus": "milvus/engine",
        "pypdfium2": "documents/formats/pdf",
        "rapidocr": "documents/formats/ocr",
        "ray": "cluster",
        "rich": "commands",
        "sentence_transformers": "encoder",
        "sentencex": "documents",
        "socket": ("cluster", "documents/contained"),
        "sqlite3": "storage",
        "stop_words": "languages",
        "striprtf": "documents/formats/office",
        "subprocess": ("encoder", "documents/contained", "documents/formats/ocr"),
        "tantivy": "storage",
        "threadpoolctl": ".",
        "tokenizers": "encoder",
        "torch": "encoder",
        "trafilatura": "documents/formats/web",
        "transformers": "encoder",
        "typer": "commands",
        "watchfiles": "commands",
        "webvtt": "documents/formats/data",
        "yaml": "documents/formats/markup",
    },
    "service": {
        "anyio": "http",
        "babel": ("collection/subjects", "conversation"),
        "fastapi": "http",
        "fastapi_offline": "http/routes",
        "h11": "http/doors",
        "httpx2": "wording/llm",
        "ir_measures": "evaluation",
        "mcp": "tools",
        "onnx": "reading",
        "prometheus_client": "http/exchange",
        "psycopg": "database",
        "psycopg_pool": "database",
        "python_multipart": "http/routes/files",
        "rapidfuzz": "answering/asking",
        "pydantic_settings": ".",
        "safetensors": "reading",
        "socket": "http",
        "sqlite3": "database",
        "starlette": "http",
        "subprocess": "indexing",
        "text_to_num": "answering/agreement",
        "torch": "reading",
        "transformers": "reading",
        "typer": "commands",
        "uvicorn": "http",
    },
}
# numpy: the vocabulary of vectors. pydantic, in the service: the vocabulary of its records.
EVERYWHERE = {"index": {"numpy"}, "service": {"numpy", "pydantic"}}
WATCHED = {"socket", "sqlite3", "subprocess"}  # of the standard library
FORBIDDEN = {"pickle", "marshal", "shelve", "dill", "joblib"}  # loading them can run code
# In these rooms a file has the name of what it opens to people: `commands/index.py`.
DOORS = ("commands", "http/routes", "http/routes/files", "http/routes/texts")
# What a room's `__init__` says, each in a line of its own.
SAYS = ("In: ", "Out: ", "Unknown here: ")

PACKAGES = ["index", "service"]
packages = pytest.mark.parametrize("package", PACKAGES)


@cache
def files(package: str) -> Mapping[str, ast.Module]:
    """The files of a package by name: `encoder/onnx`, `encoder/__init__`, `build`."""
    folder = ROOT / package
    return {
        path.relative_to(folder).with_suffix("").as_posix(): ast.parse(path.read_bytes())
        for path in sorted(folder.rglob("*.py"))
    }


def room_of(name: str) -> str:
    """`encoder/onnx` lies in `encoder`; `build` in none, which is the empty name."""
    return name.rpartition("/")[0]


def imported(tree: ast.Module) -> Iterator[str]:
    """Every dotted name that is imported, also inside functions and for types alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def imports(package: str) -> Mapping[str, frozenset[str]]:
    """For each file of a package, the files of the same package that it imports."""
    return {name: frozenset(_imports_of(package, tree)) for name, tree in files(package).items()}


def _imports_of(package: str, tree: ast.Module) -> Iterator[str]:
    for dotted in imported(tree):
        top, *parts = dotted.split(".")
        if top == package:
            # `from index.encoder import Encoder` names a thing in a file, not a file.
            ways = ["/".join(parts), "/".join([*parts, "__init__"])]
            ways += ["/".join(parts[:-1]), "/".join([*parts[:-1], "__init__"])]
            yield next(way for way in ways if way in files(package))


@cache
def floors(package: str) -> Mapping[str, int]:
    """How high each file lies: a room's files at its place in ROOMS, the ground at 0, and an
    entrance just above the highest of what it imports.
    """
    floor: dict[str, int] = {}
    for name in TopologicalSorter(imports(package)).static_order():
        if room := room_of(name):
            floor[name] = 2 * (len(ROOMS[package]) - ROOMS[package].index(room))
        else:
            highest = max((floor[other] for other in imports(package)[name]), default=0)
            floor[name] = highest + 1 - highest % 2 if highest else 0
    return floor


def libraries_of(tree: ast.Module) -> set[str]:
    tops = {dotted.split(".")[0] for dotted in imported(tree)} - {*PACKAGES}
    return {top for top in tops if top not in sys.stdlib_module_names or top in WATCHED}


@packages
def test_every_room_has_its_place(package: str) -> None:
    assert sorted(ROOMS[package]) == sorted({room_of(name) for name in files(package)} - {""})


@packages
def test_imports_run_in_no_circle(package: str) -> None:
    try:
        TopologicalSorter(imports(package)).prepare()
    except CycleError as error:
        pytest.fail(f"these import each other: {' -> '.join(error.args[1])}")


@packages
def test_a_room_imports_only_from_rooms_below_it(package: str) -> None:
    floor = floors(package)
    upward = [
        f"{name} imports {other}"
        for name, others in imports(package).items()
        for other in others
        if room_of(name) != room_of(other) and floor[other] >= floor[name]
    ]
    assert upward == []


def test_the_index_knows_nothing_of_the_service() -> None:
    for name, tree in files("index").items():
        assert not [dotted for dotted in imported(tree) if dotted.split(".")[0] == "service"], name


def test_only_commands_import_commands() -> None:
    """Commands print and exit: what the server does must not depend on them, in either package."""
    strays = [
        f"{package}/{name} imports {dotted}"
        for package in PACKAGES
        for name, tree in files(package).items()
        if room_of(name) != "commands" and name != "__main__"
        for dotted in imported(tree)
        if dotted.startswith(("index.commands.", "service.commands."))
    ]
    assert strays == []


@packages
def test_every_library_has_its_home(package: str) -> None:
    homes = HOMES[package]
    strays = [
        f"{name} imports {library}"
        for name, tree in files(package).items()
        for library in libraries_of(tree) - EVERYWHERE[package]
        if not f"{room_of(name) or '.'}/".startswith(_homes_of(homes.get(library, "nowhere")))
    ]
    assert strays == []


def _homes_of(homes: str | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{home}/" for home in ((homes,) if isinstance(homes, str) else homes))


@packages
def test_every_home_is_lived_in(package: str) -> None:
    used = {library for tree in files(package).values() for library in libraries_of(tree)}
    assert HOMES[package].keys() <= used


@packages
def test_nothing_is_pickled(package: str) -> None:
    for name, tree in files(package).items():
        assert not {dotted.split(".")[0] for dotted in imported(tree)} & FORBIDDEN, name


@packages
def test_a_room_says_what_it_is_for(package: str) -> None:
    """What comes in, what goes out, and what it must not know."""
    for room in ROOMS[package]:
        lines = (ast.get_docstring(files(package)[f"{room}/__init__"]) or "").splitlines()
        for words in SAYS:
            assert sum(line.startswith(words) for line in lines) == 1, f"{package}/{room}: {words}"


@pytest.mark.parametrize("top", [*PACKAGES, "tests"])
def test_no_room_is_crowded(top: str) -> None:
    crowded = {}
    for folder, _, names in os.walk(ROOT / top):
        held = [name for name in names if name.endswith((".py", ".js", ".css", ".html", ".json"))]
        if len(held) > MOST_FILES_OF_A_ROOM:
            crowded[Path(folder).relative_to(ROOT).as_posix()] = len(held)
    assert crowded == {}


@packages
def test_functions_are_short(package: str) -> None:
    long = [
        f"{name}: {node.name} has {lines} lines"
        for name, tree in files(package).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    ]
    assert long == []


@packages
def test_no_two_modules_share_a_name(package: str) -> None:
    names = Counter(
        name.rpartition("/")[2]
        for name in files(package)
        if room_of(name) not in DOORS and not name.endswith(("__init__", "__main__"))
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_no_two_classes_share_a_name() -> None:
    names = Counter(
        node.name.removeprefix("_")
        for package in PACKAGES
        for tree in files(package).values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_tests_of_the_index_mirror_its_files() -> None:
    tests = ROOT / "tests" / "index"
    mirrored = {
        (path.parent / path.stem.removeprefix("test_")).relative_to(tests).as_posix()
        for path in tests.rglob("test_*.py")
    }
    assert mirrored - files("index").keys() == {"encoder/real_model", "documents/contained/bombs"}


@cache
def scripts() -> Mapping[Path, frozenset[Path]]:
    """The modules of the web client, and the modules that each imports, also later or for types."""
    found = {}
    for path in (ROOT / "service" / "web").glob("*/*.js"):
        named = re.findall(
            r"""(?:from |import |import\()["'](\.[^"']+)["']""", path.read_text("utf-8")
        )
        found[path] = frozenset((path.parent / name).resolve() for name in named)
    assert found
    return found


def test_the_web_client_has_its_rooms_in_order() -> None:
    floor = {room: number for number, rooms in enumerate(WEB_ROOMS) for room in rooms}
    assert {path.parent.name for path in scripts()} == floor.keys()
    upward = [
        f"{path.parent.name}/{path.name} imports {other.parent.name}/{other.name}"
        for path, others in scripts().items()
        for other in others
        if path.parent != other.parent and floor[other.parent.name] <= floor[path.parent.name]
    ]
    assert upward == []


def test_the_modules_of_the_web_client_run_in_no_circle() -> None:
    # What is imported for its types alone is not loaded: a pair may describe each other.
    loaded = {}
    for path in scripts():
        code = re.sub(r"/\*\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        named = re.findall(r"""(?:from |import |import\()["'](\.[^"']+)["']""", code)
        loaded[path] = {(path.parent / name).resolve() for name in named}
    assert len(list(itertools.chain(*loaded.values()))) > len(loaded) / 2
    TopologicalSorter(loaded).prepare()
