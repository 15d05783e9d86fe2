"""What a child process does beside reading files: a fixed table, by name."""

from collections.abc import Callable, Mapping
from typing import Any

Task = Callable[[bytes, Mapping[str, Any]], bytes]
"""Takes the bytes of a file and arguments; raises Unreadable where the file cannot be read."""

TASKS: dict[str, Task] = {}
