"""speech-synthesis: captions read aloud at their times, or a text read from its beginning."""

import tempfile
import wave
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from choice import captions_to_read, text_to_read
from reading import MAX_SECONDS, captions_of, sentences_of
from timing import Pace, Spoken, spoken
from voices import Voice, voice_for

from media_kits.video import ffmpeg, sources
from media_operator import Operator, UnusableInput, run

Cue = dict[str, Any]


def main(operator: Operator) -> dict[str, Any]:
    """Write speech.m4a and say what is spoken when. A language without a voice is said in the result, no failure."""
    parameters = operator.parameters
    timed = parameters["source"] == "captions"
    chosen = captions_to_read(operator) if timed else text_to_read(operator)
    lines = captions_of(chosen.content) if timed else sentences_of(chosen.content, chosen.language)
    language = chosen.language
    voice = voice_for(language, operator.models)
    if voice is None:
        return _unspoken(operator, language, "not supported", f"there is no voice for the language {language!r}")
    if not any(line.text for line in lines):
        return _unspoken(operator, language, "completed", "there is nothing to read")
    until = _length_of(operator.input("sound")) if timed else None
    pace = Pace(parameters["rate"], parameters["maxRate"], voice.samples_per_second)
    with tempfile.TemporaryDirectory() as scratch:
        track = Path(scratch) / "speech.wav"
        progressing = _counted(operator, spoken(lines, voice.speak, pace, until), len(lines))
        cues, seconds = _written(track, progressing, voice, until)
        with operator.output("speech.m4a") as target:
            _encode(track, target)
    return {
        **_about(language, "completed"),
        "VoiceId": voice.name,
        "Engine": voice.engine,
        "Model": voice.provenance,
        "DurationSeconds": round(seconds, 3),
        "Cues": cues,
    }


def _about(language: str, status: str) -> dict[str, Any]:
    return {"LanguageCode": language, "PollyStatus": status}


def _unspoken(operator: Operator, language: str, status: str, why: str) -> dict[str, Any]:
    with operator.output("speech.m4a") as target:  # promised: a moment of silence
        ffmpeg.run(["-f", "lavfi", "-i", "anullsrc=r=48000:cl=mono", "-t", "0.1", *_AAC, str(target)]).must()
    return {**_about(language, status), "PollyMessage": why, "Cues": []}


def _length_of(path: Path | None) -> float | None:
    return min(sources.measure(path).seconds, MAX_SECONDS) if path else None


def _counted(operator: Operator, all_spoken: Iterable[Spoken], total: int) -> Iterable[Spoken]:
    for number, one in enumerate(all_spoken, start=1):
        yield one
        operator.progress(number, total)


def _written(track: Path, all_spoken: Iterable[Spoken], voice: Voice, until: float | None) -> tuple[list[Cue], float]:
    """Write the whole track piece by piece; it is as long as the video, or longer when speech runs over its end."""
    cues: list[Cue] = []
    with wave.open(str(track), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(voice.samples_per_second)
        for one in all_spoken:
            begin = _silence_to(file, one.start)
            file.writeframes(one.samples.tobytes())
            cues.append(_cue(one, begin, file.tell() / voice.samples_per_second))
            if cues[-1]["SpokenEnd"] > MAX_SECONDS:
                raise UnusableInput(f"what is to be read takes more than {MAX_SECONDS // 3600} hours")
        _silence_to(file, until or 0)
        return cues, file.tell() / voice.samples_per_second


def _silence_to(file: wave.Wave_write, second: float) -> float:
    missing = max(0, round(second * file.getframerate()) - file.tell())
    while missing:
        step = min(missing, 60 * file.getframerate())
        file.writeframes(np.zeros(step, np.int16).tobytes())
        missing -= step
    return file.tell() / file.getframerate()


def _cue(one: Spoken, begin: float, end: float) -> Cue:
    line = one.line
    times = {} if line.start is None or line.end is None else {"Start": round(line.start, 3), "End": round(line.end, 3)}
    late = {} if line.start is None else {"Delay": round(begin - line.start, 3), "Spill": round(one.spill, 3)}
    spoken_times = {"SpokenStart": round(begin, 3), "SpokenEnd": round(end, 3), "Rate": round(one.rate, 3)}
    return {"Text": line.text, **times, **spoken_times, **late}


_AAC = ("-map_metadata", "-1", "-c:a", "aac", "-b:a", "96k", "-ar", "48000", "-movflags", "+faststart", "-f", "mp4")


def _encode(track: Path, target: Path) -> None:
    ffmpeg.run(["-i", f"file:{track}", *_AAC, str(target)]).must()


if __name__ == "__main__":
    run(main)
