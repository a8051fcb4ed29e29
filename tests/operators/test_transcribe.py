"""transcribe: what is said is written down with its times, and nothing else is."""

import hashlib
import json
import re
import zlib
from pathlib import Path
from typing import Any

import pytest

from tests.operators import media, sounds
from tests.operators.films import make
from tests.operators.runs import Outcome, inside, modules_of, run, run_with

[repetition, language_tags] = modules_of("transcribe", "repetition", "language_tags")

TWO_CITIES = """It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of
foolishness, it was the epoch of belief, it was the epoch of incredulity, it was the season of Light, it was the season
of Darkness, it was the spring of hope, it was the winter of despair, we had everything before us, we had nothing before
us, we were all going direct to Heaven, we were all going direct the other way - in short, the period was so far like
the present period, that some of its noisiest authorities insisted on its being received, for good or for evil, in the
superlative degree of comparison only."""

pytestmark = pytest.mark.slow


def words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


def word_error_rate(truth: str, heard: str) -> float:
    """Edits (Levenshtein, by word) for each word of the truth."""
    wanted, got = words(truth), words(heard)
    row = list(range(len(got) + 1))
    for number, word in enumerate(wanted, 1):
        before, row = row, [number]
        for column, other in enumerate(got, 1):
            row.append(min(before[column] + 1, row[-1] + 1, before[column - 1] + (word != other)))
    return row[-1] / len(wanted)


def spoken(outcome: Outcome) -> list[dict[str, Any]]:
    return [item for item in outcome.result["results"]["items"] if item["type"] == "pronunciation"]


def transcript(outcome: Outcome) -> str:
    return str(outcome.result["results"]["transcripts"][0]["transcript"])


@pytest.fixture(scope="module")
def two_cities() -> Outcome:
    return run("transcribe", {"audio": media.fetch("two-cities")})


def test_read_prose_is_written_down_nearly_without_errors(two_cities: Outcome) -> None:
    assert word_error_rate(TWO_CITIES, transcript(two_cities)) <= 0.05
    assert two_cities.text("transcript.txt") == transcript(two_cities)


def test_the_result_has_the_shape_of_transcribe(two_cities: Outcome) -> None:
    result = two_cities.result
    assert (result["jobName"], result["status"]) == ("test-run", "COMPLETED")
    assert result["results"]["language_code"] == "en"
    assert result["results"]["language_identification"][0]["score"] > 0.8
    assert result["Model"]["name"] == "whisper-base"
    assert re.fullmatch(r"CPU int8|CUDA float16", result["Model"]["provider"])
    marks = [it["alternatives"][0]["content"] for it in result["results"]["items"] if it["type"] == "punctuation"]
    assert set(marks) <= set(",.;:?!-–—…")
    assert all("start_time" not in it for it in result["results"]["items"] if it["type"] == "punctuation")


def test_words_have_times_in_order_within_the_sound_and_confidence(two_cities: Outcome) -> None:
    items = spoken(two_cities)
    starts = [it["start_time"] for it in items]
    assert starts == sorted(starts)
    assert all(0.5 <= it["start_time"] <= it["end_time"] <= 44.4 for it in items), (
        "the recording begins with 0.8 s of silence"
    )
    assert all(0 < it["alternatives"][0]["confidence"] <= 1 for it in items)
    assert all(it["end_time"] - it["start_time"] < 2 for it in items)


def test_segments_are_sentences_that_name_their_items(two_cities: Outcome) -> None:
    results = two_cities.result["results"]
    segments = results["audio_segments"]
    assert [number for it in segments for number in it["items"]] == [it["id"] for it in results["items"]]
    assert " ".join(it["transcript"] for it in segments) == transcript(two_cities)
    assert all(it["start_time"] < it["end_time"] for it in segments)


def test_progress_counts_seconds_of_sound(two_cities: Outcome) -> None:
    assert any(line.endswith("/44") for line in two_cities.progress), two_cities.progress


