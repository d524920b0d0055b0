import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { GetResponse, KvService } from "@flowmesh/contract";
import { RemoteFabric } from "./remote/remote-fabric.ts";
import { historyOf } from "./testing/entry-clients.ts";
import { ServerProcess } from "./testing/server-process.ts";

/** `make soak` makes a hundred. */
const histories = Number(process.env.HISTORIES ?? 5);
const bucket = "entries";
let server: ServerProcess;

before(async () => {
  server = await ServerProcess.start();
  const fabric = new RemoteFabric(server.address);
  await fabric.kv.createBucket({ bucket });
  await fabric.close();
});
after(() => server.remove());

async function killAndStart(): Promise<void> {
  await server.end("SIGKILL");
  await server.startAgain();
}

test("what eight clients see of the same entries has an order, over connections that are cut and a server that is killed", async (t) => {
  let calls = 0;
  let unanswered = 0;
  for (let seed = 1; seed <= histories; seed++) {
    const history = await historyOf(server, { bucket, seed, ...(seed % 10 === 3 && { meanwhile: killAndStart }) });
    assert.deepEqual(history.unexplained, [], `seed ${seed}`);
    calls += history.calls;
    unanswered += history.unanswered;
  }
  t.diagnostic(`${histories} histories of ${calls} calls, ${unanswered} of them without an answer`);
  assert.ok(unanswered < calls / 10);
});

test("a client that is told what was there before is noticed", async () => {
  const history = await historyOf(server, { bucket, seed: 100_001, reads: staleReads });
  assert.notDeepEqual(history.unexplained, []);
});

/** Answers for each key what was there when it was asked for first. */
function staleReads(kv: KvService): Pick<KvService, "get"> {
  const known = new Map<string, Promise<GetResponse>>();
  return {
    get: (request) => {
      const { key = "" } = request;
      const first = known.get(key) ?? kv.get(request);
      known.set(key, first);
      return first;
    },
  };
}
