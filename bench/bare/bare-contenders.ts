import { runClosedLoop } from "../closed-loop.ts";
import type { Contender } from "../comparison.ts";
import { latencyFigures } from "../latency-figures.ts";
import { runPacedLoad } from "../paced-load.ts";
import { Percentiles } from "../percentiles.ts";
import { BareClient } from "./bare-client.ts";
import { requestHeadBytes } from "./bare-frame.ts";
import type { BareProcess } from "./bare-process.ts";
import { recordBytesMax } from "./lean-batch.ts";

const warmupMs = 500;
const fetchBytes = 1_048_576;

/** Appends of `batch` as one request each, synced before the answer. */
export function bareAppend(
  server: BareProcess,
  batch: readonly Uint8Array[],
  connections: number,
  inFlight: number,
): Contender {
  const scratchBytes = requestHeadBytes + batch.length * recordBytesMax(batch[0]!.length);
  return {
    name: "bare log server",
    settings: `synced before the answer, ${recycled(server)}`,
    run: (seconds) =>
      withClients(server, connections, (clients) => {
        const scratch = batch.length === 1 ? [] : clients.flatMap(() => slots(inFlight, scratchBytes));
        return runClosedLoop({
          inFlight: connections * inFlight,
          warmupMs,
          seconds,
          pid: server.pid,
          start: (slot, done) => clients[slot % connections]!.append(batch, () => done(batch.length), scratch[slot]),
        });
      }),
  };
}

export interface FetchedLog {
  /** What a record takes in the log. Pieces of the log count as if they held records alone. */
  readonly recordBytes: number;
  /** How much of the log is read. */
  readonly logBytes: number;
  readonly inFlight: number;
}

/** Reads the log's first bytes in pieces of 1 MiB, over and over. */
export function bareFetch(server: BareProcess, { recordBytes, logBytes, inFlight }: FetchedLog): Contender {
  let place = 0;
  return {
    name: "bare log server",
    settings: `1 MiB a fetch, ${inFlight} in flight, not decoded`,
    run: (seconds) =>
      withClients(server, 1, ([client]) =>
        runClosedLoop({
          inFlight,
          warmupMs,
          seconds,
          pid: server.pid,
          start: (_slot, done) => {
            client!.fetch(place, fetchBytes, (body) => done(body.length / recordBytes));
            place = (place + fetchBytes) % logBytes;
          },
        }),
      ),
  };
}

/** Calls that come back as they are. */
export function bareEcho(server: BareProcess, body: Buffer, inFlight: number): Contender {
  return {
    name: "raw TCP echo",
    settings: `${body.length} bytes, length-prefixed`,
    run: (seconds) =>
      withClients(server, 1, ([client]) =>
        runClosedLoop({
          inFlight,
          warmupMs,
          seconds,
          pid: server.pid,
          start: (_slot, done) => client!.echo(body, () => done(1)),
        }),
      ),
  };
}

/** From the sending of one record to its acknowledgement, at a fixed rate. */
export function bareLatency(server: BareProcess, value: Uint8Array, perSecond: number): Contender {
  return {
    name: "bare log server",
    settings: `append to acknowledgement, synced, ${recycled(server)}`,
    run: (seconds) =>
      withClients(server, 1, async ([client]) => {
        const latencies = new Percentiles();
        const answers: Promise<void>[] = [];
        const send = (dueMs: number, isMeasured: boolean): void => {
          const answered = (resolve: () => void) => (): void => {
            if (isMeasured) latencies.add(performance.now() - dueMs);
            resolve();
          };
          answers.push(new Promise((resolve) => client!.append([value], answered(resolve))));
        };
        await runPacedLoad({ perSecond, warmupMs, seconds, send });
        await Promise.all(answers);
        return latencyFigures(latencies);
      }),
  };
}

function recycled({ segments, segmentBytes }: BareProcess): string {
  return `${segments} recycled segments of ${segmentBytes / 2 ** 20} MiB`;
}

function slots(count: number, bytes: number): Buffer[] {
  return Array.from({ length: count }, () => Buffer.allocUnsafeSlow(bytes));
}

async function withClients<Result>(
  server: BareProcess,
  connections: number,
  work: (clients: readonly BareClient[]) => Promise<Result>,
): Promise<Result> {
  const clients = await Promise.all(Array.from({ length: connections }, () => BareClient.connect(server.port)));
  try {
    return await work(clients);
  } finally {
    for (const client of clients) client.close();
  }
}
