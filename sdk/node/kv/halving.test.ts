import assert from "node:assert/strict";
import { test } from "node:test";
import { Halving } from "./halving.ts";

/** Notes so many commits as they are made one after the other, and says how many of them were halved. */
function noted(halving: Halving, commits: number, ms: { whole: number; halves: number }): number {
  let halved = 0;
  for (let count = 0; count < commits; count++) {
    const { isHalved } = halving;
    halved += Number(isHalved);
    halving.note(isHalved, isHalved ? ms.halves : ms.whole);
  }
  return halved;
}

test("both ways are tried, and the one that comes back sooner is kept", () => {
  for (const [ms, isHalved] of [
    [{ whole: 1.4, halves: 1.1 }, true],
    [{ whole: 6, halves: 10 }, false],
    [{ whole: 1, halves: 1.1 }, true],
    [{ whole: 1, halves: 1.3 }, false],
    [{ whole: 0, halves: 0 }, false],
  ] as const) {
    const halving = new Halving();
    assert.equal(noted(halving, 128, ms), 64);
    assert.equal(halving.isHalved, isHalved);
    const halved = noted(halving, 10_000, ms);
    assert.ok(isHalved ? halved > 9000 : halved < 1000, `${halved} of 10,000 were halved`);
  }
});

test("a disk that becomes slow, or quick, is noticed", () => {
  const halving = new Halving();
  noted(halving, 1000, { whole: 1.4, halves: 1.1 });
  noted(halving, 1200, { whole: 6, halves: 10 });
  assert.ok(noted(halving, 1000, { whole: 6, halves: 10 }) < 100);
  noted(halving, 1200, { whole: 1.4, halves: 1.1 });
  assert.ok(noted(halving, 1000, { whole: 1.4, halves: 1.1 }) > 900);
});

test("a commit that was sent the other way tells nothing of this one", () => {
  const halving = new Halving();
  noted(halving, 64, { whole: 2, halves: 0 });
  for (let count = 0; count < 100; count++) halving.note(false, 1000);
  noted(halving, 64, { whole: 2, halves: 3 });
  assert.equal(halving.isHalved, false);
});

test("stalls that either way may meet do not decide", () => {
  const halving = new Halving();
  for (let count = 0; count < 128; count++) {
    const { isHalved } = halving;
    const stallMs = isHalved && count % 10 === 0 ? 80 : 0;
    halving.note(isHalved, stallMs + (isHalved ? 1.1 : 1.4));
  }
  assert.equal(halving.isHalved, true);
});
