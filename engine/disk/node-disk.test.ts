import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { diskContract } from "./disk-contract.ts";
import { openNodeDisk } from "./node-disk.ts";
import { writeAll } from "./write-all.ts";

async function temporaryFolder(): Promise<string> {
  return fs.promises.mkdtemp(join(tmpdir(), "flowmesh-disk-"));
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await temporaryFolder();
  try {
    await run(folder);
  } finally {
    await fs.promises.rm(folder, { recursive: true, force: true });
  }
}

/** Whether a file system of our own can be mounted. */
function mayMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const folder = fs.mkdtempSync(join(tmpdir(), "flowmesh-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("umount", [folder]);
    return true;
  } catch {
    return false;
  } finally {
    fs.rmdirSync(folder);
  }
}

describe("openNodeDisk", () => {
  diskContract(test, async () => {
    const folder = await temporaryFolder();
    const disk = await openNodeDisk(folder);
    return {
      disk,
      reopen: async () => {
        await disk.close();
        return openNodeDisk(folder);
      },
      dispose: async () => {
        await disk.close();
        await fs.promises.rm(folder, { recursive: true });
      },
    };
  });

  test("creates missing folders for the owner alone", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "one", "two");
      const disk = await openNodeDisk(path);
      assert.equal((await fs.promises.stat(path)).mode & 0o777, 0o700);
      await disk.close();
    });
  });

  test("lists neither the lock nor folders nor what it could not have made", async () => {
    await inFolder(async (folder) => {
      await fs.promises.mkdir(join(folder, "index"));
      await fs.promises.writeFile(join(folder, "a b"), "");
      await fs.promises.writeFile(join(folder, "file"), "");
      const disk = await openNodeDisk(folder);
      assert.deepEqual(await disk.list(), ["file"]);
      await disk.close();
    });
  });

  test("refuses a file in the folder's place, or on the way to it", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "file");
      await fs.promises.writeFile(file, "");
      await assert.rejects(() => openNodeDisk(file), { reason: "data_dir_unusable" });
      await assert.rejects(() => openNodeDisk(join(file, "data")), { reason: "data_dir_unusable" });
    });
  });

  test("says so when the file system is read-only or full, however deep the folder would lie", {
    skip: !mayMount(),
  }, async () => {
    await inFolder(async (folder) => {
      execFileSync("mount", ["-t", "tmpfs", "-o", "nr_inodes=2", "tmpfs", folder]);
      try {
        fs.mkdirSync(join(folder, "data"));
        await assert.rejects(openNodeDisk(join(folder, "more")), { reason: "data_dir_unusable", message: /no space/ });
        execFileSync("mount", ["-o", "remount,ro", folder]);
        for (const path of ["data", "new", "new/deeper/still"]) {
          const refusal = { reason: "data_dir_unusable", message: /: its file system is read-only$/ };
          await assert.rejects(openNodeDisk(join(folder, path)), refusal);
        }
      } finally {
        execFileSync("umount", [folder]);
      }
    });
  });

  test("says so where no folder can be made at all, instead of trying for ever", {
    skip: process.platform !== "linux",
  }, async () => {
    const refusal = { reason: "data_dir_unusable", message: /takes no new folder there$/ };
    await assert.rejects(openNodeDisk("/proc/flowmesh/data"), refusal);
  });

  test("refuses a folder that may not be written", { skip: process.getuid?.() === 0 }, async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "data");
      await fs.promises.mkdir(path, { mode: 0o500 });
      await assert.rejects(() => openNodeDisk(path), { reason: "data_dir_unusable" });
    });
  });
});

/** Opens the folder, says `held` or why not, and holds it until its input says something. */
const holderProgram = `
  import { openNodeDisk } from ${JSON.stringify(new URL("./node-disk.ts", import.meta.url).href)};
  try {
    const disk = await openNodeDisk(process.argv[1]);
    process.stdout.write("held");
    process.stdin.once("data", () => disk.close().then(() => process.exit(0)));
  } catch (error) {
    process.stdout.write(error.reason + " " + error.details.pid);
    process.exit(1);
  }
`;

