import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { flowmesh, ServerProcess, temporaryFolder } from "../testing/flowmesh-process.ts";

const scope = { after };
const cwd = temporaryFolder(scope);
const server = await ServerProcess.start(scope, cwd, ["dev", "--mem"]);
for (const stream of ["orders", "orders.eu", "bills"]) await flowmesh(["stream", "create", stream], { cwd });
for (const group of ["audit", "audit.eu", "mails"]) {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ streams: ["orders"] });
  await fetch(`${server.ready.http}/v1/groups/${group}/members`, { method: "POST", headers, body });
}
await flowmesh(["kv", "create", "prices"], { cwd });
for (const key of ["EUR/GBP", "EUR/USD", "EUR $(reboot)", "JPY"]) await flowmesh(["put", "prices", key, "1"], { cwd });
for (const queue of ["emails", "emails.eu", "reports"]) await flowmesh(["enqueue", queue, "1", "--create"], { cwd });

async function completions(...words: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await flowmesh(["completion", "bash", "--", ...words], { cwd });
  assert.deepEqual([code, stderr], [0, ""]);
  return stdout.split("\n").slice(0, -1);
}

const cases: readonly { readonly words: readonly string[]; readonly gives: readonly string[] }[] = [
  { words: ["st"], gives: ["start", "stop", "status", "stream"] },
  { words: ["stream", ""], gives: ["ls", "get", "create", "edit", "rm"] },
  { words: ["bench", "r"], gives: ["read", "rpc"] },
  { words: ["tail", ""], gives: ["bills", "orders", "orders.eu"] },
  { words: ["tail", "ord"], gives: ["orders", "orders.eu"] },
  { words: ["stream", "rm", "bills", "orders."], gives: ["orders.eu"] },
  { words: ["pub", "orders", ""], gives: [] },
  { words: ["tail", "orders", "--fo"], gives: ["--follow", "--format"] },
  { words: ["stream", "create", "--dr"], gives: ["--dry-run"] },
  { words: ["tail", "--ur"], gives: ["--url"] },
  { words: ["completion", ""], gives: ["bash", "zsh", "fish"] },
  { words: ["-o", "json", "ben"], gives: ["bench"] },
  { words: ["tail", "-n", "3", "bil"], gives: ["bills"] },
  { words: ["group", "re"], gives: ["reset", "resume"] },
  { words: ["group", "get", ""], gives: ["audit", "audit.eu", "mails"] },
  { words: ["group", "get", "mails", ""], gives: [] },
  { words: ["group", "reset", "audit", "or"], gives: ["orders", "orders.eu"] },
  { words: ["group", "rm", "mails", "audit."], gives: ["audit.eu"] },
  { words: ["tail", "orders", "--group", "ma"], gives: ["mails"] },
  { words: ["tail", "--group", "mails", "bil"], gives: ["bills"] },
  { words: ["get", ""], gives: ["prices"] },
  { words: ["kv", "watch", "pri"], gives: ["prices"] },
  { words: ["get", "prices", "EUR"], gives: ["EUR/GBP", "EUR/USD"] },
  { words: ["kv", "history", "none", ""], gives: [] },
  { words: ["enqueue", "em"], gives: ["emails", "emails.eu"] },
  { words: ["queue", "rm", "reports", "emails."], gives: ["emails.eu"] },
  { words: ["job", "get", "emails", ""], gives: ["0"] },
  { words: ["job", "ls", "emails", "--state", "de"], gives: ["delayed", "dead"] },
  { words: ["tail", "--format", ""], gives: ["lines", "ndjson", "json", "tsv", "raw"] },
  { words: ["pub", "orders", "--format", "r"], gives: ["raw"] },
  { words: ["stream", "ls", "-o", "n"], gives: ["ndjson", "name"] },
  { words: ["pub", "--durability", ""], gives: ["always", "interval", "memory"] },
  { words: ["nothing", "known", ""], gives: [] },
];

test("commands, options and the names of streams, groups, buckets, keys, queues and jobs are completed", async () => {
  for (const { words, gives } of cases) assert.deepEqual(await completions(...words), gives, words.join(" "));
});

test("without a server names are not completed, and nothing is said", async (t) => {
  const words = ["completion", "bash", "--url", "flowmesh://127.0.0.1:1", "--", "tail", ""];
  assert.deepEqual(await flowmesh(words, { cwd: temporaryFolder(t) }), {
    code: 0,
    signal: null,
    stdout: "",
    stderr: "",
  });
});

test("the scripts are taken by their shells, and that of bash completes though nothing on the PATH is called flowmesh", async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { stdout } = await flowmesh(["completion", shell], { cwd });
    writeFileSync(join(cwd, `completion.${shell}`), stdout);
    const checked = spawnSync(shell, ["-n", `completion.${shell}`], { cwd, encoding: "utf8" });
    if (checked.error === undefined) assert.deepEqual([checked.status, checked.stderr], [0, ""], shell);
  }
  // Nothing on the PATH is called flowmesh: it is typed by the path of the clone.
  const path = (process.env.PATH ?? "").split(":").filter((folder) => !existsSync(join(folder, "flowmesh")));
  const env = { PATH: path.join(":") };
  const { stdout: script } = await flowmesh(["completion", "bash"], { cwd, env, isFromClone: true });
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash that reads this
  const typed = 'COMP_WORDS=(./flowmesh tail ord); COMP_CWORD=2; _flowmesh; printf "%s\\n" "${COMPREPLY[@]}"';
  const { stdout } = spawnSync("bash", ["-c", `${script}\n${typed}`], {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  assert.equal(stdout, "orders\norders.eu\n");
});

const fish = "fish";
const noFish = spawnSync(fish, ["--version"]).error !== undefined && "fish is not installed";

test("in fish names are completed, and files where there are none", { skip: noFish }, async () => {
  const { stdout: script } = await flowmesh(["completion", "fish"], { cwd, isFromClone: true });
  writeFileSync(join(cwd, "quakes.ndjson"), "");
  const completed = (line: string): string =>
    spawnSync(fish, ["--no-config", "-c", `${script}\ncomplete -C '${line}'`], {
      cwd,
      encoding: "utf8",
    }).stdout.trim();
  assert.equal(completed("flowmesh tail ord"), "orders\norders.eu");
  assert.equal(completed("flowmesh pub orders -f qua"), "quakes.ndjson");
});