@pytest.mark.parametrize(("item", "language", "word"), [("pangram-fr", "fr", "vieux"), ("pangram-es", "es", "kiwi")])
def test_the_language_is_found_out(item: str, language: str, word: str) -> None:
    outcome = run("transcribe", {"audio": media.fetch(item)})
    assert outcome.result["results"]["language_code"] == language
    assert word in words(transcript(outcome))


def test_only_languages_that_can_have_been_spoken_are_found_out() -> None:
    outcome = run("transcribe", {"audio": media.fetch("pangram-fr")}, languageOptions=["de", "es"])
    assert outcome.result["results"]["language_code"] in {"de", "es"}
    assert {each["code"] for each in outcome.result["results"]["language_identification"]} == {"de", "es"}


def test_a_language_that_no_model_knows_is_refused() -> None:
    outcome = run("transcribe", {"audio": media.fetch("fox")}, languageOptions=["en", "xx"])
    assert outcome.exit_code == 2
    assert "languageOptions: 'xx'" in outcome.sentence


def test_a_given_language_is_taken_and_vocabulary_does_no_harm() -> None:
    outcome = run("transcribe", {"audio": media.fetch("fox")}, language="en", vocabulary=["Kubernetes", "Argo"])
    assert outcome.result["results"]["language_code"] == "en"
    assert word_error_rate("The quick brown fox jumps over the lazy dog", transcript(outcome)) <= 0.12


@pytest.mark.parametrize(
    ("language", "region", "told", "tag"),
    [
        ("en", "", "", "en"),
        ("en", "GB", "", "en-GB"),
        ("en", "GB", "en-US", "en-GB"),
        ("en", "", "en-us", "en-US"),
        ("es", "", "es-419", "es-419"),
        ("zh", "", "zh-Hant-TW", "zh-TW"),
        ("es", "", "en-US", "es"),
        ("en", "", "eng", "en"),
        ("en", "", "en-", "en"),
    ],
)
def test_a_region_is_told_where_it_is_known(language: str, region: str, told: str, tag: str) -> None:
    assert language_tags.tag_of(language, region, told) == tag


@pytest.mark.thorough
def test_the_region_of_a_file_is_in_the_transcript(tmp_path: Path) -> None:
    sound = make(tmp_path / "fox.flac", "-i", str(media.fetch("fox")), "-metadata", "language=en-US")
    assert run("transcribe", {"audio": sound}).result["results"]["language_code"] == "en-US"
    outcome = run("transcribe", {"audio": sound}, region="GB")
    assert outcome.result["results"]["language_code"] == "en-GB"


def test_a_vocabulary_that_the_model_cannot_take_is_refused() -> None:
    villages = [f"Llanfairpwllgwyngyllgogerychwyrndrobwll {number}" for number in range(50)]
    outcome = run("transcribe", {"audio": media.fetch("fox")}, vocabulary=villages)
    assert outcome.exit_code == 2
    assert "vocabulary: these 50 terms are too many for the model; about " in outcome.sentence


@pytest.mark.thorough
def test_words_of_a_file_are_filtered_beside_those_of_the_parameter(tmp_path: Path) -> None:
    (tmp_path / "rude").write_text("FOX\n\njump\n", "utf-8")
    audio = media.fetch("fox")
    outcome = run("transcribe", {"audio": audio, "filter": tmp_path / "rude"}, vocabularyFilter=["dog"])
    assert outcome.sentence == "", outcome.stderr
    words = outcome.result["results"]["transcripts"][0]["transcript"].lower()
    assert ("fox" in words, "dog" in words, words.count("***")) == (False, False, 2)


def test_a_file_of_words_whose_line_is_no_term_is_refused_with_its_number(tmp_path: Path) -> None:
    (tmp_path / "rude").write_text(f"fox\n{'x' * 61}\n", "utf-8")
    outcome = run("transcribe", {"audio": media.fetch("fox"), "filter": tmp_path / "rude"})
    assert (outcome.exit_code, "line 2 of the input filter" in outcome.sentence) == (66, True)


