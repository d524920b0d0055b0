import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { readEvents, readExpected } from "./data.ts";
import { type Earthquake, Statistics } from "./statistics.ts";

const events = await readEvents();
const expected = await readExpected();

function figuresOf(some: readonly Earthquake[]): ReturnType<Statistics["networks"]> {
  const statistics = new Statistics();
  for (const event of some) statistics.add(event);
  return statistics.networks();
}

test("expected.json is what figures.py computes from the events", (context) => {
  const run = spawnSync("python3", ["figures.py"], { cwd: import.meta.dirname, encoding: "utf8" });
  if (run.error !== undefined) return context.skip("there is no python3 on this machine");
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(JSON.parse(run.stdout), expected);
});

test("the statistics of the events in the range are the expected ones", () => {
  const inRange = events.filter(({ time }) => expected.from <= time && time < expected.until);
  assert.equal(events.length, expected.published);
  assert.equal(inRange.length, expected.inRange);
  assert.deepEqual(figuresOf(inRange), expected.networks);
});

test("an event without a magnitude counts as an event and nothing else", () => {
  const rated = events[0]!;
  const both = figuresOf([rated, { ...rated, mag: null }])[rated.net]!;
  assert.equal(both.count, 2);
  assert.equal(both.rated, 1);
  assert.equal(both.mean, rated.mag);
});

test("a network whose events are all without a magnitude has no strongest one", () => {
  const { min, max, mean, strongest } = figuresOf([{ ...events[0]!, mag: null }])[events[0]!.net]!;
  assert.deepEqual({ min, max, mean, strongest }, { min: null, max: null, mean: null, strongest: null });
});

test("of equally strong events the earliest is the strongest, and negative magnitudes are magnitudes", () => {
  const first = { ...events[0]!, id: "first", mag: -0.5 };
  const figures = figuresOf([first, { ...first, id: "second" }, { ...first, id: "third", mag: -0.7 }])[first.net]!;
  assert.equal(figures.strongest?.id, "first");
  assert.equal(figures.min, -0.7);
});
