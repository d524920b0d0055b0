import assert from "node:assert/strict";
import { test } from "node:test";
import { isDiskFull } from "./disk-full.ts";
import { folderProblem } from "./folder-problem.ts";

/** As Node makes it of what the system says. */
function systemError(errno: number, code: string): Error {
  return Object.assign(new Error(`${code}: write`), { errno, code, syscall: "write" });
}

test("a quota that is used up is a full disk, though Node has no name for it", () => {
  const usedUp = systemError(-122, "Unknown system error -122");
  assert.ok(isDiskFull(usedUp));
  assert.match(folderProblem(usedUp) ?? "", /quota/);
  assert.ok(isDiskFull(systemError(-28, "ENOSPC")));
  assert.equal(isDiskFull(systemError(-5, "EIO")), false);
  assert.equal(isDiskFull("ENOSPC"), false);
});