@pytest.mark.parametrize("line", ["red fox", "wow!", "—"])
def test_a_line_that_no_word_can_match_is_refused_before_anything_is_heard(tmp_path: Path, line: str) -> None:
    (tmp_path / "rude").write_text(f"fox\n\n {line}\n", "utf-8")
    outcome = run("transcribe", {"filter": tmp_path / "rude"})
    assert outcome.exit_code == 66
    assert outcome.sentence.startswith(f"line 3 of the input filter: {line!r} is never found")


def test_a_word_of_the_parameter_that_can_never_match_is_refused_by_its_place() -> None:
    outcome = run("transcribe", {}, vocabularyFilter=["fox", "wow!"])
    assert (outcome.exit_code, "vocabularyFilter[1]: 'wow!' is never found" in outcome.sentence) == (2, True)


def test_a_file_of_words_in_an_old_code_page_is_read_and_said(tmp_path: Path) -> None:
    (tmp_path / "rude").write_bytes("Trottel\nblöd\nübel\ngrässlich".encode("cp1252"))
    [warning] = run("transcribe", {"filter": tmp_path / "rude"}).result["Warnings"]
    assert "the input 'filter' is not UTF-8; it was read as Windows-1252" in warning["Message"]


FILTERED = """
from filtering import filtered, is_word
from recognition import SpokenWord
text, unwanted = given
words = [SpokenWord(each, 0, 1, 1) for each in text]
answer = [all(map(is_word, unwanted)), [word.text for word in filtered(words, unwanted, "mask")]]
"""


@pytest.mark.parametrize(
    ("text", "unwanted", "left"),
    [
        pytest.param([" हिंदी", " बोलो।"], ["हिंदी"], [" ***", " बोलो।"], id="ends in a vowel sign"),
        pytest.param([" शब्द्,", " और"], ["शब्द्"], [" ***,", " और"], id="ends in a virama"),
        pytest.param([" “Ärger”,", " ja"], ["ärger"], [" “***”,", " ja"], id="marks around it"),
        pytest.param([" ¡Caramba!", " Pablo"], ["caramba"], [" ¡***!", " Pablo"], id="marks of two kinds"),
        pytest.param([" --", " fox"], ["fox"], [" --", " ***"], id="a word of marks alone"),
    ],
)
def test_words_are_compared_whole_in_every_script(text: list[str], unwanted: list[str], left: list[str]) -> None:
    assert inside("transcribe", FILTERED, text, unwanted) == [True, left]


@pytest.mark.thorough
def test_unwanted_words_are_masked_whole() -> None:
    outcome = run("transcribe", {"audio": media.fetch("fox")}, vocabularyFilter=["FOX", "dog", "jump"])
    assert " brown *** jumps over the lazy ***" in transcript(outcome)
    assert [it["alternatives"][0]["content"] for it in spoken(outcome)].count("***") == 2
    assert "fox" not in outcome.text("transcript.txt") + str(outcome.result["results"]["audio_segments"]).lower()
    assert len(spoken(outcome)) == 9


@pytest.mark.thorough
def test_unwanted_words_are_left_out_and_their_sentence_still_ends() -> None:
    whole = transcript(run("transcribe", {"audio": media.fetch("fox")}))
    outcome = run(
        "transcribe", {"audio": media.fetch("fox")}, vocabularyFilter=["dog"], vocabularyFilterMethod="remove"
    )
    assert transcript(outcome) == whole.replace(" dog", "")
    assert len(spoken(outcome)) == 8


@pytest.mark.thorough
def test_unwanted_words_are_marked() -> None:
    outcome = run("transcribe", {"audio": media.fetch("fox")}, vocabularyFilter=["dog"], vocabularyFilterMethod="tag")
    marked = [it["alternatives"][0]["content"] for it in spoken(outcome) if it.get("vocabularyFilterMatch")]
    assert marked == ["dog"]


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(sounds.silence(20), id="silence"),
        pytest.param(sounds.noise(20), id="noise"),
        pytest.param(sounds.melody([220, 262, 330, 392, 440, 392, 330, 262] * 5), id="melody"),
        pytest.param(sounds.silence(0.01), id="a hundredth of a second"),
    ],
)
def test_nothing_is_said(sound: list[float]) -> None:
    outcome = run("transcribe", {"audio": sounds.wav(sound)})
    assert outcome.exit_code == 0, outcome.sentence
    assert outcome.result["results"] == {"transcripts": [{"transcript": ""}], "items": []}
    assert outcome.text("transcript.txt") == ""


