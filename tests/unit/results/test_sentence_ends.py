"""Where a sentence ends: one row for each thing that a full stop can mean, in many languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.results.sentence_ends import ends_in, ends_sentence, sentences_in


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["The company earned 3.5 million dollars last year.", "Version 2.0 will ship on Monday."]),
        ("en", ["Dr. Smith met Mr. and Mrs. Jones in St. Louis.", "They liked it."]),
        ("en", ["He came at 5 p.m. on Friday.", "Fine."]),
        ("en", ["We met at 5 p.m.", "He was late."]),
        ("en", ["The U.S. Army left the U.S.", "In 2015 it was back."]),
        ("en", ["Take fruit, e.g. Apples, i.e. Pommes.", "Yes."]),
        ("en", ["J. R. R. Tolkien and George W. Bush met.", "I saw it."]),
        ("en", ["Go to example.com or https://a.example/b?c=d.e now.", "Write to me@example.org.", "Thanks."]),
        ("en", ["No. 5 is alive.", "He said no.", "I agree.", "See Fig. 3 and Vol. IV of it."]),
        ("en", ["It was Sept. 11 in 2001.", "It changed in Sept.", "The rest is known."]),
        ("en", ["Acme Inc. said so.", "He works for Acme Inc.", "The end."]),
        ("en", ["It was in 2015.", "30 people came.", "That costs $3.50.", "OK."]),
        ("en", ["Well... maybe.", "So…", "He left.", "A; b."]),
        ("en", ['"Stop!" he said.', '"Why?"', '"Because."', "(It was late.)", "Go!"]),
        ("en", ["Really?!", "Yes.", "Wait...", "What?"]),
        ("en", ["1. Introduction.", "It begins.", "2. Methods.", "They follow."]),
        ("en", ["iPhone sales fell.", "eBay rose.", "Good."]),
        ("", ["hello there.", "how are you?", "i am fine, thanks."]),
        ("de", ["Am 15. Mai kam er.", "Im 20. Jahrhundert, z. B. in Berlin, war das d. h. alles so."]),
        ("de", ["Er ist 15.", "Dann ging er.", "Prof. Dr. Müller vgl. Abs. 3 u.a. dort."]),
        ("", ["Er kam am 15. Mai.", "Es war spät."]),
        ("fr", ["« Bonjour ! » dit-il.", "Pourquoi ?", "Parce que M. Dupont et Mme. Martin l'ont dit."]),
        ("es", ["El Sr. García vive en EE. UU. con la Sra. Díaz.", "¿Qué?", "¡Sí!", "«Vale.»", "Adiós."]),
        ("it", ["Il sig. Rossi e il dott. Bianchi.", "Sì!"]),
        ("pt", ["A Sra. Silva veio no dia 3.", "Depois foi embora."]),
        ("nl", ["Mevr. de Vries kwam bijv. Maandag.", "Ja."]),
        ("da", ["Den 15. maj kl. 8 kom han.", "Tak."]),
        ("cs", ["Dne 3. května přišel.", "Byl to 2. Zápas sezóny.", "A dost."]),
        ("pl", ["To np. Warszawa.", "Tak."]),
        ("ru", ["Он жил в г. Москве, т. е. далеко.", "Ул. Ленина, д. 5.", "Это всё."]),
        ("el", ["Πού είσαι;", "Εδώ είμαι."]),
        ("hy", ["Ես այստեղ եմ։", "Դու այնտեղ ես։"]),
        ("ka", ["როგორ ხარ?", "კარგად ვარ.", "წავიდეთ."]),
        ("ar", ["هل أنت هنا؟", "نعم.", "جاء د. محمد."]),
        ("ur", ["یہ ہے۔", "کیا؟", "وہ ہے۔"]),
        ("he", ["איפה אתה?", "אני כאן."]),
        ("hi", ["यह पहला है।", "डॉ. शर्मा आए।", "क्या?", "हाँ॥"]),
        ("bn", ["আমি এখানে।", "তুমি কোথায়?"]),
        ("ta", ["நான் இங்கே.", "நீ எங்கே?"]),
        ("am", ["እዚህ ነኝ።", "የት ነህ፧"]),
        ("my", ["ဒီမှာ။", "ဟိုမှာ။"]),
        ("km", ["ខ្ញុំនៅទីនេះ។", "អ្នកនៅឯណា?"]),
        ("th", ["สวัสดีครับ", "ผมชื่อสมชาย ยินดีที่ได้รู้จักครับ", "ไปกัน"]),
    ],
)
def test_sentences_of_languages_with_spaces(language: str, sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[start:end].strip() for start, end in sentences_in(text, language)] == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["これは本です。", "「はい。」と言った。", "「行こう。」", "「うん！」", "「本当？」"],
        ["３．５です。", "次です。"],
        ["你好。", "“你好。”他说。", "走吧！", "为什么？", "因为……不知道。"],
        ["好!", "走吧.", "再见。"],
    ],
)
def test_sentences_of_scripts_without_spaces(sentences: list[str]) -> None:
    text = "".join(sentences)
    assert [text[start:end] for start, end in sentences_in(text)] == sentences


def test_an_empty_line_ends_a_sentence_and_a_line_does_not() -> None:
    text = "A title\n\nSome text that is\nwrapped. More"
    assert [text[start:end] for start, end in sentences_in(text)] == [
        "A title\n\n",
        "Some text that is\nwrapped. ",
        "More",
    ]


def test_a_long_run_of_thai_ends_at_a_space() -> None:
    phrase = "วันนี้อากาศดีมากและเราจะไปเที่ยวทะเลด้วยกัน"
    text = " ".join([phrase] * 9)
    lengths = [end - start for start, end in sentences_in(text, "th")]
    assert len(lengths) == 3
    assert max(lengths) < 200


@pytest.mark.parametrize(
    ("word", "following", "ends"),
    [
        (" home.", "", True),
        (" why?", "", True),
        (" why?", "because", True),
        (" 3.5", "", False),
        (".5", "million", False),
        (" example.com", "", False),
        (" Dr.", "", False),
        (" Mr.", "Smith", False),
        (" U.S.", "", True),
        (" U.S.", "Army", False),
        (" U.S.", "However,", True),
        ("p.m.", "He's", True),
        ('said."', "Then", True),
        ('stop!"', "he", False),
        ("B.", "The", True),
        ("J.", "Smith", False),
        ("す。", "次", True),
        ("す。」", "と", False),
        ("す。」", "「", True),
        ("है।", "", True),
        (".", "", True),
        ("", "", False),
        ("»", "", False),
        ("...", "and", False),
        ("word", "Next", False),
        ("Kraków,", "Next", False),
    ],
)
def test_words_one_by_one(word: str, following: str, *, ends: bool) -> None:
    assert ends_sentence(word, following) is ends


def test_words_of_a_text_see_the_ones_after_them() -> None:
    words = ["we", "met", "dr.", "who", "at", "5", "p.m.", "the", "rest", "is", "known.", "yes"]
    assert [word for word, ends in zip(words, ends_in(words), strict=True) if ends] == ["p.m.", "known."]


@given(st.text(alphabet=st.sampled_from("ab. A?!…\"'»”」。\n1गთกน。३") | st.characters(), max_size=80))
def test_sentences_are_the_whole_text(text: str) -> None:
    found = list(sentences_in(text))
    assert "".join(text[start:end] for start, end in found) == text
    assert all(start < end for start, end in found)


@pytest.mark.parametrize(("part", "found"), [("Mr. ", 1), ("Yes. ", 50_000), ("....", 1), ("a b ", 1), ("\n ", 1)])
def test_long_texts(part: str, found: int) -> None:
    assert len(list(sentences_in(part * 50_000))) == found


@pytest.mark.parametrize("marks", [".", "?!", "。", ".。", "»", ". »", "….”"])
def test_text_of_nothing_but_marks_is_read_at_once(marks: str) -> None:
    """A transcript may be anybody's: what costs its square would hold whoever reads it."""
    text = marks * 8_000 + "x"
    assert "".join(text[start:end] for start, end in sentences_in(text)) == text
