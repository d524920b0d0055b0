import { deadLettersOf } from "@flowmesh/fabric/internal";
import type { Job } from "../queues/job.ts";
import { NotOurs } from "../queues/job-failure.ts";
import { Message } from "../reading/message.ts";
import { Worker, type WorkerParts } from "../working/worker.ts";
import { type WorkContext, workerSettings } from "../working/worker-options.ts";
import { pause } from "../world/pause.ts";
import type { ConsumeBatchHandler, ConsumeSettings } from "./consume-options.ts";

/** Before a dead letter of another stream of the group is given back, so that its own consumer comes first. */
const notOursMs = 1000;

/** Works on dead letters of a consumer's group that are tried again, as far as they come from its stream, by the consumer's own handler. */
export function redrivenWorker(
  parts: WorkerParts,
  stream: string,
  { group, concurrency, label, onError }: ConsumeSettings,
  handler: ConsumeBatchHandler,
): Worker {
  const told = (error: unknown, job: Job): void => {
    if (!(error instanceof NotOurs)) onError(error, messageOf(job), job.attempt);
  };
  const settings = workerSettings({ concurrency, label, onError: told });
  return new Worker(parts, deadLettersOf(group), settings, async (job, context: WorkContext) => {
    if (job.origin?.stream !== stream) {
      await pause(parts.world.clock, notOursMs, context.signal);
      throw new NotOurs();
    }
    const { progress: _, log: __, ...ofBoth } = context;
    await handler([messageOf(job)], { ...ofBoth, stream, redriven: true });
  });
}

/** The record that a dead letter was. */
function messageOf({ key, value, headers, origin, enqueuedMs }: Job): Message {
  const record = {
    key,
    value,
    headers: [...headers],
    timestampMs: origin?.timestamp ?? enqueuedMs,
    offset: origin?.offset ?? 0,
  };
  return new Message(origin?.partition ?? 0, record);
}
