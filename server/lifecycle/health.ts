import type { FlowMeshError } from "@flowmesh/fabric";

export type HealthState = "starting" | "serving" | "stopping" | "failed";

/** What `/health/ready` says, and `GetStatus` where the engine has nothing more precise. */
export class Health {
  #state: HealthState = "starting";
  #reason = "the data is being opened";
  readonly #listeners: Set<() => void> = new Set();

  get state(): HealthState {
    return this.#state;
  }

  get isReady(): boolean {
    return this.#state === "serving";
  }

  /** Why it is not ready; empty when it is. */
  get reason(): string {
    return this.#reason;
  }

  serving(): void {
    if (this.#state !== "starting") return;
    this.#become("serving", "");
  }

  stopping(): void {
    if (this.#state === "failed") return;
    this.#become("stopping", "FlowMesh is stopping");
  }

  /** Final: what failed cannot serve again. */
  failed(error: FlowMeshError): void {
    this.#become("failed", error.message);
  }

  /** Has `tell` called after each change, until the function that it returns is called. */
  onChange(tell: () => void): () => void {
    this.#listeners.add(tell);
    return () => void this.#listeners.delete(tell);
  }

  #become(state: HealthState, reason: string): void {
    this.#state = state;
    this.#reason = reason;
    for (const tell of this.#listeners) tell();
  }
}
