import numpy as np
import pytest

from index.storage.related.shingles import NUMBERS, alike, signature_of

ENGLISH = (
    "The council of Holm decided on Tuesday to close the old hall at the river for two years. "
    "The roof has leaked since the storm of last autumn, and the pumps are as old as the building. "
    "The repair costs 14 million crowns, of which the state pays a third. Schools will swim in the "
    "hall of Birk, which adds two lanes and opens an hour earlier."
)
CHINESE = (
    "市议会星期二决定将河边的老游泳馆关闭两年。屋顶自去年秋天的风暴以来一直漏水,水泵和建筑一样老。"
)
JAPANESE = (
    "市議会は火曜日に川沿いの古いプールを二年間閉鎖することを決めた。"
    "屋根は去年の秋から雨漏りしている。"
)
THAI = "สภาเมืองตัดสินใจเมื่อวันอังคารให้ปิดสระว่ายน้ำเก่าริมแม่น้ำเป็นเวลาสองปีหลังคารั่วตั้งแต่พายุ"


def likeness(one: str, other: str) -> float:
    return float(alike(signature_of(one), signature_of(other)))


def test_a_signature_is_a_few_small_numbers() -> None:
    signature = signature_of(ENGLISH)
    assert signature.shape == (NUMBERS,)
    assert signature.dtype == np.uint16


@pytest.mark.parametrize("text", [ENGLISH, CHINESE, JAPANESE, THAI, "one word", "!"])
def test_white_space_and_letter_case_make_no_difference(text: str) -> None:
    spaced = text.upper() if text.isascii() else text
    assert likeness(text, f"  {spaced}\n\n") == 1


@pytest.mark.parametrize("text", [ENGLISH, CHINESE, JAPANESE, THAI])
def test_a_text_with_a_line_more_is_nearly_the_same(text: str) -> None:
    assert likeness(text, f"{text}\n{text[:8]}") > 0.75


def test_likeness_falls_with_what_two_texts_share() -> None:
    half = ENGLISH[: len(ENGLISH) // 2]
    assert 0.3 < likeness(ENGLISH, half) < 0.7
    assert likeness(ENGLISH, " ".join(reversed(ENGLISH.split()))) < 0.1
    assert likeness(CHINESE, JAPANESE) < 0.1
