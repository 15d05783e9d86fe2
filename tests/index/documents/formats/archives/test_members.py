from typing import Any

import pytest

from tests.index.documents.formats import real_files


@real_files.needed
@pytest.mark.parametrize("file", real_files.files_of("zip"))
def test_real_files_are_read_right(file: dict[str, Any]) -> None:
    real_files.check(file)
