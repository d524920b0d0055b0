import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { type TestContext, test } from "node:test";
import { formatUrl } from "./address.ts";
import { ScriptedServer } from "./testing/scripted-server.ts";

/** Runs a program that uses the client; gives what it said and how it ended. */
async function run(context: TestContext, url: string, program: string): Promise<{ said: string; status: unknown }> {
  const source = `import { connect } from "@flowmesh/client"; const mesh = await connect(${JSON.stringify(url)}); ${program}`;
  const flags = ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", source];
  const child = spawn(process.execPath, flags, { cwd: import.meta.dirname, stdio: ["ignore", "pipe", "inherit"] });
  context.after(() => child.kill("SIGKILL"));
  let said = "";
  child.stdout.on("data", (text) => {
    said += String(text);
  });
  const [status] = await once(child, "close");
  return { said, status };
}

async function serverOf(context: TestContext): Promise<ScriptedServer> {
  const server = await ScriptedServer.start();
  context.after(() => server.close());
  return server;
}

test("a program that is done ends, although it did not close its client", async (context) => {
  const server = await serverOf(context);
  const running = run(context, formatUrl(server.address), `console.log((await mesh.streams.get("s")).stream);`);
  const connection = await server.connection();
  connection.reply("getStream", (await connection.call()).id, { stream: { stream: "s" } });
  assert.deepEqual(await running, { said: "s\n", status: 0 });
});

test("a program that waits for an answer, or for the next record, does not end before it", async (context) => {
  const server = await serverOf(context);
  const program = `for await (const _ of mesh.read("s", { live: true })) {}; console.log("end of the read");`;
  const running = run(context, formatUrl(server.address), program);
  const connection = await server.connection();
  const get = await connection.call();
  connection.reply("getStream", get.id, { stream: { stream: "s", partitions: [{}] } });
  const { name } = await connection.call();
  assert.equal(name, "subscribe");
  connection.cut();
  const again = await server.connection();
  again.end((await again.call()).id);
  assert.deepEqual(await running, { said: "end of the read\n", status: 0 });
});
