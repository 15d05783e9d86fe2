import pytest

from service.addresses.root_path import OWN_ADDRESSES, root_path
from service.wiring import Parts
from tests.service.http.doors.test_access import every_path


@pytest.mark.parametrize("path", ["", "/pincite", "/tools/docs", "/a.b/c_d/~e-f", "/V1"])
def test_a_server_can_stand_below_it(path: str) -> None:
    assert root_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        *("/", "pincite", "/pincite/", "//pincite", "/a//b", "/..", "/a/../b", "/.", "/a b"),
        *("/a%20b", "/ü", "/a?b", "/a#b", "/a\\b", "/a\n", "https://a.example/b", '/"><script>'),
    ],
)
def test_anything_else_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="/pincite"):
        root_path(path)


@pytest.mark.parametrize("path", ["/v1", "/docs/pincite", "/documents", "/widget.js"])
def test_so_is_what_could_mean_an_address_of_pincite(path: str) -> None:
    with pytest.raises(ValueError, match="an address of Pincite itself"):
        root_path(path)


def test_all_addresses_of_pincite_are_known(parts: Parts) -> None:
    assert {path.split("/")[1] for path in every_path(parts)} - {""} == OWN_ADDRESSES
