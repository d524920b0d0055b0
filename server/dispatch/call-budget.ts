import { FlowMeshError } from "@flowmesh/fabric";

/** Calls that may be under way at one time, of all connections together: each takes memory as long as it is open, however little is asked of it. */
export class CallBudget {
  readonly #callsMax: number;
  #calls = 0;

  constructor(callsMax: number) {
    this.#callsMax = callsMax;
  }

  /** @throws FlowMeshError `overloaded` */
  checkRoom(): void {
    if (this.#calls < this.#callsMax) return;
    throw new FlowMeshError("overloaded", { what: "the calls under way on all connections", limit: this.#callsMax });
  }

  take(): void {
    this.#calls++;
  }

  give(): void {
    this.#calls--;
  }
}