interface Holder {
  readonly child: ChildProcess;
  readonly said: string;
}

async function startHolder(folder: string): Promise<Holder> {
  const argv = [...process.execArgv, "--input-type=module", "--eval", holderProgram, folder];
  const child = spawn(process.execPath, argv, { stdio: ["pipe", "pipe", "inherit"] });
  const [chunk] = (await once(child.stdout!, "data")) as [Buffer];
  return { child, said: chunk.toString() };
}

async function endHolder(holder: Holder, end: (child: ChildProcess) => void): Promise<void> {
  const { child } = holder;
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  end(child);
  await exit;
}

const kill = (child: ChildProcess): void => void child.kill("SIGKILL");
const release = (child: ChildProcess): void => void child.stdin!.write("release");

describe("the lock of a data folder", () => {
  test("refuses a second opening in the same process", async () => {
    await inFolder(async (folder) => {
      const disk = await openNodeDisk(folder);
      await assert.rejects(() => openNodeDisk(folder), { reason: "data_dir_locked" });
      await disk.close();
      await (await openNodeDisk(folder)).close();
    });
  });

  test("refuses a second process and names the one that holds it", async () => {
    await inFolder(async (folder) => {
      const disk = await openNodeDisk(folder);
      const refused = await startHolder(folder);
      assert.equal(refused.said, `data_dir_locked ${process.pid}`);
      await endHolder(refused, () => undefined);
      await disk.close();
    });
  });

  test("is free at once when its holder was killed", async () => {
    await inFolder(async (folder) => {
      for (let round = 0; round < 3; round++) {
        const holder = await startHolder(folder);
        assert.equal(holder.said, "held");
        await assert.rejects(() => openNodeDisk(folder), {
          reason: "data_dir_locked",
          details: { path: folder, pid: String(holder.child.pid) },
        });
        await endHolder(holder, kill);
      }
      await (await openNodeDisk(folder)).close();
    });
  });

  test("is free when its holder has closed it", async () => {
    await inFolder(async (folder) => {
      const holder = await startHolder(folder);
      await endHolder(holder, release);
      await (await openNodeDisk(folder)).close();
    });
  });

  test("goes to exactly one of several that start at once", async () => {
    await inFolder(async (folder) => {
      for (let round = 0; round < 3; round++) {
        const holders = await Promise.all(Array.from({ length: 4 }, () => startHolder(folder)));
        assert.equal(holders.filter((holder) => holder.said === "held").length, 1);
        await Promise.all(holders.map((holder) => endHolder(holder, holder.said === "held" ? kill : () => undefined)));
      }
    });
  });
});

describe("writeAll", () => {
  /** A `writev` that takes as many bytes a call as `takes` says, and fails where it gives a code. */
  function write(takes: (number | string)[], buffers: string[]): Promise<string> {
    const taken = Buffer.alloc(20, ".");
    return new Promise((resolve, reject) => {
      writeAll(
        (_descriptor, parts, position, done) => {
          const step = takes.shift() ?? Number.POSITIVE_INFINITY;
          if (typeof step === "string") return done(Object.assign(new Error(step), { code: step }), 0);
          done(null, Buffer.concat(parts).subarray(0, step).copy(taken, position));
        },
        0,
        2,
        buffers.map((text) => Buffer.from(text)),
        (error) => (error === null ? resolve(taken.toString()) : reject(error)),
      );
    });
  }

  test("goes on where a short write stopped, also within a buffer", async () => {
    assert.equal(await write([4, 1, 2], ["abc", "", "def", "ghi"]), "..abcdefghi.........");
  });

  test("tries again when it was interrupted", async () => {
    assert.equal(await write([3, "EINTR", "EAGAIN"], ["abc", "def"]), "..abcdef............");
  });

  test("ends with the error of a failed write", async () => {
    await assert.rejects(() => write([3, "ENOSPC"], ["abc", "def"]), { code: "ENOSPC" });
  });

  test("ends when nothing is taken, instead of trying for ever", async () => {
    await assert.rejects(() => write([3, 0], ["abc", "def"]), { code: "EIO" });
  });
});
