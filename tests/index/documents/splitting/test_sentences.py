import pytest

from index.documents.splitting.split import split
from tests.index.documents.splitting.test_passages import LIMIT, count, sentence_texts


def sentences_of(text: str) -> list[str]:
    return [s.of(text) for p in split(text, count, 250) for s in p.sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("He met Dr. Smith. She left.", ["He met Dr. Smith.", "She left."]),
        ("The U.S. Army came. It went.", ["The U.S. Army came.", "It went."]),
        (
            "See No. 5 and Fig. 2 there. No. It is gone.",
            ["See No. 5 and Fig. 2 there.", "No.", "It is gone."],
        ),
        ("J. Doe wrote it. I read it.", ["J. Doe wrote it.", "I read it."]),
        ("It is 3.14 wide. Yes.", ["It is 3.14 wide.", "Yes."]),
        ("“Is it?” he asked. “Yes.” Done.", ["“Is it?” he asked.", "“Yes.”", "Done."]),
        ("日本語の文。次の文。", ["日本語の文。", "次の文。"]),
        ("- First item\n- Second item\n3. Third", ["First item", "Second item", "Third"]),
        ("- [x] First\n- ☐ Second\n- ☑ Third", ["First", "Second", "Third"]),
        ("A title\nIts first line.", ["A title", "Its first line."]),
        ("שלום עולם. מה שלומך?", ["שלום עולם.", "מה שלומך?"]),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert sentence_texts(text) == expected


@pytest.mark.parametrize(
    "sentences",
    [
        ["He left.[1]", "She stayed.[2][3]", "They met again.¹", "Nobody knew."],
        ["It was rebuilt.[a]", "Few liked it.[citation needed]", "It fell."],
        ["She has a Ph.D.", "She teaches."],
        ["He works at Apple Inc.", "The firm is large."],
        ["It opens at 5 p.m.", "Then we go in."],
        ["Lemons hold vitamin C.", "It is sour."],
        ["Adm. Nelson met Maj. Smith and Cmdr. Jones.", "They talked."],
        ["The firm (est. 1990) is old.", "It makes bread."],
        ["Mix approx. 350 ml of water with vol. 3 of it.", "Bake it for 15 min. at 230 °C."],
        ["The max. load is 5 kg incl. the bag.", "Do not exceed it."],
        ["Who's Afraid of Virginia Woolf? is a play.", "It ran for years."],
        ["It ended in May.", "Fans cheered.", "On Jan. 5 he left."],
        ["They grew to 5 m.", "The tallest ran at 6 km/h.", "It fell."],
        ["I went to the shop.", "iPhones were sold out."],
        ["(See page 4.)", "The next chapter is short."],
        ["Visit https://example.org/a.b?c=1.", "Then log in."],
        ["The shop is on Main St.", "It is closed."],
    ],
)
def test_sentences_of_english(sentences: list[str]) -> None:
    assert sentences_of(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["Am 3. Mai 2020 kam er an.", "Der 2. Weltkrieg war lange vorbei.", "Es regnete."],
        ["Das ist z. B. in der Bahnhofstr. 5 so.", "Siehe Nr. 5 der Liste.", "Es ist gut."],
        ["„Komm!“, rief er.", "„Ich komme.“", "Sie ging und er war nicht da."],
        ["M. Dupont est arrivé avec les autres.", "Il est parti.", "Où est-il ?", "Il est là !"],
        ["El Sr. López no vino a la casa.", "La Dra. Ruiz sí.", "¿Dónde está el otro?"],
        ["वह आया और वह गया।", "वह घर में है।"],
        ["جاء الرجل إلى البيت.", "هل ذهب؟", "نعم."],
    ],
)
def test_sentences_of_other_languages(sentences: list[str]) -> None:
    assert sentences_of(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences", [["他来了。", "她走了！", "为什么？"], ["他说。", "“好。”", "她笑了。"]]
)
def test_chinese_and_japanese_put_no_blank_after_a_stop(sentences: list[str]) -> None:
    assert sentences_of("".join(sentences)) == sentences


def test_a_short_item_is_one_sentence_and_a_long_one_is_cut() -> None:
    assert sentence_texts("- It sets the time. Defaults to 720.") == [
        "It sets the time. Defaults to 720."
    ]
    long = ["The otter dives for clams and eats them afloat on its back."] * 6
    assert sentence_texts("- " + " ".join(long)) == long


def test_a_far_away_quote_changes_no_boundary() -> None:
    text = "It rained. We left. " * 10
    assert sentence_texts(f'"{text}', LIMIT)[1:] == sentence_texts(f"A {text}", LIMIT)[1:]