@pytest.mark.thorough
def test_film_music_is_not_speech() -> None:
    outcome = run("transcribe", {"audio": media.fetch("bigbuckbunny")})
    assert (outcome.exit_code, transcript(outcome)) == (0, "")


def test_without_sound_the_transcript_is_empty() -> None:
    outcome = run("transcribe", {})
    assert outcome.exit_code == 0
    assert outcome.result == {
        "jobName": "test-run",
        "status": "COMPLETED",
        "results": {"transcripts": [{"transcript": ""}], "items": []},
    }


@pytest.mark.thorough
def test_long_recordings_keep_their_times_across_windows() -> None:
    said = sounds.samples_of(media.fetch("fox"))
    at = (3, 118.8, 400)  # the second lies across the end of the first two minutes
    recording: list[float] = []
    for second in at:
        recording += sounds.silence(second - len(recording) / sounds.RATE) + said
    outcome = run("transcribe", {"audio": sounds.wav(recording)}, language="en")
    foxes = [it["start_time"] for it in spoken(outcome) if it["alternatives"][0]["content"].lower() == "fox"]
    assert len(foxes) == len(at), transcript(outcome)
    first = foxes[0] - at[0]
    assert foxes == pytest.approx([second + first for second in at], abs=0.3)


def test_speech_in_one_of_twelve_channels_is_heard() -> None:
    said = sounds.samples_of(media.fetch("fox"))
    channels = [sample if channel == 2 else 0.0 for sample in said for channel in range(12)]
    outcome = run("transcribe", {"audio": sounds.wav(channels, channels=12)})
    assert word_error_rate("The quick brown fox jumps over the lazy dog", transcript(outcome)) <= 0.25


@pytest.mark.thorough
def test_what_is_said_again_is_written_down_again(two_cities: Outcome) -> None:
    said = sounds.samples_of(media.fetch("two-cities"))[: 5 * sounds.RATE]
    once = len([it for it in spoken(two_cities) if it["end_time"] <= 5])
    outcome = run("transcribe", {"audio": sounds.wav(said * 3)}, language="en")
    assert len(spoken(outcome)) >= 0.9 * 3 * once, transcript(outcome)


@pytest.mark.thorough
def test_a_sentence_said_again_and_again_is_written_down_or_told() -> None:
    said = sounds.samples_of(media.fetch("fox"))
    outcome = run("transcribe", {"audio": sounds.wav((said + sounds.silence(0.2)) * 8)}, language="en")
    missed = outcome.result["results"].get("gaps", [])
    seconds = sum(gap["end_time"] - gap["start_time"] for gap in missed)
    foxes = [it for it in spoken(outcome) if it["alternatives"][0]["content"].lower() == "fox"]
    assert len(foxes) + seconds / (len(said) / sounds.RATE) >= 7, transcript(outcome)


def test_each_channel_of_a_call_is_written_down_for_itself() -> None:
    left, right = (sounds.samples_of(media.fetch(name)) for name in ("fox", "two-cities"))
    length = 8 * sounds.RATE
    left, right = ((each + sounds.silence(8))[:length] for each in (left, right))
    both = [sample for pair in zip(left, right, strict=True) for sample in pair]
    outcome = run("transcribe", {"audio": sounds.wav(both, channels=2)}, language="en", channelIdentification=True)
    results = outcome.result["results"]
    by_channel = {
        channel["channel_label"]: " ".join(
            it["alternatives"][0]["content"] for it in channel["items"] if it["type"] == "pronunciation"
        )
        for channel in results["channel_labels"]["channels"]
    }
    assert word_error_rate("The quick brown fox jumps over the lazy dog", by_channel["ch_0"]) <= 0.25
    assert "best of times" in by_channel["ch_1"].lower()
    assert "fox" not in by_channel["ch_1"].lower()
    starts = [each["start_time"] for each in results["audio_segments"]]
    assert starts == sorted(starts)
    assert {each["channel_label"] for each in results["audio_segments"]} == {"ch_0", "ch_1"}


