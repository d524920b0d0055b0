import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { SystemClock } from "@flowmesh/engine";
import { WatchedFiles } from "./watched-files.ts";

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "flowmesh-watched-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Gives a promise of the next change, each time it is asked. */
function watch(t: TestContext, files: WatchedFiles): () => Promise<void> {
  let tell = (): void => undefined;
  files.watch({ clock: new SystemClock(), everyMs: 2, onChange: () => tell() });
  t.after(() => files.stop());
  return () => new Promise((resolve) => (tell = resolve));
}

test("a file that is written, replaced, removed or made is a change each time", async (t) => {
  const path = join(folderOf(t), "file");
  writeFileSync(path, "one");
  const nextChange = watch(t, new WatchedFiles([path]));
  const changes: readonly (() => void)[] = [
    () => writeFileSync(path, "other"),
    () => {
      writeFileSync(`${path}.new`, "third");
      renameSync(`${path}.new`, path);
    },
    () => rmSync(path),
    () => writeFileSync(path, "fourth"),
  ];
  for (const change of changes) {
    const changed = nextChange();
    change();
    await changed;
  }
});

test("what changes between making it and the first look is not missed", async (t) => {
  const path = join(folderOf(t), "file");
  writeFileSync(path, "one");
  const files = new WatchedFiles([path]);
  writeFileSync(path, "other");
  await watch(t, files)();
});

test("a link that is turned to another folder is a change, as containers give new secrets", async (t) => {
  const folder = folderOf(t);
  for (const name of ["one", "two"]) writeFileSync(join(folder, name), name);
  symlinkSync("one", join(folder, "current"));
  const nextChange = watch(t, new WatchedFiles([join(folder, "current")]));
  const changed = nextChange();
  symlinkSync("two", join(folder, "next"));
  renameSync(join(folder, "next"), join(folder, "current"));
  await changed;
});
