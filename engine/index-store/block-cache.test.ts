import assert from "node:assert/strict";
import { test } from "node:test";
import { BlockCache } from "./block-cache.ts";

const BLOCK = 4000;

function read(cache: BlockCache, name: number): Buffer {
  const block = cache.take(BLOCK).fill(name);
  cache.put(name, block);
  return block;
}

test("the memory of a block that is let go of serves the next one", () => {
  const cache = new BlockCache(2 * BLOCK);
  const memory = new Set<ArrayBufferLike>();
  for (let name = 0; name < 100; name++) memory.add(read(cache, name).buffer);
  assert.ok(memory.size <= 3, `${memory.size} blocks were allocated`);
  assert.equal(cache.get(99)?.[0], 99);
  assert.equal(cache.get(0), undefined);
});

test("work that keeps has every block that it was given as it was, and later ones share memory again", () => {
  const cache = new BlockCache(2 * BLOCK);
  cache.keeping(() => {
    const blocks = Array.from({ length: 20 }, (_, name) => read(cache, name));
    for (const [name, block] of blocks.entries()) assert.equal(block[BLOCK - 1], name);
  });
  const memory = new Set<ArrayBufferLike>();
  for (let name = 100; name < 200; name++) memory.add(read(cache, name).buffer);
  assert.ok(memory.size <= 5, `${memory.size} blocks were allocated`);
});

test("a large block has memory of its own, and the cache holds as many bytes as it may", () => {
  const cache = new BlockCache(20 * BLOCK);
  for (let name = 0; name < 10; name++) read(cache, name);
  cache.put(50, cache.take(15 * BLOCK));
  assert.equal(cache.get(50)?.length, 15 * BLOCK);
  const kept = Array.from({ length: 10 }, (_, name) => cache.get(name)).filter((block) => block !== undefined);
  assert.ok(kept.length <= 5, `${kept.length} small ones are kept beside it`);
});
