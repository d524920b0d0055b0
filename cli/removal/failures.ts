import { type FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { reportError } from "../output/report-error.ts";

/** Tells each failure as it comes, and remembers the first. */
export class Failures {
  first: FlowMeshError | undefined;
  readonly #asJson: boolean;

  constructor(asJson: boolean) {
    this.#asJson = asJson;
  }

  /** The results of those items with which it worked. */
  async collect<Item, Result>(items: readonly Item[], act: (item: Item) => Promise<Result>): Promise<Result[]> {
    const results: Result[] = [];
    for (const item of items) {
      try {
        results.push(await act(item));
      } catch (error) {
        if (!isFlowMeshError(error)) throw error;
        this.first ??= error;
        reportError(error, this.#asJson);
      }
    }
    return results;
  }
}
