import { isFlowMeshError } from "@flowmesh/fabric";
import { DiskRefused } from "../log/refusals.ts";

/** Whether a commit was refused for now, as on a full disk, or a read by the disk itself: it can be tried again. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof DiskRefused) return true;
  return isFlowMeshError(error) && error.reason !== "log_failed" && error.reason !== "closed";
}

/** Takes the steps of a round: one that is refused keeps none of the others from being taken, and is told of once until it was taken. */
export class RoundSteps {
  readonly #onRefused: (error: unknown) => void;
  /** Steps that were refused when they were to be taken last. */
  readonly #refused = new Set<string>();
  #refusal: unknown;

  constructor(onRefused: (error: unknown) => void) {
    this.#onRefused = onRefused;
  }

  /** Does one thing. Fails only for what is no refusal. */
  async take(name: string, step: () => Promise<void>): Promise<void> {
    try {
      await step();
      this.#refused.delete(name);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.#refusal ??= error;
      if (!this.#refused.has(name)) this.#onRefused(error);
      this.#refused.add(name);
    }
  }

  /** Ends a round. @throws FlowMeshError the first refusal in it */
  end(): void {
    const refusal = this.#refusal;
    this.#refusal = undefined;
    if (refusal !== undefined) throw refusal;
  }
}
