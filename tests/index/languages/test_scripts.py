import pytest

from index.languages.scripts import script_of, script_used_by


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("The otter “dives” at 12 °C.", None),
        ("", None),
        ("42 — 17", None),
        ("Он родился в Москве.", "ru"),
        ("Η θάλασσα", "el"),
        ("وصل القطار إلى المدينة", "ar"),
        ("הרכבת הגיעה", "he"),
        ("वह घर में है।", "hi"),
        ("海獭在海藻林中睡觉。", "zh"),
        ("安装 PyTorch 需要 Python 环境", "zh"),
        ("ラッコは海藻の中で眠る。", "ja"),
        ("수달은 바다에서 잔다.", "ko"),
        ("The Japanese word 日本語 means the language.", None),
        ("Moscow (Москва) is a city.", None),
    ],
)
def test_most_letters_tell_the_script(text: str, script: str | None) -> None:
    assert script_of(text) == script


def test_languages_share_scripts() -> None:
    of_languages = [script_used_by(one) for one in ("de", "uk", "fa", "ja", "zh", "vi")]
    assert of_languages == [None, "ru", "ar", "ja", "zh", None]
