import type { WatchRequestInit, WatchResponse } from "@flowmesh/contract";

/** The watch that goes on behind `response`: in the midst of the entries that come first, or behind the last change, of that bucket alone. */
export function resumeWatch(request: WatchRequestInit, response: WatchResponse): WatchRequestInit {
  const { revision: afterRevision, snapshot, changes } = response;
  const afterKey = snapshot ? (changes.at(-1)?.key ?? request.afterKey) : undefined;
  const bucketId = response.bucketId === "" ? request.bucketId : response.bucketId;
  return { ...request, afterRevision, afterKey, onlyNew: false, bucketId };
}
