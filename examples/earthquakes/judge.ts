import type { GroupCursor } from "@flowmesh/client";

/** A worker has handled an event. */
export interface HandledEvent {
  readonly id: string;
  readonly key: string;
  readonly partition: number;
  readonly offset: number;
  readonly worker: string;
  /** By the clock that all workers share. */
  readonly atMs: number;
}

/** What was seen of a run in which a worker was killed. */
export interface GroupRun {
  /** Ids of all events. */
  readonly published: readonly string[];
  readonly handled: readonly HandledEvent[];
  readonly killed: string;
  /** What the group had finished when the worker was dead. */
  readonly cursors: readonly GroupCursor[];
}

export interface Judgement {
  /** What went wrong; empty: nothing. */
  readonly problems: readonly string[];
  /** Events that were handled twice. */
  readonly duplicates: number;
}

/** Checks what a group promises: every event is handled, in the order of its key; and none twice but those that the killed worker had not committed. */
export function judge(run: GroupRun): Judgement {
  const inTime = run.handled.toSorted((one, other) => one.atMs - other.atMs);
  const first = new Map<string, HandledEvent>();
  const again: HandledEvent[] = [];
  for (const event of inTime) {
    if (first.has(event.id)) again.push(event);
    else first.set(event.id, event);
  }
  const lost = run.published.filter((id) => !first.has(id));
  const problems = [
    ...lost.map((id) => `${id} was not handled`),
    ...outOfOrder([...first.values()]),
    ...again.flatMap((event) => whyNotAgain(event, first.get(event.id)!, run)),
  ];
  return { problems, duplicates: again.length };
}

/** All records of a key are in one partition, so its offsets tell their order. */
function outOfOrder(inTime: readonly HandledEvent[]): string[] {
  const last = new Map<string, number>();
  return inTime.flatMap(({ id, key, offset }) => {
    const isLate = offset < (last.get(key) ?? -1);
    last.set(key, Math.max(offset, last.get(key) ?? -1));
    return isLate ? [`${id} was handled after a later event of ${key}`] : [];
  });
}

function whyNotAgain(
  { id, partition, offset }: HandledEvent,
  before: HandledEvent,
  { killed, cursors }: GroupRun,
): string[] {
  if (before.worker !== killed) return [`${id} was handled twice, though ${before.worker} lived`];
  const cursor = cursors.find((each) => each.partition === partition)?.cursor;
  const isFinished =
    cursor !== undefined &&
    (offset < cursor.offset ||
      cursor.finished.some(({ firstOffset, lastOffset }) => firstOffset <= offset && offset <= lastOffset));
  return isFinished ? [`${id} was handled twice, though it was committed`] : [];
}
