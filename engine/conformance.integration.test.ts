import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { Capabilities } from "@flowmesh/fabric";
import { type FabricUnderTest, fabricSuite } from "@flowmesh/fabric/conformance";
import { SystemClock } from "./clock/system-clock.ts";
import { openNodeDisk } from "./disk/node-disk.ts";
import { openEngine } from "./engine.ts";
import { openIndexStore } from "./index-store/table-index-store.ts";
import { SystemRandom } from "./random/system-random.ts";

const capabilities: Capabilities = {
  commitScope: "fabric",
  idempotencyKeys: true,
  dedupe: true,
  producers: true,
  expectedOffset: true,
  persistent: true,
};
/** Room for the largest commit, and no more. */
const segmentBytes = 34 * 1024 * 1024;
const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** The engine as it runs: on a folder, in real time. */
async function openOnFolder(): Promise<FabricUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), "flowmesh-conformance-"));
  folders.push(folder);
  const disk = await openNodeDisk(join(folder, "log"));
  const index = await openIndexStore(await openNodeDisk(join(folder, "index")));
  const clock = new SystemClock();
  const random = new SystemRandom();
  return { fabric: await openEngine({ disk, index, clock, random, segmentBytes, reserveSegments: 0 }) };
}

describe("the engine on a folder", () => {
  fabricSuite({
    test: (name, run) => test(name, { timeout: 60_000 }, run),
    capabilities,
    hooks: [],
    open: openOnFolder,
  });
});
