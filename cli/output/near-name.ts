import type { Mesh } from "@flowmesh/client";
import { type FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";

const near = new WeakMap<object, string>();
const namesLookedAtMax = 1000;
const answerMs = 1000;

/** Remembers for an error of a stream, group, bucket, entry, queue or schedule that there is not the name that was probably meant. Does nothing for other errors. */
export async function findNearName(error: unknown, mesh: Mesh): Promise<void> {
  if (!isFlowMeshError(error)) return;
  try {
    const { stream, group, key, bucket, queue, schedule } = error.details;
    const found = nearestName(
      String(stream ?? group ?? key ?? bucket ?? queue ?? schedule),
      await namesLike(error, mesh),
    );
    if (found !== undefined) near.set(error, found);
  } catch {
    // The error that is told is the first.
  }
}

/** The names of the kind that was looked for. */
async function namesLike({ reason, details }: FlowMeshError, { fabric }: Mesh): Promise<string[]> {
  const [page, options] = [{ pageSize: namesLookedAtMax }, { timeoutMs: answerMs }];
  if (reason === "stream_not_found")
    return (await fabric.streams.listStreams(page, options)).streams.map(({ stream }) => stream);
  if (reason === "group_not_found")
    return (await fabric.groups.listGroups(page, options)).groups.map(({ group }) => group);
  if (reason === "bucket_not_found")
    return (await fabric.kv.listBuckets(page, options)).buckets.map(({ bucket }) => bucket);
  if (reason === "queue_not_found")
    return (await fabric.queues.listQueues(page, options)).queues.map(({ queue }) => queue);
  if (reason === "schedule_not_found")
    return (await fabric.schedules.listSchedules(page, options)).schedules.map(({ schedule }) => schedule);
  if (reason === "key_not_found") {
    const near = { ...page, bucket: String(details.bucket), prefix: startOf(String(details.key)), keysOnly: true };
    return (await fabric.kv.listEntries(near, options)).entries.map(({ key }) => key);
  }
  return [];
}

/** A third of a key: a bucket may have so many that those near it are not among the first. */
function startOf(key: string): string {
  const characters = [...key];
  return characters.slice(0, Math.floor(characters.length / 3)).join("");
}

/** What was found for the error. */
export function nearNameOf(error: object): string | undefined {
  return near.get(error);
}

/** The name that differs least, by one edit in short words and by two in longer ones. */
export function nearestName(wanted: string, names: readonly string[]): string | undefined {
  const most = wanted.length < 5 ? 1 : 2;
  const ranked = names
    .filter((name) => Math.abs(name.length - wanted.length) <= most)
    .map((name) => ({ name, edits: editsBetween(wanted.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return ranked[0] !== undefined && ranked[0].edits <= most ? ranked[0].name : undefined;
}

/** How many characters must be put in, taken out or replaced. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[other.length]!;
}
