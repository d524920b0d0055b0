import type { FlowMeshError } from "@flowmesh/fabric";

export type HealthState = "starting" | "serving" | "stopping" | "failed";

/** What `/health/ready` says, and `GetStatus` where the engine has nothing more precise. */
export class Health {
  #state: HealthState = "starting";
  #reason = "the data is being opened";

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
    this.#state = "serving";
    this.#reason = "";
  }

  stopping(): void {
    if (this.#state === "failed") return;
    this.#state = "stopping";
    this.#reason = "FlowMesh is stopping";
  }

  /** Final: what failed cannot serve again. */
  failed(error: FlowMeshError): void {
    this.#state = "failed";
    this.#reason = error.message;
  }
}
