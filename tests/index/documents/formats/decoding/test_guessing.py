import pytest

from index.documents.formats.decoding.guessing import guessed_encoding

RUSSIAN = "Калан питается моллюсками и спит на поверхности воды. Где он живёт?"
GREEK = "Η θαλάσσια ενυδρίδα τρώει μύδια και κοιμάται στην επιφάνεια."
CHINESE = "海獭吃贝类，在海面上睡觉。它住在哪里？住在太平洋沿岸的海藻中。"
TAIWANESE = "海獺吃貝類，在海面上睡覺。牠住在哪裡？住在太平洋沿岸的海藻中。"
JAPANESE = "ラッコは貝を食べ、海の上で眠ります。どこに住んでいますか。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Der Fischotter frißt Krebse und schläft während der Nacht.", "cp1252"),
        ("These “smart quotes” are the only sign – the rest is plain.", "cp1252"),
        ("Où va-t-elle ? Ça dépend : l’été, très loin, et l’hiver, pas du tout.", "mac_roman"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy. Děti říkají, že je to šťastné.", "cp1250"),
        ("Źródło: książka o zwierzętach, którą napisał ojciec łąki i gęsi.", "iso8859_2"),
        ("Nerede yaşıyor? Pasifik kıyılarında, ığdır ağacı gibi güçlüdür.", "cp1254"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN, "iso8859_5"),
        (GREEK, "cp1253"),
        ("לוטרת הים אוכלת צדפות וישנה על פני המים.", "cp1255"),
        ("ثعلب الماء البحري يأكل المحار وينام على سطح الماء.", "cp1256"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (TAIWANESE, "big5"),
        ("해달은 조개를 먹고 바다 위에서 잠을 잡니다.", "cp949"),
        ("นากทะเลกินหอยและนอนบนผิวน้ำ อาศัยอยู่ตามชายฝั่ง", "cp874"),
    ],
)
def test_a_sentence_is_enough_to_know_its_encoding(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert data.decode(guessed_encoding(data)) == text


@pytest.mark.parametrize("word", ["Café", "Größe", "niño", "Ærø", "£5", "it’s"])
def test_a_word_of_western_europe_is_enough(word: str) -> None:
    data = word.encode("cp1252")
    assert data.decode(guessed_encoding(data)) == word


def test_a_long_text_is_known_by_its_lines_beyond_ascii() -> None:
    text = "Otters dive for clams.\n" * 20_000 + RUSSIAN
    assert guessed_encoding(text.encode("koi8_r")) == "koi8_r"


def test_the_guess_fits_the_whole_text() -> None:
    data = "Größe\n".encode("cp1252") * 2000 + b"\x81\x8d"  # which Windows-1252 leaves undefined
    assert data.decode(guessed_encoding(data) if guessed_encoding(data) != "cp1252" else "latin-1")