@pytest.mark.thorough
def test_one_channel_tells_nobody_apart_and_says_so() -> None:
    outcome = run("transcribe", {"audio": media.fetch("fox")}, language="en", channelIdentification=True)
    assert "fox" in transcript(outcome).lower()
    assert [each["Reason"] for each in outcome.result["Warnings"]] == ["LeftOut"]
    refused = run("transcribe", {"audio": media.fetch("fox")}, channelIdentification=True, speakerLabels=True)
    assert (refused.exit_code, refused.sentence.split(":")[0]) == (2, "speakerLabels")


PROSE = {
    "hi": (
        "यह एक साधारण दिन था और लोग अपने काम पर जा रहे थे। बाजार में बहुत भीड़ थी, और बच्चे "
        "स्कूल से लौट रहे थे। किसी ने कहा कि आज बारिश होगी, लेकिन आसमान साफ था। शाम को सब लोग "
        "चाय पीने बैठे और पुरानी कहानियाँ सुनाने लगे, जिन्हें सुनकर सब हँस पड़े।"
    ),
    "th": (
        "วันนี้เป็นวันธรรมดา ผู้คนกำลังเดินทางไปทำงาน ตลาดมีคนมากมาย และเด็กๆ "
        "กำลังกลับจากโรงเรียน มีคนบอกว่าฝนจะตก แต่ท้องฟ้าแจ่มใส "
        "ตอนเย็นทุกคนนั่งดื่มชาและเล่าเรื่องเก่าๆ ให้กันฟัง จนทุกคนหัวเราะออกมา "
        "แล้วก็แยกย้ายกันกลับบ้านอย่างมีความสุข"
    ),
    "ka": (
        "ეს ჩვეულებრივი დღე იყო და ხალხი სამსახურში მიდიოდა. ბაზარში ბევრი ადამიანი იყო, "
        "ბავშვები კი სკოლიდან ბრუნდებოდნენ. ვიღაცამ თქვა, რომ დღეს წვიმა მოვა, მაგრამ ცა "
        "მოწმენდილი იყო. საღამოს ყველა ჩაის დასალევად დაჯდა და ძველი ამბების მოყოლა დაიწყო."
    ),
    "ta": (
        "இது ஒரு சாதாரண நாள், மக்கள் வேலைக்குச் சென்று கொண்டிருந்தார்கள். சந்தையில் நிறைய "
        "கூட்டம் இருந்தது, குழந்தைகள் பள்ளியிலிருந்து திரும்பிக் கொண்டிருந்தார்கள். இன்று மழை "
        "பெய்யும் என்று யாரோ சொன்னார்கள், ஆனால் வானம் தெளிவாக இருந்தது."
    ),
    "ru": (
        "Это был обычный день, и люди шли на работу. На рынке было много народу, а дети "
        "возвращались из школы. Кто-то сказал, что сегодня будет дождь, но небо было ясным. "
        "Вечером все сели пить чай и стали рассказывать старые истории."
    ),
    "ja": (
        "いつもと同じ日でした。人々は仕事に行き、市場はとても混んでいました。子供たちは学校から帰ってきました。"
        "だれかが雨が降るでしょうと言いましたが、空は晴れていました。夜になると、みんなでお茶を飲みながら、"
        "昔の話をしました。それから、おばあさんが庭で育てた花のことを話してくれました。わたしたちは静かに聞いていました。"
    ),
    "ko": (
        "평범한 날이었고 사람들은 일하러 갔습니다. 시장은 사람들로 붐볐고 아이들은 학교에서 돌아왔습니다. "
        "누군가 비가 올 것이라고 말했지만 하늘은 맑았습니다. 저녁에는 모두 차를 마시며 옛날이야기를 했습니다."
    ),
    "en": (
        "It was an ordinary day, and people went to work. The market was crowded, and "
        "children came back from school. Somebody said that it would rain, but the sky was "
        "clear. In the evening all of them drank tea and told each other old stories."
    ),
}


