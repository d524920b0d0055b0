import type { IncomingMessage } from "node:http";
import type { WorkTurns } from "@flowmesh/engine";
import { malformedRequest } from "./malformed-request.ts";

/** A body that was read whole, and what is made of it. */
export interface BodyWork {
  readonly raw: IncomingMessage;
  readonly bodyBytes: number;
  readonly build: () => object;
  /** The body is not needed any more. */
  readonly release: () => void;
}

/**
 * Makes a call's request of a body: of a long one when its turn has come, because several that came together would hold the event loop. What goes wrong is thrown
 * when the request is taken.
 * @throws FlowMeshError `message_malformed` when the client has gone meanwhile
 */
export async function buildInTurn(
  { raw, bodyBytes, build, release }: BodyWork,
  turns: WorkTurns,
): Promise<() => object> {
  if (bodyBytes <= shortBodyBytes) return build;
  const built = await turns.run(() => (raw.socket.destroyed ? undefined : outcomeOf(build)));
  if (built !== undefined && !raw.socket.destroyed) return built;
  release();
  throw malformedRequest("its client has gone");
}

function outcomeOf(build: () => object): () => object {
  try {
    const request = build();
    return () => request;
  } catch (cause) {
    return () => {
      throw cause;
    };
  }
}

const shortBodyBytes = 65_536;
