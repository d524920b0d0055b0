import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("every order has its state, its event and its e-mail once, though a service and a mailer are killed and e-mails die and are tried again", async () => {
  const script = fileURLToPath(new URL("main.ts", import.meta.url));
  const example = spawn(process.execPath, [script, "--own"], { stdio: "pipe" });
  const exited = once(example, "close");
  const [output, errors] = await Promise.all([text(example.stdout), text(example.stderr)]);
  assert.deepEqual([(await exited)[0], errors], [0, ""], output);
  for (const line of [
    /^300 orders came in/,
    /\nKilled service \d after \d+ orders\.\nKilled mailer \d after \d+ e-mails\.\n/,
    /\n30 e-mails are dead after 3 attempts each: the mail server of example\.net refuses connections\.\n/,
    /\nThe mail server is back, and they were tried again, one, then ten, then all: 0 are dead now\.\n/,
    /\nEvery order has its state, its event and its e-mail, each once, and every customer's total is right\.\n$/,
  ])
    assert.match(output, line);
});
