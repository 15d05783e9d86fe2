import json
from pathlib import Path

from service.evaluation.dataset import read_dataset
from tests.benchmarks.quality.public_questions import Fitted, apart, write
from tests.service.evaluation.folders import document, query, write_dataset


def fitted_on(folder: Path, title: str, text: str, question: str) -> Fitted:
    return Fitted.of(
        write_dataset(folder, [query("q", question)], corpus=[document("d", text, title)])
    )


def squad_article(title: str, *questions: dict[str, object]) -> dict[str, object]:
    context = f"{title} has a bridge. It was built in 1890."
    return {"title": title, "paragraphs": [{"context": context, "qas": list(questions)}]}


def test_articles_that_were_fitted_on_are_left_out_of_squad(tmp_path: Path) -> None:
    asked = {"question": "When was it built?", "answers": [{"text": "1890"}, {"text": "1890"}]}
    impossible = {"id": "3", "question": "Who built it?", "is_impossible": True, "answers": []}
    untold = {"id": "4", "question": "Where is it?", "is_impossible": False, "answers": []}
    articles = [
        squad_article("Old_Town", {**asked, "id": "1"}),
        squad_article("New_Town", {**asked, "id": "2"}, impossible, untold),
    ]
    path = tmp_path / "dev.json"
    path.write_text(json.dumps({"data": articles}))
    fitted = fitted_on(tmp_path / "fit", "Old Town", "Another text.", "Another question?")
    write(apart("squad", [path, path], fitted), tmp_path / "out")
    found = read_dataset(tmp_path / "out")
    assert [query.text for query in found.queries] == ["When was it built?", "Who built it?"]
    assert [query.answerable for query in found.queries] == [True, False]
    assert [query.answers for query in found.queries] == [("1890",), ()]
    assert [list(query.relevant) for query in found.queries] == [["d00000"], []]
    assert found.corpus
    assert len(found.corpus.documents) == 1
    assert not found.broken_lines
    assert not found.unknown


def test_questions_and_texts_that_were_fitted_on_are_left_out_of_the_others(tmp_path: Path) -> None:
    rows = [
        {
            "article": "Tea",
            "question": question,
            "candidates": [text, "It is warm."],
            "answers": [0],
        }
        for question, text in (
            ("Where is tea grown?", "Tea is grown in Assam."),
            ("Who drinks  tea?", "Many drink tea."),
            ("What is tea?", "Tea is a drink."),
        )
    ]
    path = tmp_path / "selqa.json"
    path.write_text(json.dumps(rows))
    text, question = "Tea is grown in Assam. It is warm.", "Who drinks tea?"
    fitted = fitted_on(tmp_path / "fit", "Tea", text, question)
    kept = apart("selqa", [path], fitted)
    assert [one.question for one in kept] == ["What is tea?"]
    assert kept[0].evidence == ("Tea is a drink.",)


def test_a_question_of_clapnq_without_selected_sentences_has_no_answer(tmp_path: Path) -> None:
    passage = {"title": "Tides", "text": "The moon moves the sea . It does so twice a day ."}
    lines = [
        {"id": 7, "input": "what moves the sea", "passages": [passage],
         "output": [{"selected_sentences": ["The moon moves the sea ."]},
                    {"selected_sentences": ["The moon moves the sea ."]}]},
        {"id": 8, "input": "how deep is the sea", "passages": [passage], "output": [{}]},
    ]  # fmt: skip
    path = tmp_path / "dev.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    fitted = fitted_on(tmp_path / "fit", "Tides", "Another text.", "another question")
    kept = apart("clapnq", [path], fitted)
    assert [one.evidence for one in kept] == [("The moon moves the sea .",), ()]
    assert [one.question_id for one in kept] == ["7", "8"]
