from pathlib import Path

from index.roots import is_object, object_path, resolved, written


def test_a_place_in_storage_is_written_as_it_was_read() -> None:
    for place in ("s3://bucket", "s3://bucket/a/b.txt"):
        path = Path(place)
        assert is_object(path)
        assert written(path) == place
        assert resolved(path) == path == Path(written(path))
    assert object_path("bucket/a/b.txt") == Path("s3://bucket/a/b.txt")


def test_a_folder_is_none(tmp_path: Path) -> None:
    assert not is_object(tmp_path)
    assert written(tmp_path) == str(tmp_path)
    assert not is_object(Path("/s3:/bucket"))
    assert Path("/bucket/a") != object_path("bucket/a")
