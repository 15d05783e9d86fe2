from index.documents.splitting.split import split
from tests.index.documents.splitting.test_passages import count

GERMAN = "Die Kündigungsfrist beträgt drei Monate, und die Kaution ist nicht sehr hoch. "
ENGLISH = "The notice period is three months, and the deposit is not very high at all. "


def languages_of(text: str, stated: str | None = None) -> list[str]:
    return [passage.language for passage in split(text, count, 60, stated=stated)]


def test_a_passage_is_in_the_language_of_its_document() -> None:
    assert set(languages_of(GERMAN * 12)) == {"de"}
    assert languages_of("Preise 2024", "de") == ["de"]


def test_a_passage_in_another_language_than_its_document_is_told() -> None:
    found = languages_of(ENGLISH * 12 + "\n\n" + GERMAN * 6 + "\n\n" + "海獭在海藻林中睡觉。" * 12)
    assert [one for n, one in enumerate(found) if found[n - 1 : n] != [one]] == ["en", "de", "zh"]


def test_sentences_end_as_the_file_says_that_they_do() -> None:
    [passage] = split("Öffnung am 3. Mai", count, 60, stated="de")
    assert len(passage.sentences) == 1
