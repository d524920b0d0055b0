import type { ServerResponse } from "node:http";
import type { Clock, Timer } from "@flowmesh/engine";

/**
 * Sends an empty line whenever lines that were begun have been silent for a while: whoever reads them, and what lies between, sees that the server is still there.
 * An answer that its client does not take is left alone.
 */
export function keepLinesAlive(response: ServerResponse, clock: Clock, silenceMs: number): void {
  let timer: Timer;
  let seen = -1;
  const watch = (): void => {
    timer = clock.after(silenceMs, () => {
      const sent = response.socket?.bytesWritten ?? 0;
      if (sent === seen && !response.writableNeedDrain && !response.writableEnded) response.write("\n");
      seen = response.socket?.bytesWritten ?? 0;
      watch();
    });
  };
  response.once("close", () => timer.cancel());
  seen = response.socket?.bytesWritten ?? 0;
  watch();
}
