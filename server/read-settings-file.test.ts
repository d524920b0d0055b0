import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readTokensFile } from "./access/tokens-file.ts";
import { readCertificates } from "./faces/tls/certificates.ts";
import { readSettingsFile } from "./read-settings-file.ts";

test("a pipe, a device, and what is far too large are refused without being read, whichever file they stand for", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "flowmesh-settings-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const [pipe, large, good] = ["pipe", "large", "good"].map((name) => join(folder, name)) as [string, string, string];
  execFileSync("mkfifo", [pipe]);
  writeFileSync(good, "settings");
  writeFileSync(large, "");
  truncateSync(large, 100_000_000);
  assert.equal(readSettingsFile(good).toString(), "settings");
  for (const [path, problem] of [
    [pipe, /cannot be read: it is a pipe, a device/],
    ["/dev/zero", /cannot be read: it is a pipe, a device/],
    [large, /cannot be read: it has more than 16777216 bytes/],
  ] as const) {
    assert.throws(() => readTokensFile(path), { reason: "tokens_file_invalid", message: problem });
    assert.throws(() => readCertificates({ certFile: path, keyFile: path }), {
      reason: "tls_invalid",
      message: problem,
    });
  }
});
