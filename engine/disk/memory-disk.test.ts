import { describe, test } from "node:test";
import { diskContract } from "./disk-contract.ts";
import { MemoryDisk } from "./memory-disk.ts";

describe("MemoryDisk", () => {
  diskContract(test, async () => {
    const disk = new MemoryDisk();
    return {
      disk,
      reopen: async () => {
        await disk.close();
        return disk.reopen();
      },
      dispose: () => disk.close(),
    };
  });
});
