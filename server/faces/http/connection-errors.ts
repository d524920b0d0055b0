import type { Socket } from "node:net";
import { FlowMeshError } from "@flowmesh/fabric";
import type { ServerLimits } from "../../server-limits.ts";
import { malformedRequest } from "./malformed-request.ts";
import { type Problem, problemOf, rawProblemResponse } from "./problem.ts";

/** Answers what HTTP's parser could not take for a request, and closes the connection. `hasAnswerBegun`: a response is under way that must not be broken into. */
export function answerBrokenRequest(
  error: NodeJS.ErrnoException & { reason?: string },
  socket: Socket,
  hasAnswerBegun: boolean,
  limits: ServerLimits,
): void {
  if (!socket.writable || error.code === "ECONNRESET" || hasAnswerBegun) {
    socket.destroy();
    return;
  }
  socket.end(rawProblemResponse(problemOfParser(error, limits)), () => socket.destroy());
}

function problemOfParser(error: NodeJS.ErrnoException & { reason?: string }, limits: ServerLimits): Problem {
  switch (error.code) {
    case "ERR_HTTP_REQUEST_TIMEOUT": {
      const timeoutMs = limits.httpRequestMs;
      return problemOf(new FlowMeshError("deadline_exceeded", { what: "sending the request", timeoutMs }), 408);
    }
    case "HPE_HEADER_OVERFLOW":
      return problemOf(malformedRequest(`its head has more than ${limits.httpHeaderBytes} bytes`), 431);
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return problemOf(malformedRequest("its chunk extensions are too long"), 413);
    case "HPE_PAUSED_H2_UPGRADE":
      return problemOf(malformedRequest("it is HTTP/2; HTTP/1.1 is spoken here"));
    default:
      return problemOf(malformedRequest(error.reason ?? error.message));
  }
}
