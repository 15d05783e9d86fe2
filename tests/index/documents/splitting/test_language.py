import pytest

from index.documents.splitting.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The otter dives for clams and eats them on its back.", "en"),
        ("Die Kündigungsfrist beträgt drei Monate. Die Kaution ist nicht hoch.", "de"),
        ("Le train part à huit heures et arrive à midi dans la ville.", "fr"),
        ("El Sr. López no vino a la casa porque estaba enfermo.", "es"),
        ("Il treno parte alle otto e arriva a mezzogiorno nella città.", "it"),
        ("Он родился в Москве и уехал.", "ru"),
    ],
)
def test_the_language_of_a_text(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "42",
        "otter kelp raft",
        "The mayor of Los Angeles and Las Vegas de la Cruz",
        "日本語の文。次の文。",
        "def foo(a, b): return a in b",
    ],
)
def test_without_evidence_it_is_english(text: str) -> None:
    assert language_of(text) == "en"
