import { connect, type Mesh } from "@flowmesh/client";
import { runCallLoop } from "../closed-loop.ts";
import type { Contender } from "../comparison.ts";
import type { FlowMeshProcess } from "./flowmesh-process.ts";
import { createAnew } from "./queue-anew.ts";

/** What a commit does. */
export interface CommitShape {
  readonly name: string;
  readonly settings: string;
  readonly request: Parameters<Mesh["fabric"]["commit"]>[0];
}

const bucket = "committed";
const queue = "committed";

/** Commits of one record each, of a record, an entry and a job each, and the first once more with a cause. The stream must be there. */
export function commitShapes(stream: string, value: Uint8Array): readonly CommitShape[] {
  const publish = { publish: { stream, records: [{ value }] } };
  const put = { put: { bucket, key: "key", value } };
  const enqueue = { enqueue: { queue, jobs: [{ value }] } };
  return [
    { name: "FlowMesh, one record", settings: "one resource", request: { operations: [publish] } },
    {
      name: "FlowMesh, three resources",
      settings: "a record, an entry and a job as one",
      request: { operations: [publish, put, enqueue] },
    },
    {
      name: "FlowMesh, one record with a cause",
      settings: "and a correlation id",
      request: { operations: [publish], causation: [`${stream}/0@0`], correlation: "order-4711" },
    },
  ];
}

/** Makes the same commit again and again, each awaited by itself. */
export function commits(
  server: FlowMeshProcess,
  { name, settings, request }: CommitShape,
  inFlight: number,
): Contender {
  return {
    name,
    settings: `durability always, ${settings}`,
    run: async (seconds) => {
      await prepare(server);
      const mesh = await connect({ url: server.url });
      try {
        return await runCallLoop(server, { inFlight, seconds, call: () => mesh.fabric.commit(request) });
      } finally {
        await mesh.close();
      }
    },
  };
}

async function prepare({ admin }: FlowMeshProcess): Promise<void> {
  await admin.buckets.ensure(bucket);
  await createAnew(admin, queue);
}
