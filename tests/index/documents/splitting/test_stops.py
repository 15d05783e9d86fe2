import itertools

import pytest

from index.documents.splitting.sentences import sentence_starts
from index.languages.telling import Languages
from index.records import Span


def parted(text: str, language: str) -> list[str]:
    starts = [0, *sentence_starts(text, Span(0, len(text)), Languages(language)), len(text)]
    return [text[a:b].strip() for a, b in itertools.pairwise(starts)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Citrus fruit is rich in vitamin C.", "The body cannot store it."],
        ["J. Smith wrote to A. B. Jones.", "He never answered."],
        ["He wrote it with George W. Bush.", "They toured the country."],
        ["The book by Philip K. Dick sold well.", "It was filmed."],
        ["She moved to block C.", "Her brother stayed in block A."],
        ["The answer is option D.", "It costs the least."],
        ["He is Samuel L. Jackson.", "He acts."],
        ["Harry S. Truman was president.", "He came from Missouri."],
        ["Dr. Watson and Mr. Holmes met Mrs. Hudson.", "They had tea."],
        ["Prof. Adams teaches at St. John's.", "It is old."],
        ["See appendix B.", "It lists all parts."],
        ["It happened to John F. Kennedy.", "He died."],
        ["The U.S. Senate voted.", "The bill passed."],
        ["He lives in the U.S.", "His wife does too."],
        ["Is this terminal D?", "Yes, gate 4."],
    ],
)
def test_stops_of_english(sentences: list[str]) -> None:
    assert parted(" ".join(sentences), "en") == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["M. Durand est venu avec les autres.", "Mme. Petit est restée."],
        ["J'ai vu Mme. Lefèvre et Mlle. Roux dans la rue.", "Elles parlaient."],
        ["MM. Renard et Colin sont là.", "Me. Dubois plaide."],
        ["J.-P. Sartre est né à Paris.", "Il est mort en 1980."],
        ["Il manque de vitamine C.", "Le médecin le sait."],
        ["Voir p. 12 et chap. 3 du livre.", "C'est clair."],
        ["Il vit av. J.-C. dans une ville.", "Elle est grande."],
        ["C'était le plan B.", "Personne ne le savait."],
    ],
)
def test_stops_of_french(sentences: list[str]) -> None:
    assert parted(" ".join(sentences), "fr") == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["Dr. Meier kam mit Prof. Schulz.", "Sie gingen."],
        ["Zitronen enthalten viel Vitamin C.", "Das ist gesund."],
        ["J. S. Bach lebte in Leipzig.", "Er starb dort."],
        ["Hr. Müller und Fr. Schmidt sind da.", "Sie warten."],
        ["Am 1. Januar beginnt das Jahr.", "Am 31. Dezember endet es."],
    ],
)
def test_stops_of_german(sentences: list[str]) -> None:
    assert parted(" ".join(sentences), "de") == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["La Sra. Gómez y el Dr. Pérez llegaron.", "Nadie los vio."],
        ["Era el plan B.", "Nadie lo sabía."],
        ["D. Juan vive en la Av. Colón.", "Es viejo."],
        ["Ud. tiene razón.", "No lo dudo."],
        ["Tiene vitamina C.", "Es buena."],
        ["J. L. Borges nació en Buenos Aires.", "Escribió mucho."],
    ],
)
def test_stops_of_spanish(sentences: list[str]) -> None:
    assert parted(" ".join(sentences), "es") == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["彼は「行こう。」と言った。", "雨が降っていた。"],
        ["「もう遅い。」と彼女は答えた。", "誰も動かなかった。"],
        ["「行こう。」", "彼は立ち上がった。"],
        ["「本当か？」って聞いた。", "返事はない。"],
        ["彼は『終わった。』と書いた。", "本は売れた。"],
        ["「すごい！」と叫んだ。", "皆が笑った。"],
        ["（詳しくは次章を参照。）", "次に進む。"],
        ["「待て。」という声がした。", "振り向いた。"],
        ["「寒い。」", "「そうだね。」", "二人は歩いた。"],
        ["今日は晴れ。", "明日は雨？", "分からない。"],
        ["「帰る。」との返事だった。", "残念だ。"],
        ["「はい。」とだけ言った。", "終わり。"],
        ["「もういい。」", "とにかく帰ろう。"],
        ["「行こう。」", "ところが雨だった。"],
    ],
)
def test_stops_of_japanese(sentences: list[str]) -> None:
    assert parted("".join(sentences), "ja") == sentences


@pytest.mark.parametrize(
    "text",
    [
        "It was written by J. Young and A. Page in May.",
        "The pilot was John W. Young and nobody else.",
        "Das sagte Herr J. Weiß zu allen.",
        "Am 3. Oktober kam der 2. Zug.",
    ],
)
def test_an_initial_or_an_ordinal_before_a_name_ends_nothing(text: str) -> None:
    assert parted(text, "de" if "Oktober" in text or "Herr" in text else "en") == [text]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("de", ["Das ist z. B. ein Hund.", "Er bellt."]),
        ("de", ["Nach § 5 Abs. 2 Nr. 3 BGB ist das verboten.", "Wer es tut, zahlt."]),
        ("de", ["Er kam gegen 9 Uhr.", "Um 12 Uhr ging er."]),
        ("fr", ["Il dit : « Je pars. »", "Elle resta."]),
        ("fr", ["« Venez ! » dit-il.", "Elle vint."]),
        ("fr", ["M. P. Bernard est né en févr. 1950.", "Il est médecin."]),
        ("es", ["Murió en 44 a. C. en Roma.", "Fue asesinado."]),
        ("es", ["¡Qué calor!", "¿Salimos?", "No, hoy no."]),
        ("es", ["Cuesta aprox. 5 euros.", "Es caro."]),
        ("it", ["Vedi pag. 12 e cap. 3.", "È chiaro."]),
        ("it", ["«Vieni!» disse.", "Lei venne."]),
        ("pt", ["O Sr. Silva e a Sra. Costa chegaram.", "Ninguém os viu."]),
        ("pt", ["Ver pág. 12 e cap. 3.", "É claro."]),
        ("nl", ["Er zijn dieren, bijv. honden en katten.", "Ze blaffen."]),
        ("nl", ["Op 3 jan. 2020 kwam ir. Smit aan.", "Het regende."]),
        ("ru", ["Это дерево, т. е. растение.", "Оно растёт."]),
        ("ru", ["А. С. Пушкин родился в г. Москве.", "Он поэт."]),
        ("ru", ["Это было в 1914 г.", "Потом началась война."]),
        ("ru", ["См. рис. 3 и табл. 2.", "Там всё ясно."]),
        ("ru", ["«Иди!» — сказал он.", "Она пошла."]),
        ("ar", ["جاء د. أحمد إلى البيت.", "ثم ذهب."]),
        ("ar", ["انظر ص. 12 من الكتاب.", "الأمر واضح."]),
        ("ar", ["هل ذهب؟", "نعم.", "متى؟"]),
    ],
)
def test_stops_of_ten_languages(language: str, sentences: list[str]) -> None:
    assert parted(" ".join(sentences), language) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["他来了。", "她走了！", "为什么？！", "不知道。"],
        ["“走吧。”", "他站起来。"],
        ["【请注意！】", "使用Python 3.11版本。"],
        ["价格为￥12.50。", "已经涨了。"],
        ["他来了.", "她走了."],
    ],
)
def test_stops_of_chinese(sentences: list[str]) -> None:
    assert parted("".join(sentences), "zh") == sentences
