/**
 * A transcript: what is said, segment by segment. It never changes: an edit gives another one that shares all but one
 * segment with it, so that four hours of speech are edited as quickly as a minute.
 */
import type { Moment } from "../moments/moments";
import { lastUntil } from "../moments/sorted";
import { retimed } from "./retiming";

export interface Word {
  readonly text: string;
  /** Milliseconds. */
  readonly start: number;
  readonly end: number;
  /** Percent. */
  readonly confidence: number;
}

export interface Segment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly speaker: string;
  readonly channel: string;
  readonly language: string;
  /** Percent; null where it is not known. */
  readonly confidence: number | null;
  readonly words: readonly Word[];
}

/** A sentence of `GET /v1/assets/{id}/transcript`. */
export interface Sentence extends Segment {
  readonly confidence: number;
}

export interface Speaker {
  /** Empty where nobody is told apart. */
  readonly name: string;
  readonly segments: number;
  readonly millis: number;
}

export class Transcript {
  readonly segments: readonly Segment[];
  readonly #starts: Int32Array;

  private constructor(segments: readonly Segment[], starts?: Int32Array) {
    this.segments = segments;
    this.#starts = starts ?? Int32Array.from(segments, (each) => each.start);
  }

  /**
   * Segments are the moments of speech, which edits are about; sentences bring their words and confidence.
   *
   * Where there are no such moments, the sentences are the segments.
   */
  static of(moments: readonly Moment[], sentences: readonly Sentence[]): Transcript {
    const timed = moments.filter((each) => each.start !== null);
    const found = timed.length > 0 ? withWords(timed.map(segmentOf), sentences) : [...sentences];
    return new Transcript(found.sort((one, other) => one.start - other.start));
  }

  /** Return the number of the segment that is said at a time, or was said last; -1 before the first. */
  at(ms: number): number {
    return lastUntil(this.#starts, ms);
  }

  /** Return the number of the word of a segment that is said at a time; -1 for none. */
  wordAt(segment: number, ms: number): number {
    const words = this.segments[segment]?.words ?? [];
    for (let at = words.length - 1; at >= 0; at--) {
      const word = words[at] as Word;
      if (word.start <= ms) return ms < Math.max(word.end, word.start + 1) + 250 ? at : -1;
    }
    return -1;
  }

  /** Return who speaks, in the order in which they begin. */
  speakers(): Speaker[] {
    const found = new Map<string, { name: string; segments: number; millis: number }>();
    for (const each of this.segments) {
      const known = found.get(each.speaker) ?? { name: each.speaker, segments: 0, millis: 0 };
      known.segments += 1;
      known.millis += each.end - each.start;
      found.set(each.speaker, known);
    }
    return [...found.values()];
  }

  get words(): number {
    return this.segments.reduce((sum, each) => sum + each.words.length, 0);
  }

  /** Return the transcript with another text of one segment; words that stay keep their times. */
  withText(segment: number, text: string): Transcript {
    const before = this.segments[segment];
    return before ? this.#with(segment, { ...before, text, words: retimed(before, text) }) : this;
  }

  withSpeaker(segment: number, speaker: string): Transcript {
    const before = this.segments[segment];
    return before ? this.#with(segment, { ...before, speaker }) : this;
  }

  /** Return the transcript in which a speaker has another name everywhere. */
  withName(speaker: string, name: string): Transcript {
    const segments = this.segments.map((each) => (each.speaker === speaker ? { ...each, speaker: name } : each));
    return new Transcript(segments, this.#starts);
  }

  #with(at: number, segment: Segment): Transcript {
    return new Transcript(this.segments.with(at, segment), this.#starts);
  }
}

function segmentOf(moment: Moment): Segment {
  const text = (name: string): string => {
    const value = moment.fields[name];
    return typeof value === "string" ? value : "";
  };
  const start = moment.start as number;
  return {
    text: moment.title,
    start,
    end: moment.end ?? start,
    speaker: text("Speaker"),
    channel: text("Channel"),
    language: text("Language"),
    confidence: moment.confidence,
    words: [],
  };
}

/** Return segments with the words that are said in them, channel by channel, since two may speak at once. */
function withWords(segments: readonly Segment[], sentences: readonly Sentence[]): Segment[] {
  const byChannel = new Map<string, Word[]>();
  for (const each of sentences) {
    const words = byChannel.get(each.channel) ?? [];
    words.push(...each.words);
    byChannel.set(each.channel, words);
  }
  const languages = sentences[0]?.language ?? "";
  for (const words of byChannel.values()) words.sort((one, other) => one.start - other.start);
  const next = new Map<string, number>();
  return segments.map((segment) => {
    const words = byChannel.get(segment.channel) ?? [];
    let at = next.get(segment.channel) ?? 0;
    while (at < words.length && (words[at] as Word).start < segment.start) at += 1;
    const from = at;
    while (at < words.length && (words[at] as Word).start <= segment.end) at += 1;
    next.set(segment.channel, at);
    const own = words.slice(from, at);
    const sure = own.length > 0 ? own.reduce((sum, each) => sum + each.confidence, 0) / own.length : segment.confidence;
    return { ...segment, words: own, confidence: sure, language: segment.language || languages };
  });
}
