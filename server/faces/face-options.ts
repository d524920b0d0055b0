import type { Clock } from "@flowmesh/engine";
import type { Access } from "../access/access.ts";
import type { ByteBudget } from "../dispatch/byte-budget.ts";
import type { CallBudget } from "../dispatch/call-budget.ts";
import type { Dispatcher } from "../dispatch/dispatcher.ts";
import type { ResponseRoom } from "../dispatch/response-room.ts";
import type { StalledClients } from "../dispatch/stalled-clients.ts";
import type { ServerLimits } from "../server-limits.ts";
import type { Log } from "../telemetry/log.ts";
import type { FaceMeter } from "../telemetry/metrics.ts";

/** What a face is given whose connections carry many calls at once. */
export interface FaceOptions {
  readonly access: Access;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly limits: ServerLimits;
  readonly meter: FaceMeter;
  readonly log: Log;
  /** What reads under way may return. */
  readonly responseBytes: ResponseRoom;
  /** Those that others do not wait for. */
  readonly stalledClients: StalledClients;
  /** Answers that clients have not taken. */
  readonly unsentBytesAll: ByteBudget;
  readonly calls: CallBudget;
}
