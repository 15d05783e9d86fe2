"""One setting makes the index multilingual: PINCITE_MODEL names another encoder.

The one used here is small and knows nothing, so that what finds the passage is its words.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx2
import pytest

from tests.conftest import write_files
from tests.end_to_end.command import Environment, pincite, serve
from tests.service.apps import assert_pinned

pytestmark = [pytest.mark.model, pytest.mark.slow]

WINDOW = 200  # tokens

# The sentences of each document.
SENTENCES = {
    "miete.txt": [
        "Der Vertrag beginnt am 3. Mai 2021.",
        "Die Kündigungsfristen betragen z. B. drei Monate.",
        "Die Kaution entspricht zwei Monatsmieten.",
    ],
    "imprimante.txt": [
        "« Où est-elle ? » demande M. Petit.",
        "Les imprimantes se trouvent au deuxième étage.",
        "Les cartouches sont rangées à la cave.",
    ],
    "租约.txt": ["海獭在海藻林中睡觉。", "押金相当于两个月的租金！", "打印机在二楼厨房旁边。"],
    "عقد.txt": ["هل يبدأ العقد في مايو؟", "مدة الإشعار ثلاثة أشهر.", "توجد المفاتيح في القبو."],
    "otters.txt": ["Sea otters sleep in the kelp.", "They hold hands all night."],
    "long.txt": ["Каждый день река течёт мимо старой мельницы на ул. Ленина."] * 40,
}
TEXTS = {
    name: ("" if name == "租约.txt" else " ").join(sentences)
    for name, sentences in SENTENCES.items()
}
QUESTIONS = [
    ("Wie lang ist die Kündigungsfrist?", "miete.txt"),
    ("Où se trouve l'imprimante ?", "imprimante.txt"),
    ("打印机在哪里？", "租约.txt"),
    ("أين المفاتيح؟", "عقد.txt"),
    ("Where does the sea otter sleep?", "otters.txt"),
    ("Где старые мельницы?", "long.txt"),
]


@pytest.fixture(scope="module")
def multilingual(environment: Environment, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Variables for a process with the small model, and an index of TEXTS made with it."""
    folder: Path = tmp_path_factory.mktemp("multilingual")
    script = [sys.executable, "-m", "tests.end_to_end.installed.multilingual_model"]
    script += [str(folder), str(WINDOW)]
    offline = {**environment, "HF_HUB_OFFLINE": "1", "TQDM_DISABLE": "1"}
    # English too, of which the exporter has its samples.
    learnt = "\n".join([*TEXTS.values(), Path(__file__).read_text("utf-8")])
    made = subprocess.run(
        [*script, str(folder), str(WINDOW)],
        input=learnt,
        env=offline,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert made.returncode == 0, made.stderr[-2000:]
    own = {
        **environment,
        "PINCITE_DATA_DIR": str(folder / "data"),
        "PINCITE_CACHE_DIR": str(folder / "cache"),
        "PINCITE_MODEL": str(folder / "multilingual"),
        "PINCITE_READER": "off",
        "PINCITE_MIN_CONFIDENCE": "0",
    }
    indexed = pincite(own, "index", str(write_files(folder / "documents", TEXTS)))
    assert indexed.returncode == 0, indexed.stderr
    assert "runs in torch" not in indexed.stderr
    return own


@pytest.fixture(scope="module")
def http(multilingual: Environment) -> Iterator[httpx2.Client]:
    with serve(multilingual) as served, httpx2.Client(base_url=served.url, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def texts(http: httpx2.Client) -> Mapping[str, str]:
    return {name: http.get(f"/v1/documents/{name}").json()["text"] for name in TEXTS}


@pytest.mark.parametrize(("question", "document"), QUESTIONS)
def test_a_question_finds_its_document_and_is_answered_in_whole_sentences(
    http: httpx2.Client, texts: Mapping[str, str], question: str, document: str
) -> None:
    reply = http.post("/v1/ask", json={"question": question}).json()
    assert_pinned(reply, texts)
    assert reply["citations"]
    assert reply["passages"][0]["document_id"] == document
    for citation in reply["citations"]:
        assert citation["quote"] in SENTENCES[citation["source"]["document_id"]]


def test_no_passage_is_longer_than_the_models_window(
    multilingual: Environment, http: httpx2.Client, texts: Mapping[str, str]
) -> None:
    assert pincite(multilingual, "verify").returncode == 0
    reply = http.post("/v1/ask", json={"question": "Где мельницы?"}).json()
    passage = next(one for one in reply["passages"] if one["document_id"] == "long.txt")
    assert len(passage["text"]) < len(texts["long.txt"]) / 2 < WINDOW * 10


def test_a_conversation_in_two_languages_is_exported(http: httpx2.Client) -> None:
    first = http.post("/v1/chat", json={"question": "打印机在哪里？"}).json()
    talk = first["conversation_id"]
    second = {"question": "أين المفاتيح؟", "conversation_id": talk}
    assert http.post("/v1/chat", json=second).status_code == 200
    exported = http.get(f"/v1/conversations/{talk}/export?format=markdown").text
    assert "打印机在哪里？" in exported
    assert "أين المفاتيح؟" in exported
    for citation in first["citations"]:
        assert f"{citation['quote']} \\[{citation['marker']}\\]" in exported.replace("\\!", "!")


def test_the_documents_that_mention_a_word_are_named(http: httpx2.Client) -> None:
    question = "Which documents mention Kündigungsfrist?"
    reply = http.post("/v1/ask", json={"question": question}).json()
    assert [c["source"]["document_id"] for c in reply["citations"]] == ["miete.txt"]
