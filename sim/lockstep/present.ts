import { type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import { bucketName, entryOf, keyName, queueName } from "./names.ts";
import type { Cause, Expects, Step } from "./step.ts";

/** What is there when a write is sent. */
export interface Present {
  /** The revision that it is to expect of an entry. */
  revision(bucket: string, key: string, expects: Expects): number | undefined;
  has(cause: Cause): boolean;
}

/** What of a fabric a write expects something of, or names as its cause. */
export async function presentFor(fabric: Fabric, step: Step | undefined): Promise<Present> {
  const { parts = [], causes = [] } = step?.do === "write" ? step : {};
  const revisions = new Map<string, number>();
  for (const part of parts) {
    if (!("expects" in part)) continue;
    const { bucket, key } = entryOf(part);
    revisions.set(`${bucket} ${key}`, await revisionOf(fabric, bucket, key));
  }
  const there = new Set<Cause>();
  for (const cause of causes) if (await isThere(fabric, cause)) there.add(cause);
  return {
    revision: (bucket, key, expects) => {
      const revision = revisions.get(`${bucket} ${key}`) ?? 0;
      return { anything: undefined, nothing: 0, "the present": revision, "something else": revision + 1 }[expects];
    },
    has: (cause) => there.has(cause),
  };
}

/** Records are there, or will be: none of these streams loses any. */
async function isThere(fabric: Fabric, cause: Cause): Promise<boolean> {
  if (cause.of === "record") return true;
  if (cause.of === "entry") return (await revisionOf(fabric, bucketName(cause.bucket), keyName(cause.key))) > 0;
  const { job } = await fabric.queues.getJob({ queue: queueName(cause.queue), job: String(cause.job) }).catch(nothing);
  return job !== undefined;
}

async function revisionOf({ kv }: Fabric, bucket: string, key: string): Promise<number> {
  const { entry } = await kv.get({ bucket, key }).catch(nothing);
  return entry?.revision ?? 0;
}

function nothing(error: unknown): { entry: undefined; job: undefined } {
  if (isFlowMeshError(error)) return { entry: undefined, job: undefined };
  throw error;
}
