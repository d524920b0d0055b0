import { ExplainJobResponse as ExplainCodec, type ExplainJobResponse, methods } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions, Shape } from "../output/format.ts";
import { writeData, writeOne } from "../output/write.ts";

interface ExplainFlags extends OutputOptions {
  readonly url?: string;
  readonly curl?: boolean;
}

interface Explained extends ExplainJobResponse {
  readonly queue: string;
  readonly job: string;
}

export function jobExplain(command: Command): void {
  command.option("--curl", "print the REST call instead of making it").action(async (queue: string, job: string) => {
    const flags = command.optsWithGlobals<ExplainFlags>();
    if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), methods.explainJob, { queue, job })}\n`);
    const explained = await withMesh(flags.url, ({ queues }) => queues.explain(queue, job));
    await writeOne({ queue, job, ...explained }, explainedShape, flags);
  });
}

const explainedShape: Shape<Explained> = {
  columns: [
    { title: "JOB", value: ({ job }) => job },
    { title: "STATE", value: ({ state }) => state },
    { title: "WHY", value: ({ text }) => text },
    { title: "REASON", value: ({ reason }) => reason, isWide: true },
    { title: "HELD BY", value: ({ heldBy }) => heldBy, isWide: true },
    {
      title: "UNTIL",
      value: ({ until }) => (until === undefined ? "" : new Date(until).toISOString()),
      isWide: true,
    },
    { title: "AHEAD", value: ({ ahead }) => ahead, isWide: true },
  ],
  toJson: ({ queue, job, ...explained }) => ({ queue, job, ...toJson(ExplainCodec, explained) }),
};
