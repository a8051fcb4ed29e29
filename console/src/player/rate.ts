/**
 * The frame rate of a video, exactly, and its SMPTE timecodes (ST 12-1): counted as the exports of the API count.
 *
 * All arithmetic is in whole numbers: a film of a day at 60000/1001 stays far below 2^53.
 */

export interface Rate {
  /** Frames per second are `num / den`: 24000/1001, not 23.976. */
  readonly num: number;
  readonly den: number;
  /** Whether timecodes leave out numbers to keep up with the clock. */
  readonly drop: boolean;
  /** Number of the first frame by the video's own timecode. */
  readonly first: number;
}

const NTSC = [24, 30, 48, 60, 120].map((whole) => ({ num: whole * 1000, den: 1001 }));
/** Rates that a timecode can count: it has two digits for frames. */
const COUNTED = new Set([
  "24000/1001",
  "30000/1001",
  "48000/1001",
  "60000/1001",
  ...[24, 25, 30, 48, 50, 60].map((whole) => `${whole}/1`),
]);
const TIMECODE = /^(\d\d):(\d\d):(\d\d)([:;.])(\d\d)$/;

/** Return the rate that a rounded one stands for: 29.97 is 30000/1001. */
export function rateOf(framesPerSecond: number, timecode = ""): Rate {
  const near = NTSC.find(({ num, den }) => Math.abs(num / den - framesPerSecond) < 0.006);
  const { num, den } = near ?? reduced(Math.round(framesPerSecond * 1000), 1000);
  const own = TIMECODE.test(timecode) ? timecode : "";
  const drop = den === 1001 && (num === 30000 || num === 60000) && (own === "" || own.includes(";"));
  const rate = { num, den, drop, first: 0 };
  return { ...rate, first: numberOf(rate, own) };
}

/** Frames that a second of timecode has. */
export function nominal(rate: Rate): number {
  return Math.round(rate.num / rate.den);
}

/** Return the frame that begins nearest to a time; of two equally near ones the even one, as Python rounds. */
export function frameNear(rate: Rate, millis: number): number {
  const parts = millis * rate.num;
  const each = rate.den * 1000;
  const whole = Math.floor(parts / each);
  const rest = parts - whole * each;
  if (rest * 2 === each) return whole + (whole % 2);
  return rest * 2 > each ? whole + 1 : whole;
}

/** Return the frame that is on screen at a time: the last that has begun, a hair before its rounded time included. */
export function frameAt(rate: Rate, millis: number): number {
  return Math.max(0, Math.floor((millis * rate.num) / (rate.den * 1000) + 0.02));
}

/** Return the milliseconds at which a frame begins. */
export function startOf(rate: Rate, frame: number): number {
  return (frame * 1000 * rate.den) / rate.num;
}

/** Return the milliseconds to seek to so that a frame is shown: its middle, which no rounding leads out of. */
export function middleOf(rate: Rate, frame: number): number {
  return ((2 * frame + 1) * 500 * rate.den) / rate.num;
}

/** Return whether timecodes exist for a rate. */
export function isCounted(rate: Rate): boolean {
  return COUNTED.has(`${rate.num}/${rate.den}`);
}

/**
 * Return `HH:MM:SS:FF`, with a semicolon before the frame where numbers are dropped; null where a rate has none.
 *
 * Drop-frame leaves out the first two numbers (four at 60000/1001) of each minute but every tenth.
 */
export function timecodeOf(rate: Rate, frame: number): string | null {
  if (!isCounted(rate)) return null;
  const counted = frame + dropped(rate, frame);
  const seconds = Math.floor(counted / nominal(rate));
  const fields = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const mark = rate.drop ? ";" : ":";
  return `${fields.map(twoDigits).join(":")}${mark}${twoDigits(counted % nominal(rate))}`;
}

/** Return the frame that a timecode names; 0 for what is none. */
export function numberOf(rate: Rate, timecode: string): number {
  const found = TIMECODE.exec(timecode);
  if (!found) return 0;
  const [hours, minutes, seconds, frames] = [1, 2, 3, 5].map((at) => Number(found[at])) as [
    number,
    number,
    number,
    number,
  ];
  const all = minutes + hours * 60;
  const leftOut = rate.drop ? Math.floor(nominal(rate) / 15) * (all - Math.floor(all / 10)) : 0;
  return (all * 60 + seconds) * nominal(rate) + frames - leftOut;
}

function dropped(rate: Rate, frame: number): number {
  if (!rate.drop) return 0;
  const each = Math.floor(nominal(rate) / 15);
  const perTen = nominal(rate) * 600 - 9 * each;
  const tens = Math.floor(frame / perTen);
  const rest = frame - tens * perTen;
  return each * (9 * tens + Math.floor(Math.max(0, rest - each) / (nominal(rate) * 60 - each)));
}

function reduced(num: number, den: number): { num: number; den: number } {
  const common = divisor(num, den);
  return { num: num / common, den: den / common };
}

function divisor(one: number, other: number): number {
  return other === 0 ? Math.max(1, one) : divisor(other, one % other);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
