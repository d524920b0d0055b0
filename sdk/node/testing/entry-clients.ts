import type { KvService } from "@flowmesh/contract";
import { EntryHistory, type EntryState } from "@flowmesh/fabric/conformance";
import { Backoff } from "../remote/backoff.ts";
import { RemoteFabric } from "../remote/remote-fabric.ts";
import type { TransportName } from "../remote/transport.ts";
import { CuttingProxy } from "./cutting-proxy.ts";
import { randomOf } from "./random-of.ts";
import type { ServerProcess } from "./server-process.ts";

const clients = 8;
const keys = 3;
const callsAClient = 25;
const transports: readonly TransportName[] = ["frames", "frames", "grpc", "http"];

/** How a history is made. */
export interface HistoryOptions {
  readonly bucket: string;
  readonly seed: number;
  /** Something that happens to the server meanwhile. */
  readonly meanwhile?: () => Promise<void>;
  /** What the first client reads through, for tests of the checks. Default: its own fabric. */
  readonly reads?: (kv: KvService) => Pick<KvService, "get">;
}

/** What eight clients are told who use a few entries at the same time, over connections that are cut. */
export async function historyOf(server: ServerProcess, options: HistoryOptions): Promise<EntryHistory> {
  const history = new EntryHistory();
  const running = Array.from({ length: clients }, (_, client) => useEntries(server, history, client, options));
  await options.meanwhile?.();
  await Promise.all(running);
  return history;
}

async function useEntries(
  server: ServerProcess,
  history: EntryHistory,
  client: number,
  { bucket, seed, reads }: HistoryOptions,
): Promise<void> {
  const random = randomOf(seed * clients + client);
  const integer = (below: number): number => Math.floor(random() * below);
  const proxy = await CuttingProxy.start(server.address, () => 700 + integer(6000));
  const transport = transports[integer(transports.length)] ?? "frames";
  const fabric = new RemoteFabric(proxy.address, { backoff: new Backoff(2, 50), transport });
  const reader = (client === 0 && reads?.(fabric.kv)) || fabric.kv;
  const seen = new Map<string, EntryState>();
  for (let call = 0; call < callsAClient; call++) {
    const key = `${seed}/${integer(keys)}`;
    const kind = integer(10);
    if (kind < 4) seen.set(key, (await history.get(reader, bucket, key)) ?? { value: "", revision: undefined });
    else if (kind < 6) await history.put(fabric.kv, bucket, key);
    else if (kind < 9) await history.put(fabric.kv, bucket, key, seen.get(key)?.revision ?? 0);
    else await history.delete(fabric.kv, bucket, key);
  }
  await fabric.close();
  await proxy.close();
}
