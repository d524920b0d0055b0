import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Clock } from "./clock.ts";
import { SettlingClock } from "./settling-clock.ts";
import { SteadyClock } from "./steady-clock.ts";
import { SystemClock } from "./system-clock.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** What every clock promises. `pass` lets so much of the clock's time go by. */
function clockContract(open: () => { clock: Clock; pass: (durationMs: number) => Promise<void> }): void {
  test("never fires before its time, and then once", async () => {
    const { clock, pass } = open();
    const dueMs = clock.monotonicMs() + 20;
    const firedMs: number[] = [];
    clock.after(20, () => firedMs.push(clock.monotonicMs()));
    await pass(60);
    assert.equal(firedMs.length, 1);
    assert.ok(firedMs[0]! >= dueMs - 1);
  });

  test("fires in order of time, never from within the call that set the timer", async () => {
    const { clock, pass } = open();
    const fired: string[] = [];
    clock.after(30, () => fired.push("later"));
    clock.after(0, () => fired.push("at once"));
    clock.after(10, () => fired.push("sooner"));
    assert.deepEqual(fired, []);
    await pass(60);
    assert.deepEqual(fired, ["at once", "sooner", "later"]);
  });

  test("does not fire what was cancelled, and lets it be cancelled again", async () => {
    const { clock, pass } = open();
    let fired = 0;
    const timer = clock.after(5, () => fired++);
    timer.cancel();
    timer.cancel();
    await pass(20);
    assert.equal(fired, 0);
    const past = clock.after(1, () => fired++);
    await pass(20);
    past.cancel();
    assert.equal(fired, 1);
  });

  test("does not fire a delay beyond the platform's limit at once", async () => {
    const { clock, pass } = open();
    let fired = 0;
    const timers = [2 ** 31, 2 ** 40].map((delayMs) => clock.after(delayMs, () => fired++));
    await pass(20);
    assert.equal(fired, 0);
    for (const timer of timers) timer.cancel();
  });

  test("calls what is wanted soon after pending promises, in order, without time passing", async () => {
    const { clock, pass } = open();
    const called: string[] = [];
    await new Promise<void>((resolve) => {
      clock.soon(() => {
        called.push("first");
        void Promise.resolve().then(() => called.push("its promise"));
      });
      clock.soon(() => {
        called.push("second");
        resolve();
      });
      void Promise.resolve()
        .then(() => undefined)
        .then(() => called.push("promise"));
    });
    await pass(0);
    assert.deepEqual(called, ["promise", "first", "its promise", "second"]);
  });

  test("has a wall time and a monotonic time that move on together", async () => {
    const { clock, pass } = open();
    const [wallMs, monotonicMs] = [clock.wallMs(), clock.monotonicMs()];
    await pass(25);
    assert.ok(clock.monotonicMs() - monotonicMs >= 24);
    assert.ok(Math.abs(clock.wallMs() - wallMs - (clock.monotonicMs() - monotonicMs)) < 15);
  });
}

describe("SystemClock", () => {
  clockContract(() => ({
    clock: new SystemClock(),
    pass: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
  }));

  test("tells who waits for a wall time that the clock was set back", async (t) => {
    const now = Date.now;
    const told = new Promise<void>((resolve) => new SystemClock().atWall(now() + 20, resolve));
    const kept = setTimeout(() => undefined, 5000);
    t.after(() => clearTimeout(kept));
    t.mock.method(Date, "now", () => now() - 3_600_000);
    await told;
  });
});

describe("SteadyClock", () => {
  clockContract(() => {
    const machine = new VirtualClock();
    const clock = new SteadyClock(machine, 0, () => assert.fail("nothing is behind"));
    return { clock, pass: (durationMs) => machine.advance(durationMs) };
  });
});

