"""audio-events: where there is speech, music, singing, silence, or what a mounted model knows; they may overlap."""

from typing import Any

from events import TYPES, Rules, events_of, silences_of
from listeners import listener_in
from traces import trace_of

from media_kits.audio.recordings import Recording
from media_operator import Operator, Reason, run


def main(operator: Operator) -> dict[str, Any]:
    """Return AudioEvents by time, how much there is of each type, and what the track is. No track: nothing heard."""
    path = operator.input("audio")
    if path is None:
        return _result_of([], [])
    recording = Recording(path)
    facts, listener = recording.facts(), listener_in(operator.models)
    if recording.mix.turned:
        operator.warn(Reason.CHANNELS_CANCEL, recording.mix.told)
    trace = trace_of(recording.blocks(), listener, lambda seconds: operator.progress(seconds, seconds + 1))
    rules = _rules_of(operator)
    events = [event for type_ in listener.types for event in events_of(trace, type_, rules)]
    events += silences_of(trace, rules)
    metadata = {
        "Codec": facts.codec,
        "DurationMillis": trace.millis,
        "NumberOfChannels": facts.channels,
        "SampleRate": facts.sample_rate,
    }
    return {**_result_of([event.as_json() for event in events], [metadata]), "Model": listener.provenance}


def _rules_of(operator: Operator) -> Rules:
    given = operator.parameters
    return Rules(
        confidence=given["minConfidence"] / 100,
        silence_decibels=given["silenceDecibels"],
        silence_millis=given["minSilenceMillis"],
        bridge_millis=given["speechGapMillis"],
    )


def _result_of(events: list[dict[str, Any]], metadata: list[dict[str, Any]]) -> dict[str, Any]:
    ordered = sorted(events, key=lambda event: (event["StartTimestampMillis"], event["Type"]))
    totals = dict.fromkeys((*(type_.name for type_ in TYPES), "Silence"), 0)
    for event in ordered:
        totals[event["Type"]] = totals.get(event["Type"], 0) + event["DurationMillis"]
    return {"AudioEvents": ordered, "TotalMillis": totals, "AudioMetadata": metadata}


if __name__ == "__main__":
    run(main)
