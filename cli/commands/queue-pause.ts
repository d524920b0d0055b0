import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { writeData, writeOne } from "../output/write.ts";
import { queueShape } from "../queues/queue-shape.ts";

interface PauseFlags extends OutputOptions {
  readonly url?: string;
  readonly curl?: boolean;
}

export function queuePause(command: Command): void {
  setPaused(command, "pause");
  command.addHelpText("after", "\nJobs that are worked on go on, and new ones are taken. Pausing twice is no error.");
}

export function queueResume(command: Command): void {
  setPaused(command, "resume");
}

function setPaused(command: Command, verb: "pause" | "resume"): void {
  const method = verb === "pause" ? methods.pauseQueue : methods.resumeQueue;
  command.option("--curl", "print the REST call instead of making it").action(async (queue: string) => {
    const flags = command.optsWithGlobals<PauseFlags>();
    if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), method, { queue })}\n`);
    await withMesh(flags.url, async ({ queues }) => {
      await queues[verb](queue);
      await writeOne(await queues.get(queue), queueShape(Date.now()), flags);
    });
  });
}
