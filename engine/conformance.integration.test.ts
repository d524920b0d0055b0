import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { everyCapability } from "@flowmesh/fabric";
import { type FabricUnderTest, fabricSuite, type OpenOptions } from "@flowmesh/fabric/conformance";
import { SystemClock } from "./clock/system-clock.ts";
import { openNodeDisk } from "./disk/node-disk.ts";
import { type Engine, openEngine } from "./engine.ts";
import { openIndexStore } from "./index-store/table-index-store.ts";
import { SystemRandom } from "./random/system-random.ts";
import { segmentBytesFor } from "./testing/segment-bytes-for.ts";

let folder: string;
let opened = 0;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "flowmesh-conformance-"));
});
after(() => rm(folder, { recursive: true, force: true }));

/** Opening reads what all cases before have left: with many more it would take most of the time, with fewer the making of segments would. */
const casesALog = 5;

/**
 * The engine as it runs: on a folder, in real time. Some cases follow one another on one log, those with large commits on one that has room for them: a small segment is
 * made in no time.
 */
async function openOnFolder({ commitBytes }: OpenOptions): Promise<FabricUnderTest> {
  const segmentBytes = segmentBytesFor(commitBytes);
  const home = join(folder, `${segmentBytes} ${Math.floor(opened++ / casesALog)}`);
  const open = async (): Promise<Engine> => {
    const disk = await openNodeDisk(join(home, "log"));
    const index = await openIndexStore(await openNodeDisk(join(home, "index")));
    const clock = new SystemClock();
    return openEngine({ disk, index, clock, random: new SystemRandom(), segmentBytes, reserveSegments: 0 });
  };
  let fabric = await open();
  const reopen = async (): Promise<Engine> => {
    await fabric.close();
    fabric = await open();
    return fabric;
  };
  return { fabric, reopen };
}

describe("the engine on a folder", () => {
  fabricSuite({
    test: (name, run) => test(name, { timeout: 60_000 }, run),
    capabilities: everyCapability,
    hooks: ["reopen"],
    open: openOnFolder,
  });
});
