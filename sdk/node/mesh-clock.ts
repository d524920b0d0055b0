import { limits, type SystemService } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { durationMs } from "./moment.ts";

/** A clock that stands still until it is told to go on: that of a `flowmesh dev --clock virtual`, or of a `TestMesh`. */
export interface MeshClock {
  /** What time it is there. @throws FlowMeshError `clock_not_virtual`, `capability_missing` */
  now(): Promise<Date>;
  /**
   * Lets time pass there: `"3d"`, `"1h30m"`, `"250ms"` or a number of milliseconds. Whatever becomes due on the way happens at its own moment, in order. Resolves
   * with the time it is then. @throws FlowMeshError `clock_not_virtual`, `field_invalid`, `capability_missing`
   */
  advance(by: string | number): Promise<Date>;
}

/** The clock of a server. */
export class ServerClock implements MeshClock {
  readonly #system: SystemService | undefined;

  constructor(system: SystemService | undefined) {
    this.#system = system;
  }

  async now(): Promise<Date> {
    const { now } = await this.#service.getClock({});
    return new Date(now!);
  }

  async advance(by: string | number): Promise<Date> {
    const { now } = await this.#service.advanceClock(
      { durationMs: durationMs(by, "by") },
      { timeoutMs: limits.deadlineMs.max },
    );
    return new Date(now!);
  }

  get #service(): SystemService {
    if (this.#system === undefined) throw new FlowMeshError("capability_missing", { what: "clock" });
    return this.#system;
  }
}
