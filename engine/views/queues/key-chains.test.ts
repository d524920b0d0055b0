import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "../../random/seeded-random.ts";
import { JobSlots } from "./job-slots.ts";
import { KeyChains } from "./key-chains.ts";

test("jobs that come back to their ordering key stand where a look from the front would put them", () => {
  const random = new SeededRandom(7);
  const slots = new JobSlots();
  const chains = new KeyChains(slots);
  const all = Array.from({ length: 40 }, (_, offset) => slots.add(offset));
  for (const slot of all) slots.key[slot] = 7;
  let chain: number[] = [];
  for (let round = 0; round < 20_000; round++) {
    const slot = random.pick(all);
    const isKept = random.chance(0.5);
    if (chain.includes(slot)) {
      chains.remove(slot);
      chain = chain.filter((each) => each !== slot);
    } else {
      const from = isKept && chain.length > 0 ? 1 : 0;
      const at = chain.findIndex((each, place) => place >= from && each > slot);
      chains.rejoin(slot, () => isKept);
      chain = chain.toSpliced(at < 0 ? chain.length : at, 0, slot);
    }
    const found: number[] = [];
    for (let next = (chain[0] ?? -1) + 1; next !== 0; next = slots.behind[next - 1] as number) found.push(next - 1);
    assert.deepEqual(found, chain);
  }
});
