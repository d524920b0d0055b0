import { deepEqual, ok } from "node:assert/strict";
import { test } from "node:test";
import { MemoryDisk } from "../../disk/memory-disk.ts";
import { openIndexStore } from "../../index-store/table-index-store.ts";
import { SeededRandom } from "../../random/seeded-random.ts";
import { padded } from "../../saved/rows.ts";
import { KvRows } from "../kv/kv-rows.ts";
import { RowsAhead } from "./rows-ahead.ts";

class CountedRows extends KvRows {
  reads = 0;

  override page(...asked: Parameters<KvRows["page"]>): ReturnType<KvRows["page"]> {
    this.reads++;
    return super.page(...asked);
  }
}

async function rowsOf(keys: readonly string[]): Promise<CountedRows> {
  const store = await openIndexStore(new MemoryDisk());
  await store.write(keys.map((key) => ({ key, value: Buffer.from(key) })));
  return new CountedRows(
    store,
    () => true,
    (error) => error,
  );
}

const row = (place: string, number: number): string => `lc/${place}/${padded(number)}`;

test("whoever asks through it is told the same, whatever the order", async () => {
  const random = new SeededRandom(7);
  const places = ["r/1/0", "r/1/1", "e/1/0", "j/9/0"];
  const keys = Array.from({ length: 3000 }, () => row(random.pick(places), random.integer(4000)));
  const rows = await rowsOf([...new Set(keys)]);
  const ahead = new RowsAhead(rows);
  for (let count = 0; count < 5000; count++) {
    const [place, from] = [random.pick(places), random.integer(4100)];
    const [start, end] = [row(place, from), row(place, from + random.integer(600))];
    const limit = 1 + random.integer(300);
    deepEqual(ahead.page(start, end, limit), rows.page(start, end, limit));
    deepEqual(ahead.get(start), rows.get(start));
  }
});

test("to ask in order for what is not there, of several places in turn, takes hardly a look", async () => {
  const places = Array.from({ length: 20 }, (_, resource) => `r/${resource}/0`);
  const rows = await rowsOf(places.map((place) => row(place, 5000)));
  const ahead = new RowsAhead(rows);
  for (let number = 0; number < 5000; number++)
    for (const place of places) deepEqual(ahead.page(row(place, number), row(place, number + 1), 10), []);
  deepEqual(ahead.page(row(places[0]!, 5000), row(places[0]!, 5001), 10).length, 1);
  ok(rows.reads <= places.length, `${rows.reads} looks`);
});
