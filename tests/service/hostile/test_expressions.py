"""No regular expression that a question meets may take time that grows wildly with its length."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

import index
import service
from tests.service.hostile.texts import LONGEST, REPEATED, UNICODE

LONG = REPEATED | {name: text for name, text in UNICODE.items() if len(text) > LONGEST // 2}
# What goes wild takes minutes at this length; of those that do not the slowest takes 0.03 s.
WILD_S = 2.0
# In the fast run each text loses its middle; at that length too what goes wild takes longer.
KEPT = 500


def modules() -> Iterator[str]:
    for package in (index, service):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                yield module.name


def patterns_in(value: Any) -> Iterator["re.Pattern[str]"]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from patterns_in(list(value.values()))
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from patterns_in(inner)


@pytest.fixture(scope="module")
def patterns() -> dict[str, "re.Pattern[str]"]:
    """Each by where it stands. It imports all modules, which no other process of pytest has to."""
    return {
        f"{name}.{variable} {number}": pattern
        for name in modules()
        for variable, value in vars(importlib.import_module(name)).items()
        for number, pattern in enumerate(patterns_in(value))
        if isinstance(pattern.pattern, str)
    }


def test_they_are_found(patterns: dict[str, "re.Pattern[str]"]) -> None:
    assert len(set(patterns.values())) > 40
    assert [name for name in patterns if name.startswith("service.answering.")]


@pytest.mark.parametrize(
    "whole", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["short", "whole"]
)
def test_each_comes_to_an_end(patterns: dict[str, "re.Pattern[str]"], whole: bool) -> None:
    wild = []
    # One that several modules know is tried once.
    for pattern, name in {pattern: name for name, pattern in patterns.items()}.items():
        for told, text in LONG.items():
            tried = text if whole else text[:KEPT] + text[-KEPT:]
            start = time.process_time()
            pattern.search(tried)
            pattern.fullmatch(tried)
            if time.process_time() - start >= WILD_S:
                wild.append((name, told))
    assert wild == []
