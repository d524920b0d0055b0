import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDurationMs } from "@flowmesh/client/internal";
import { isFlowMeshError } from "@flowmesh/fabric";
import { InvalidArgumentError } from "commander";
import { parseDurability } from "./durability.ts";
import { formatDuration } from "./duration.ts";
import { parseFutureMs } from "./future.ts";
import { formatSize, parseSize } from "./size.ts";
import { wholeNumber } from "./whole-number.ts";

const sizes: readonly [string, number][] = [
  ["0", 0],
  ["512", 512],
  ["512b", 512],
  ["64kb", 64_000],
  ["64 KB", 64_000],
  ["1k", 1000],
  ["1.5GB", 1_500_000_000],
  ["32MiB", 33_554_432],
  ["0.5kib", 512],
  ["2TiB", 2_199_023_255_552],
  [" 1m ", 1_000_000],
];

test("a size is read with decimal and binary units, whatever their case", () => {
  for (const [text, bytes] of sizes) assert.equal(parseSize(text, "--size"), bytes, text);
});

test("what is no size is refused with its field and examples", () => {
  for (const text of [
    "",
    "-1",
    "1e3",
    "1xb",
    "kb",
    "1,5kb",
    "1 2",
    "Infinity",
    "0x10",
    "constructor",
    "1constructor",
    "9007199254740993",
  ]) {
    assert.throws(
      () => parseSize(text, "--size"),
      (error) => isFlowMeshError(error, "field_invalid") && /--size.*not a size like/.test(error.message),
      text,
    );
  }
});

const shownSizes: readonly [number, string][] = [
  [0, "0 B"],
  [1, "1 B"],
  [1023, "1023 B"],
  [1024, "1.0 KiB"],
  [1536, "1.5 KiB"],
  [150 * 1024, "150 KiB"],
  [1024 * 1024 - 1, "1024 KiB"],
  [1024 ** 3 * 32, "32.0 GiB"],
  [1024 ** 5, "1024 TiB"],
];

test("a size is shown with a unit that keeps the number short", () => {
  for (const [bytes, text] of shownSizes) assert.equal(formatSize(bytes), text);
});

const durations: readonly [number, string][] = [
  [0, "0s"],
  [0.4, "0s"],
  [1, "1ms"],
  [999.6, "1s"],
  [1500, "1s500ms"],
  [60_000, "1m"],
  [5_400_000, "1h30m"],
  [604_800_000, "7d"],
  [90_061_001, "1d1h1m1s1ms"],
];

test("a duration is shown as it can be typed", () => {
  for (const [ms, text] of durations) {
    assert.equal(formatDuration(ms), text);
    assert.equal(parseDurationMs(text, ""), Math.round(ms));
  }
});

test("a whole number is read within its bounds, which are told otherwise", () => {
  const read = wholeNumber(1, 100);
  assert.equal(read("1"), 1);
  assert.equal(read("0100"), 100);
  for (const text of ["0", "101", "1.5", "-1", "1e1", "", " 1", "many", "99999999999999999999"]) {
    assert.throws(
      () => read(text),
      (error) => error instanceof InvalidArgumentError && /1 to 100/.test(error.message),
    );
  }
  assert.throws(() => wholeNumber(3)("2"), /of at least 3/);
});

test("a durability is one of three words", () => {
  assert.equal(parseDurability(undefined), undefined);
  for (const mode of ["always", "interval", "memory"]) assert.equal(parseDurability(mode), mode);
  assert.throws(() => parseDurability("Always"), /"Always"; use always, interval or memory/);
});

test("a time that is to come is a date, tomorrow, or how long until then, never so long ago", () => {
  const now = new Date(2026, 10, 3, 14).getTime();
  const read = (text: string): number => parseFutureMs(text, "--at", now);
  for (const text of ["2h", "in 2h", "+2h", "1h60m", "today 16:00"]) assert.equal(read(text), now + 7_200_000, text);
  assert.equal(read("tomorrow"), new Date(2026, 10, 4).getTime());
  assert.equal(read("tomorrow 09:30"), new Date(2026, 10, 4, 9, 30).getTime());
  assert.equal(read("2026-11-03T14:00:00Z"), Date.parse("2026-11-03T14:00:00Z"));
  assert.equal(read("now"), now);
  for (const text of ["", "2h ago", "in", "in 2", "tomorrow 25:00", "tomorrows", "soon", "+2026-11-03"])
    assert.throws(
      () => read(text),
      (error) => isFlowMeshError(error, "field_invalid") && error.details.field === "--at",
      text,
    );
});