describe("VirtualClock", () => {
  clockContract(() => {
    const clock = new VirtualClock();
    return { clock, pass: (durationMs) => clock.advance(durationMs) };
  });

  test("stands still until it is told to move", async () => {
    const clock = new VirtualClock(1000);
    assert.equal(clock.wallMs(), 1000);
    assert.equal(clock.monotonicMs(), 0);
    await clock.advance(2.5);
    assert.equal(clock.wallMs(), 1002.5);
  });

  test("fires each timer at its own moment, those due at once in the order in which they were set", async () => {
    const clock = new VirtualClock(0);
    const fired: string[] = [];
    for (const [name, delayMs] of Object.entries({ a: 5, b: 3, c: 5, d: 4 })) {
      clock.after(delayMs, () => fired.push(`${name}${clock.monotonicMs()}`));
    }
    await clock.advance(10);
    assert.deepEqual(fired, ["b3", "d4", "a5", "c5"]);
    assert.equal(clock.monotonicMs(), 10);
  });

  test("fires what a timer sets on the way, if it is still due", async () => {
    const clock = new VirtualClock(0);
    const fired: number[] = [];
    const tick = (): void => {
      fired.push(clock.monotonicMs());
      clock.after(4, tick);
    };
    clock.after(4, tick);
    await clock.advance(13);
    assert.deepEqual(fired, [4, 8, 12]);
    assert.deepEqual(clock.pendingTimers(), [3]);
  });

  test("lets promises and soon callbacks finish before the next timer fires", async () => {
    const clock = new VirtualClock(0);
    const done: string[] = [];
    clock.after(1, async () => {
      for (let turn = 0; turn < 100; turn++) await undefined;
      clock.soon(async () => {
        for (let turn = 0; turn < 100; turn++) await undefined;
        clock.soon(() => done.push(`consequence at ${clock.monotonicMs()}`));
      });
    });
    clock.after(2, () => done.push("next timer"));
    await clock.advance(5);
    assert.deepEqual(done, ["consequence at 1", "next timer"]);
  });

  test("settles everything that needs no time", async () => {
    const clock = new VirtualClock();
    let turns = 0;
    const again = (): void => {
      turns++;
      if (turns < 50) void Promise.resolve().then(() => clock.soon(again));
    };
    clock.soon(again);
    await clock.settle();
    assert.equal(turns, 50);
  });

  test("moves the wall clock alone when it is set", async () => {
    const clock = new VirtualClock(5000);
    let fired = 0;
    clock.after(10, () => fired++);
    clock.setWall(1000);
    await clock.advance(9);
    assert.equal(clock.wallMs(), 1009);
    assert.equal(fired, 0);
    await clock.advance(1);
    assert.equal(fired, 1);
  });
});

describe("SettlingClock", () => {
  clockContract(() => {
    const clock = new SettlingClock();
    return { clock, pass: (durationMs) => clock.advance(durationMs) };
  });

  test("moves on only when turns of the event loop, and what it was told to wait for, have passed", async () => {
    const clock = new SettlingClock();
    const done: string[] = [];
    clock.waitFor(async () => void done.push(`quiet at ${clock.monotonicMs()}`));
    clock.after(10, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      clock.soon(() => done.push(`done at ${clock.monotonicMs()}`));
    });
    clock.after(20, () => done.push("next"));
    await clock.advance(30);
    assert.deepEqual([...new Set(done)], ["quiet at 0", "quiet at 10", "done at 10", "next", "quiet at 20"]);
  });

  test("what is due at one moment, however much, lets others have their turns", async () => {
    const clock = new SettlingClock(0);
    let left = 100;
    const goOn = (): void => {
      if (left-- > 0) clock.soon(goOn);
    };
    clock.after(10, goOn);
    const leftAtTurns: number[] = [];
    const look = (): void => {
      leftAtTurns.push(left);
      if (left > 0) setImmediate(look);
    };
    setImmediate(look);
    await clock.advance(10);
    const steps = leftAtTurns.slice(1).map((after, index) => (leftAtTurns[index] as number) - after);
    assert.ok(Math.max(...steps) <= 2, `between two turns of others up to ${Math.max(...steps)} callbacks ran`);
  });

  test("advances that are asked for at once follow one another", async () => {
    const clock = new SettlingClock(0);
    const told = Promise.all([clock.advance(10), clock.advance(10)]);
    clock.after(15, () => clock.after(5, () => undefined));
    await told;
    assert.equal(clock.wallMs(), 20);
  });
});
