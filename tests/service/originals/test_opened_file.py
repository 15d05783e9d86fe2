import pytest

from index.build import build
from index.errors import BucketAway
from index.generations.opened import Generation
from index.generations.publish import Generations
from service.errors import OriginalUnavailable
from service.originals.opened_file import entry_of, open_original
from tests.index.documents.objects.storage import ROOT, Storage
from tests.toy import ToyEncoder

pytestmark = pytest.mark.filterwarnings("ignore")


def test_an_object_is_given_out_as_it_was_indexed_or_not_at_all(
    storage: Storage, generations: Generations, encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.put({"a.txt": "Otters dive.", "b.txt": "Kelp."})
    build(generations, encoder, [ROOT])
    store = Generation.open_current(generations).store
    original = open_original(entry_of("a.txt", store))
    assert (original.name, original.size, original.read()) == ("a.txt", 12, b"Otters dive.")
    storage.put({"a.txt": "Otters swim."})
    with pytest.raises(OriginalUnavailable, match="has changed since it was indexed"):
        open_original(entry_of("a.txt", store))
    storage.remove("a.txt")
    with pytest.raises(OriginalUnavailable, match="gone"):
        open_original(entry_of("a.txt", store))
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    with pytest.raises(BucketAway, match="the storage does not answer"):
        open_original(entry_of("b.txt", store))
