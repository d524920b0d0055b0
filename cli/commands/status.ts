import type { Mesh, Queue } from "@flowmesh/client";
import { formatUrl } from "@flowmesh/client/internal";
import { type GetStatusResponse, GetStatusResponse as StatusCodec } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import { isFlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { withMesh } from "../instance/with-mesh.ts";
import type { OutputOptions, Shape } from "../output/format.ts";
import { typedCommand } from "../output/typed-command.ts";
import { writeOne } from "../output/write.ts";
import { queuesLine } from "../queues/queue-shape.ts";
import { counted } from "../values/counted.ts";
import { formatDuration } from "../values/duration.ts";
import { formatSize } from "../values/size.ts";

interface StatusFlags extends OutputOptions {
  readonly url?: string;
}

interface Status {
  readonly url: string;
  readonly status: GetStatusResponse;
  /** Empty also where the caller may not see them. */
  readonly queues: readonly Queue[];
}

/** There are no columns for what there is none of. */
function shapeOf({ queues }: Status): Shape<Status> {
  const ofQueues = { title: "QUEUES", value: (found: Status) => queuesLine(found.queues) };
  return queues.length === 0 ? shape : { ...shape, columns: [...shape.columns, ofQueues] };
}

const shape: Shape<Status> = {
  columns: [
    { title: "STATE", value: ({ status }) => status.state },
    { title: "URL", value: ({ url }) => url },
    { title: "VERSION", value: ({ status }) => status.version },
    {
      title: "STARTED",
      value: ({ status }) => new Date(status.startedAt ?? 0).toISOString(),
      shown: ({ status }) => `${formatDuration(Math.max(0, wholeSeconds(Date.now() - (status.startedAt ?? 0))))} ago`,
    },
    { title: "DATA", value: ({ status }) => status.dataDir, shown: ({ status }) => status.dataDir || "in memory" },
    { title: "DURABILITY", value: ({ status }) => status.durability },
    { title: "STREAMS", value: ({ status }) => status.streams },
    { title: "POSITION", value: ({ status }) => status.visiblePosition },
    {
      title: "LOG",
      value: ({ status }) => status.log?.bytesOnDisk ?? 0,
      shown: ({ status: { log } }) => {
        const files = (log?.lastSegment ?? 0) - (log?.firstSegment ?? 0) + 1;
        return `${formatSize(log?.bytesOnDisk ?? 0)} in ${counted(files, "segment")} and ${counted(log?.spareSegments ?? 0, "spare one")}`;
      },
    },
    {
      title: "SETTLED",
      value: ({ status }) => status.log?.settledBytes ?? 0,
      shown: ({ status: { log } }) =>
        `${formatSize(log?.settledBytes ?? 0)} in ${counted(log?.settledFiles ?? 0, "file")}`,
    },
    { title: "WRITTEN", value: ({ status }) => writtenShare(status), shown: ({ status }) => describeWritten(status) },
    {
      title: "DAMAGE",
      value: ({ status }) => status.damages,
      shown: ({ status }) =>
        status.damages === 0 ? "none" : `${counted(status.damages, "range")}; see ${typedCommand()} doctor`,
    },
  ],
  toJson: ({ url, status, queues }) => ({
    url,
    ...toJson(StatusCodec, status),
    queues: queues.map(({ queue, paused, counts }) => ({ queue, paused, ...counts })),
  }),
};

export function status(command: Command): void {
  command.action(async () => {
    const flags = command.optsWithGlobals<StatusFlags>();
    const found = await withMesh(flags.url, async (mesh, address) => ({
      url: formatUrl(address),
      status: await mesh.status(),
      queues: await queuesOf(mesh),
    }));
    await writeOne(found, shapeOf(found), flags);
  });
}

async function queuesOf(mesh: Mesh): Promise<Queue[]> {
  const queues: Queue[] = [];
  try {
    for await (const queue of mesh.queues.list()) queues.push(queue);
  } catch (error) {
    if (!isFlowMeshError(error, "permission_missing")) throw error;
  }
  return queues;
}

/** Bytes written for each byte of commits that somebody asked for, since the start. */
function writtenShare({ log }: GetStatusResponse): number {
  const { acceptedBytes = 0, carriedBytes = 0, settledWrittenBytes = 0 } = log ?? {};
  return acceptedBytes === 0 ? 1 : (acceptedBytes + carriedBytes + settledWrittenBytes) / acceptedBytes;
}

function describeWritten(status: GetStatusResponse): string {
  const { acceptedBytes = 0 } = status.log ?? {};
  return `${writtenShare(status).toFixed(2)} bytes for each of ${formatSize(acceptedBytes)} that were accepted since the start`;
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
