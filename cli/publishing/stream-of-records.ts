import type { Mesh } from "@flowmesh/client";
import { isFlowMeshError } from "@flowmesh/fabric";
import { tellPartitions } from "../streams/tell-partitions.ts";

/** What is to become of a stream that is not there. */
interface Wish {
  readonly create?: boolean;
  readonly partitions?: number;
}

/**
 * Looks for the stream, so that somebody is told what is wrong before typing the first line. Gives what is to be called before the first record is sent: it
 * creates the stream where that was asked for, so that input without a record leaves none behind.
 * @throws FlowMeshError `stream_not_found` where it is not to be created, and as `getStream`
 */
export async function lookForStream(mesh: Mesh, stream: string, wish: Wish): Promise<() => Promise<void>> {
  try {
    tellPartitions(stream, (await mesh.streams.get(stream)).partitions.length, wish.partitions);
    return async () => undefined;
  } catch (error) {
    if (wish.create !== true || !isFlowMeshError(error, "stream_not_found")) throw error;
  }
  let isMade = false;
  return async () => {
    if (isMade) return;
    const made = await mesh.streams.ensure(stream, { partitions: wish.partitions });
    // Somebody else may have been faster.
    tellPartitions(stream, made.partitions.length, wish.partitions);
    isMade = true;
  };
}
