"""The length of texts in words, also of scripts without spaces."""

from __future__ import annotations

import pytest

from portal.wording.word_count import count_words, count_words_of_html

CHINESE = "北京市政府今天发布新的规定，"
THAI = "ข่าวการเมืองไทยวันนี้มีเรื่องใหม่"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        (CHINESE * 150, (3, 8)),
        ("東京の会議で新しい計画が決まった。" * 120, (3, 8)),
        (THAI * 80, (2, 8)),
        ("ຂ່າວການເມືອງລາວ" * 150, (2, 8)),
        ("ព័ត៌មាននយោបាយខ្មែរ" * 120, (1.5, 8)),
        ("မြန်မာ့သတင်းနိုင်ငံရေး" * 110, (1.5, 8)),
        ("བོད་ཀྱི་གསར་འགྱུར་" * 130, (1.5, 8)),
        ("word and more " * 400, (5, 6)),
        ("слово и ещё " * 400, (5, 6)),
        ("한국어 기사는 띄어쓰기가 있다 " * 200, (3, 4)),
    ],
    ids="Chinese Japanese Thai Lao Khmer Burmese Tibetan English Russian Korean".split(),
)
def test_a_text_counts_as_long_as_it_takes_to_read(text: str, minutes: tuple[float, float]):
    least, most = minutes
    assert least <= count_words(text) / 220 <= most


def test_both_kinds_of_words_add_up_in_a_mixed_text():
    english = "He said in a café: "
    assert count_words(english + CHINESE * 10) == count_words(english) + count_words(CHINESE * 10)
    assert count_words("GDP增长5%") == 3


@pytest.mark.parametrize("text", ["", "，。", "「」"])
def test_punctuation_is_no_word(text: str):
    assert count_words("北京" + text) == 1


def test_tags_divide_words_and_do_not_count():
    assert count_words_of_html("<p>One <em>two</em></p><p>three&nbsp;four</p>") == 4
    assert count_words_of_html(f"<p>{CHINESE}</p><ul><li>北京</li></ul>") == 8