@pytest.mark.parametrize("language", PROSE)
def test_ordinary_prose_repeats_itself_in_no_script(language: str) -> None:
    encoded = PROSE[language].encode()
    assert len(encoded) / len(zlib.compress(encoded)) < repetition.bound_of(language)
    assert repetition.ratio_of(PROSE[language]) < repetition.BOUND


@pytest.mark.parametrize("language", PROSE)
def test_a_loop_repeats_itself_in_every_script(language: str) -> None:
    loop = PROSE[language][:20] * 12
    encoded = loop.encode()
    assert len(encoded) / len(zlib.compress(encoded)) > repetition.bound_of(language)
    assert repetition.ratio_of(loop) > repetition.BOUND


@pytest.mark.parametrize(
    ("text", "durations", "made_up"),
    [
        ("please hang up and try again " * 6, [0.3] * 36, False),
        ("thank you " * 100, [0.0] * 200, True),
        ("thank you " * 100, [0.02, 0.4] * 100, False),
        ("thank you " * 100, [0.05] * 200, True),
    ],
    ids=["said six times", "without any time", "some words squeezed", "faster than speech"],
)
def test_a_loop_that_has_no_room_in_the_audio_was_made_up(text: str, durations: list[float], made_up: object) -> None:
    assert repetition.has_no_room(text, durations) is made_up


GAPS = """
from gaps import gaps_in, joined
from recognition import SpokenWord
from speech import Region

def seconds(regions):
    return [[region.start / 16000, region.end / 16000] for region in regions]

regions = [Region(round(16000 * a), round(16000 * b)) for a, b in given[0]]
words = [SpokenWord(" a", a, b, 1) for a, b in given[1]]
answer = seconds(joined(gaps_in(regions, words)))
"""


@pytest.mark.parametrize(
    ("regions", "heard", "gaps"),
    [
        ([[1, 5]], [], [[1, 5]]),
        ([[1, 5]], [[1.2, 1.6], [1.7, 4.4]], []),
        ([[1, 19.5]], [[1, 1.5], [4, 5], [15, 16], [16, 18.5]], [[2, 3.5], [5.5, 14.5]]),
        ([[1, 1.8], [4, 4.5]], [], []),
        ([[1, 3], [3.6, 6]], [], [[1, 6]]),
        ([[1, 3], [30, 33]], [[1, 3]], [[30, 33]]),
        ([], [[1, 2]], []),
        ([[1, 12]], [[1, 1.5], [1.5, 10.2], [10.2, 12]], [[2.55, 9.15]]),
    ],
    ids=["no words", "words all through", "a hole", "coughs", "neighbours", "one of two", "no speech", "within a word"],
)
def test_gaps_are_speech_without_words(regions: list[Any], heard: list[Any], gaps: list[Any]) -> None:
    assert inside("transcribe", GAPS, regions, heard) == gaps


WHOLE = """
from recognition import whole_words
from types import SimpleNamespace as Piece
pieces = [Piece(word=text, start=at, end=at + 1, probability=0.9 - at / 10) for at, text in enumerate(given[0])]
answer = [[word.text, word.start, word.end] for word in whole_words(pieces, given[1])]
"""


@pytest.mark.parametrize(
    ("pieces", "language", "whole"),
    [
        ([" 3", ".5", " million"], "en", [[" 3.5", 0, 2], [" million", 2, 3]]),
        ([" twenty", "-one"], "en", [[" twenty-one", 0, 2]]),
        (["Hello", " example", ".com"], "en", [["Hello", 0, 1], [" example.com", 1, 3]]),
        (["今", "日", "は。"], "ja", [["今", 0, 1], ["日", 1, 2], ["は。", 2, 3]]),
    ],
)
def test_pieces_between_which_no_space_stands_are_one_word(pieces: list[str], language: str, whole: list[Any]) -> None:
    assert inside("transcribe", WHOLE, pieces, language) == whole


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "empty", id="empty file"),
        pytest.param(b"This is a letter, not a recording. " * 100, "no known kind", id="text"),
        pytest.param(
            b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/hostname\n", "no known kind", id="playlist"
        ),
        pytest.param(b"ffconcat version 1.0\nfile /etc/hostname\n", "no known kind", id="concatenation"),
        pytest.param(b"RIFF\xff\xff\xff\x7fWAVEfmt " + b"\0" * 64, "damaged", id="header without sound"),
    ],
)
def test_what_is_no_sound_is_refused_with_a_sentence(content: bytes, reason: str) -> None:
    outcome = run("transcribe", {"audio": content})
    assert (outcome.exit_code, outcome.files) == (66, {}), outcome.stderr
    assert reason in outcome.sentence


