import type { SubscribeResponse } from "@flowmesh/contract";
import type { CheckedSubscribe } from "../../check-requests.ts";
import { FlowMeshError } from "../../errors.ts";
import type { ModelCalls } from "./model-calls.ts";
import type { ModelGroups } from "./model-groups.ts";
import { checkRange, takeBatches } from "./model-partition.ts";
import type { ModelState } from "./model-state.ts";
import type { ModelPartition } from "./model-stream.ts";

interface Cursor {
  readonly partition: number;
  readonly of: ModelPartition;
  offset: number;
  /** The end visible when it began. */
  readonly end: number;
}

/** What a subscription to a model works with. */
export interface ModelSubscriptionParts {
  readonly state: ModelState;
  readonly calls: ModelCalls;
  readonly groups: ModelGroups;
}

/** Gives what the cursors have not seen, partition by partition, each time it is asked for more. */
export async function* subscribeToModel(
  { state, calls, groups }: ModelSubscriptionParts,
  request: CheckedSubscribe,
  callerSignal: AbortSignal | undefined,
): AsyncGenerator<SubscribeResponse> {
  const { stream: name, live, maxBytes } = request;
  const signal = calls.signal(callerSignal);
  signal.throwIfAborted();
  const stream = state.stream(name);
  if (request.streamId !== "" && request.streamId !== stream.id)
    throw new FlowMeshError("stream_not_found", { stream: name });
  let streamId = stream.id;
  const first = (): string => {
    const id = streamId;
    streamId = "";
    return id;
  };
  const cursors = request.cursors.map(({ partition, offset }) => place(state, name, partition, offset));
  const follow = (): void => {
    if (state.streams.get(name) !== stream) throw new FlowMeshError("stream_not_found", { stream: name });
    if (!request.followNewPartitions) return;
    for (const [partition, { earliestOffset }] of stream.partitions.entries()) {
      const isKnown = cursors.some((cursor) => cursor.partition === partition);
      if (!isKnown) cursors.push(place(state, name, partition, earliestOffset));
    }
  };
  const endOf = ({ partition, of, end }: Cursor): number =>
    Math.min(live ? of.nextOffset : end, groups.openUntil(request.group, name, partition));
  let hasToldCaughtUp = false;
  for (;;) {
    signal.throwIfAborted();
    follow();
    const behind = cursors.find((cursor) => cursor.offset < endOf(cursor));
    if (behind !== undefined) {
      const taken = takeBatches(behind.of, { stream: name, ...behind }, maxBytes, endOf(behind));
      behind.offset = taken.nextOffset;
      hasToldCaughtUp = false;
      const { partition, of } = behind;
      yield { partition, ...taken, endOffset: of.nextOffset, caughtUp: false, streamId: first() };
    } else if (!hasToldCaughtUp) {
      hasToldCaughtUp = true;
      const { partition, offset, of } = cursors[0]!;
      const batches = new Uint8Array(0);
      yield { partition, nextOffset: offset, endOffset: of.nextOffset, caughtUp: true, batches, streamId: first() };
    } else {
      if (!live) return;
      const isGone = (): boolean => state.streams.get(name) !== stream;
      const hasMore = (): boolean => cursors.some((cursor) => cursor.offset < endOf(cursor));
      const hasGrown = (): boolean => request.followNewPartitions && stream.partitions.length > cursors.length;
      await calls.until(() => isGone() || hasMore() || hasGrown(), signal);
    }
  }
}

function place(state: ModelState, stream: string, partition: number, offset: number): Cursor {
  const of = state.partition(stream, partition);
  checkRange(of, stream, partition, offset);
  return { partition, of, offset, end: of.nextOffset };
}
