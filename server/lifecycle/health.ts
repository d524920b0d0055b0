import { FlowMeshError } from "@flowmesh/fabric";
import type { FabricStatus } from "../served-fabric.ts";

export type HealthState = "starting" | "serving" | "stopping" | "failed";

/** One thing that is not as it should be. */
export interface HealthReason {
  /** As in the list of errors, or `log_damaged`. */
  readonly reason: string;
  readonly message: string;
}

/** What `/health/ready` says, and `GetStatus` where the engine has nothing more precise. */
export class Health {
  #state: HealthState = "starting";
  #why: FlowMeshError | undefined = new FlowMeshError("starting", { state: "the data is being opened" });
  #status: (() => FabricStatus) | undefined;
  readonly #listeners: Set<() => void> = new Set();

  get state(): HealthState {
    return this.#state;
  }

  get isReady(): boolean {
    return this.#state === "serving";
  }

  /** Why it is not ready, or what does not work although it is. */
  get reasons(): readonly HealthReason[] {
    if (this.#why !== undefined) return [{ reason: this.#why.reason, message: this.#why.message }];
    return this.#status === undefined ? [] : shortcomings(this.#status());
  }

  /** The data is open; `status` tells how it is from now on. */
  serving(status?: () => FabricStatus): void {
    if (this.#state !== "starting") return;
    this.#status = status;
    this.#become("serving", undefined);
  }

  stopping(): void {
    if (this.#state === "failed") return;
    this.#become("stopping", new FlowMeshError("stopping"));
  }

  /** Final: what failed cannot serve again. */
  failed(error: FlowMeshError): void {
    this.#become("failed", error);
  }

  /** Has `tell` called after each change, until the function that it returns is called. */
  onChange(tell: () => void): () => void {
    this.#listeners.add(tell);
    return () => void this.#listeners.delete(tell);
  }

  #become(state: HealthState, why: FlowMeshError | undefined): void {
    this.#state = state;
    this.#why = why;
    for (const tell of this.#listeners) tell();
  }
}

/** What does not work while the rest does: reads go on when the disk is full, and damage is of some records alone. */
function shortcomings({ state, damages }: FabricStatus): HealthReason[] {
  const reasons: HealthReason[] = [];
  if (state === "disk_full") {
    reasons.push({ reason: "disk_full", message: "the disk is full: writes are refused, reads go on" });
  }
  if (damages > 0) {
    const ranges = damages === 1 ? "1 range" : `${damages} ranges`;
    reasons.push({ reason: "log_damaged", message: `${ranges} of the log cannot be read back: see GET /v1/damage` });
  }
  return reasons;
}