def test_a_truncated_recording_is_transcribed_as_far_as_it_goes() -> None:
    whole = media.fetch("two-cities").read_bytes()
    outcome = run("transcribe", {"audio": whole[: len(whole) // 4]}, language="en")
    assert words(transcript(outcome))[:6] == ["it", "was", "the", "best", "of", "times"]
    assert spoken(outcome)[-1]["end_time"] < 12


def test_an_unknown_model_is_named_with_those_that_are_here() -> None:
    outcome = run("transcribe", {"audio": media.fetch("fox")}, model="whisper-huge")
    assert outcome.exit_code == 2
    assert "whisper-huge" in outcome.sentence
    assert "whisper-base" in outcome.sentence


FOLDER = """
from pathlib import Path
from media_operator import WrongModels
from models import folder_of
from recognition import _provenance
models, wanted = given
try:
    folder = folder_of(Path(models), wanted)
    answer = [folder.name, _provenance(folder, "CPU")] if (folder / "model.bin").exists() else [folder.name]
except WrongModels as error:
    answer = str(error)
"""


def chosen(models: Path, wanted: str) -> Any:
    """Return the folder that is heard with, and what results say of it."""
    return inside("transcribe", FOLDER, str(models), wanted)


def test_a_mounted_model_is_what_an_installation_transcribes_with(tmp_path: Path) -> None:
    for name in ("whisper-base", "turbo"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.bin").write_bytes(b"weights")
    shipped = {"name": "whisper-base", "task": "speech-to-text", "file": "whisper-base/model.bin", "sha256": "pinned"}
    (tmp_path / "whisper-base.json").write_text(json.dumps(shipped))
    assert chosen(tmp_path, "auto")[0] == "whisper-base"
    (tmp_path / "z.json").write_text(json.dumps({"name": "turbo", "task": "speech-to-text", "file": "turbo"}))
    digest = hashlib.sha256(b"weights").hexdigest()
    assert chosen(tmp_path, "auto") == ["turbo", {"name": "turbo", "sha256": digest, "provider": "CPU"}]
    assert chosen(tmp_path, "whisper-base")[1]["sha256"] == "pinned"


def test_a_manifest_that_names_no_folder_of_a_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"name": "turbo", "task": "speech-to-text", "file": "turbo.bin"}))
    assert "file of the model 'turbo' is 'turbo.bin'; a folder beside it" in chosen(tmp_path, "auto")


TOGETHER = """
import numpy as np
from pathlib import Path
from faster_whisper import decode_audio
from packing import Packed
from recognition import Recogniser
from speech import Region
path, models = given
samples = decode_audio(path, sampling_rate=16000)
whole = Region(0, len(samples))
recogniser = Recogniser(Path(models) / "whisper-base", ())
answer = []
for provider in ("CPU int8", "CUDA float16"):  # nothing but the name: the division into stretches is what differs
    recogniser.provenance["provider"] = provider
    words = recogniser.words_of(Packed(samples, (whole,), (0,), (whole,)), "en")
    answer.append([[word.text, word.start] for word in words])
"""


@pytest.mark.thorough
def test_stretches_that_are_heard_together_give_the_words_of_each_alone() -> None:
    models = media.cache().parent / "models/transcribe"
    one, together = inside("transcribe", TOGETHER, str(media.fetch("two-cities")), str(models))
    # which of its equal clauses the model passes over differs by processor and threads, alone and together: up to ten
    # words of 119, where a stretch that is lost or heard twice would be a quarter of them
    for words in (one, together):
        assert word_error_rate(TWO_CITIES, "".join(text for text, _ in words)) <= 0.1
    assert [start for _, start in together] == sorted(start for _, start in together)


STRETCHES = """
import numpy as np
from packing import Packed
from speech import Region
RATE = 16000
lengths, quiet = given
ends = np.cumsum(lengths) * RATE
offsets = tuple(int(end - length * RATE) for end, length in zip(ends, lengths))
samples = np.ones(int(ends[-1]), np.float32)
for at in quiet:
    samples[round(at * RATE) : round((at + 0.3) * RATE)] = 0
regions = tuple(map(Region, offsets, map(int, ends)))
found = list(Packed(samples, regions, offsets, regions).stretches(30 * RATE))
answer = [[each.start / RATE, each.end / RATE] for each in found]
"""


@pytest.mark.parametrize(
    ("lengths", "quiet", "bounds"),
    [
        pytest.param([10, 10], [], [0, 20], id="all in one"),
        pytest.param([10, 15, 10], [], [0, 25, 35], id="divided where speech begins"),
        pytest.param([5, 50, 5], [31.2], [0, 5, 31.35, 60], id="cut in a long region where it is quiet"),
    ],
)
def test_stretches_begin_where_speech_does(lengths: list[float], quiet: list[float], bounds: list[float]) -> None:
    found = inside("transcribe", STRETCHES, lengths, quiet)
    edges = [found[0][0], *(end for _, end in found)]
    assert edges == pytest.approx(bounds, abs=0.2)
    assert [start for start, _ in found[1:]] == [end for _, end in found[:-1]]


DOUBTED = """
from types import SimpleNamespace as Of
import numpy as np
import recognition
from packing import Packed
from speech import Region
def segment(text, at, sure=-0.2, ratio=1.0):
    word = Of(word=text, start=at, end=at + 1, probability=0.9)
    return Of(words=[word], text=text, avg_logprob=sure, no_speech_prob=0, compression_ratio=ratio, seek=int(at * 100))
class Together:
    def __init__(self, model):
        pass
    def transcribe(self, samples, clip_timestamps, **options):
        assert [clip["start"] for clip in clip_timestamps] == [0, 20, 40, 60]
        return [segment(" sure", 0), segment(" unsure", 20, sure=-1.5), segment(" loop", 40, ratio=99)], None
class Alone:
    def transcribe(self, samples, **options):
        heard.append(options["temperature"])
        return [segment(" again", 2)], None
heard = []
recognition.BatchedInferencePipeline = Together
recogniser = object.__new__(recognition.Recogniser)
recogniser.model, recogniser.hotwords, recogniser.provenance = Alone(), None, {"provider": "CUDA float16"}
regions = tuple(Region(start * 16000, (start + 20) * 16000) for start in (0, 20, 40, 60))
packed = Packed(np.zeros(80 * 16000, np.float32), regions, tuple(each.start for each in regions), regions)
answer = [[[word.text, word.start] for word in recogniser.words_of(packed, "en")], heard]
"""


def test_what_is_doubtful_or_missing_on_a_gpu_is_heard_again_by_itself_at_its_place() -> None:
    words, heard = inside("transcribe", DOUBTED)
    assert words == [[" sure", 0], [" again", 22], [" again", 42], [" again", 62]]
    assert heard == [[0.0, 0.4, 0.8]] * 3


def test_a_folder_that_is_no_whisper_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/model.bin").write_bytes(b"weights")
    facts = {"name": "own", "task": "speech-to-text", "file": "own"}
    (tmp_path / "own.json").write_text(json.dumps(facts))
    mounting = {"MEDIA_INSIGHTS_MOUNTED_MODELS": str(tmp_path)}
    outcome = run_with(mounting, "transcribe", {"audio": media.fetch("fox")}, language="en")
    assert (outcome.exit_code, "the model 'own' cannot be opened; a Whisper in" in outcome.sentence) == (1, True), (
        outcome.sentence
    )
