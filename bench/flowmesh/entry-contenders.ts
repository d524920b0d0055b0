import { type Bucket, connect } from "@flowmesh/client";
import { runCallLoop } from "../closed-loop.ts";
import type { Contender } from "../comparison.ts";
import { type EntryWork, entryKeys } from "../entry-work.ts";
import type { FlowMeshProcess } from "./flowmesh-process.ts";

const bucket = "users";
/** Entries that are written in one commit before what is measured. */
const filledTogether = 1_000;

export function puts(server: FlowMeshProcess, work: EntryWork): Contender {
  return entryCalls(server, work, "put", "durability always", (kv, key) => kv.put(key, work.value));
}

export function gets(server: FlowMeshProcess, work: EntryWork): Contender {
  return entryCalls(server, work, "get", "the bucket's defaults", (kv, key) => kv.get(key));
}

function entryCalls(
  server: FlowMeshProcess,
  work: EntryWork,
  name: string,
  settings: string,
  call: (kv: Bucket, key: string) => Promise<unknown>,
): Contender {
  const keys = entryKeys(work);
  let turn = 0;
  return {
    name: `FlowMesh, ${name}`,
    settings: `${settings}, the client's defaults`,
    run: async (seconds) => {
      await fill(server, keys, work.value);
      const mesh = await connect(server.url);
      const kv = mesh.kv(bucket);
      try {
        return await runCallLoop(server, {
          inFlight: work.inFlight,
          seconds,
          call: () => call(kv, keys[turn++ % keys.length]!),
        });
      } finally {
        await mesh.close();
      }
    },
  };
}

async function fill({ admin }: FlowMeshProcess, keys: readonly string[], value: Uint8Array): Promise<void> {
  await admin.buckets.ensure(bucket);
  for (let from = 0; from < keys.length; from += filledTogether) {
    await admin.commit((tx) => {
      for (const key of keys.slice(from, from + filledTogether)) tx.put(bucket, key, value);
    });
  }
}
