import { hostname } from "node:os";
import type { ConsumeOptions, Mesh } from "@flowmesh/client";
import { whenReaderLeaves } from "../output/reader-watch.ts";
import { watchPause } from "./pause-watch.ts";
import type { RecordWriter } from "./record-writer.ts";

/** The group that is joined, and where it begins in a stream that is new to it. */
export type GroupStart = Required<Pick<ConsumeOptions, "group" | "from">>;

interface HandedOptions extends GroupStart {
  /** Ends after so many records. */
  readonly limit: number | undefined;
  readonly signal: AbortSignal;
}

/**
 * Shows the records that a member of a group is handed. Each is finished once it is written to standard output. Leaves the group in good order when the signal is
 * aborted, when whoever reads the output leaves, and after `limit` records. @throws FlowMeshError what keeps it from going on
 */
export async function showHanded(
  mesh: Mesh,
  stream: string,
  { group, from, limit = Number.POSITIVE_INFINITY, signal }: HandedOptions,
  write: RecordWriter,
): Promise<void> {
  let left = limit;
  const consumer = mesh.consume(
    stream,
    { group, from, label: `tail on ${hostname()} ${process.pid}` },
    async (message) => {
      if (left === 0) throw new Error("this record is for another member");
      await write([message]);
      await written();
      left -= 1;
      if (left === 0) stop();
    },
  );
  // What keeps it from ending well is thrown by `ended`.
  const stop = (): void => void consumer.stop().catch(() => undefined);
  whenReaderLeaves(stop);
  signal.addEventListener("abort", stop, { once: true });
  if (left === 0 || signal.aborted) stop();
  const ending = new AbortController();
  void watchPause(mesh, group, ending.signal);
  await consumer.ended.finally(() => ending.abort());
}

/** Resolves when all that was written has left the process; rejects when it cannot. */
function written(): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write("", (error) => (error ? reject(error) : resolve()));
  });
}
