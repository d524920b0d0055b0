import { equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { SystemClock } from "./clock/system-clock.ts";
import { VirtualClock } from "./clock/virtual-clock.ts";
import { WorkSteps } from "./work-steps.ts";

const STEP_MS = 0.5;
const STEPS = 40;

const spin = (ms: number): void => {
  for (const until = performance.now() + ms; performance.now() < until; );
};

test("works of many steps share the turns of the event loop, of which each leaves most to others", async () => {
  const steps = new WorkSteps(new SystemClock());
  const stepsOfTurns: number[] = [0];
  const workers: Set<number>[] = [new Set()];
  let isOver = false;
  const look = (): void => {
    stepsOfTurns.push(0);
    workers.push(new Set());
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  const work = async (number: number): Promise<void> => {
    for (let step = 0; step < STEPS; step++) {
      spin(STEP_MS);
      stepsOfTurns[stepsOfTurns.length - 1]!++;
      workers.at(-1)!.add(number);
      await steps.next();
    }
  };
  await Promise.all([1, 2, 3].map(work));
  isOver = true;
  // Each begins with a step before it is asked to wait.
  ok(Math.max(...stepsOfTurns.slice(1)) <= 5, `${stepsOfTurns} steps in the turns`);
  const together = workers.slice(1).filter(({ size }) => size > 1);
  equal(together.length <= 2, true, "one of them goes on in each turn, and a second where the first has just ended");
});

test("steps that take no time go on at once", () => {
  const steps = new WorkSteps(new VirtualClock());
  for (let count = 0; count < 1000; count++) equal(steps.next(), undefined);
});
