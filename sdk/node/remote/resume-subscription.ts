import type { PartitionCursorInit, SubscribeRequestInit, SubscribeResponse } from "@flowmesh/contract";

/** The subscription that goes on behind `response`: each partition where its last batches ended, of that stream alone. */
export function resumeSubscription(request: SubscribeRequestInit, response: SubscribeResponse): SubscribeRequestInit {
  const { streamId } = response;
  const next = withCursor(request, response);
  return streamId === "" ? next : { ...next, streamId };
}

function withCursor(request: SubscribeRequestInit, response: SubscribeResponse): SubscribeRequestInit {
  const { partition, nextOffset } = response;
  const cursors = request.cursors ?? [];
  const known = cursors.findIndex((cursor) => (cursor.partition ?? 0) === partition);
  if (known >= 0) {
    const offset = Math.max(cursors[known]!.offset ?? 0, nextOffset);
    return offset === cursors[known]!.offset
      ? request
      : { ...request, cursors: cursors.with(known, { partition, offset }) };
  }
  // A partition that was added meanwhile. An empty response only says that the end was reached, and names none.
  if (response.batches.length === 0) return request;
  const added: PartitionCursorInit = { partition, offset: nextOffset };
  return { ...request, cursors: [...cursors, added] };
}
