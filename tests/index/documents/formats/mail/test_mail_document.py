from typing import Any

import pytest

from tests.index.documents.formats import real_files


@real_files.needed
@pytest.mark.parametrize("file", real_files.files_of("eml", "msg"))
def test_real_files_are_read_right(file: dict[str, Any]) -> None:
    documents = real_files.check(file)
    if documents:
        assert documents[0].title == file.get("title", documents[0].title)
        assert documents[0].published == file.get("date", documents[0].published)
        assert documents[0].author == file.get("author", documents[0].author)
