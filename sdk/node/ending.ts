import { isFlowMeshError } from "@flowmesh/fabric";
import { thrownText } from "./thrown-text.ts";

/**
 * How something that goes on by itself has ended. A failure that nobody can have seen, because nobody has asked for it so far, is told as a warning of the process: a worker of a
 * queue that is not there would do nothing, and say nothing.
 */
export class Ending {
  readonly #ended: Promise<void>;
  #isWatched = false;

  /** @param what it is that ends, as it stands in the warning */
  constructor(ended: Promise<void>, what: string) {
    this.#ended = ended;
    ended.catch((error: unknown) => {
      if (!this.#isWatched) warnOf(`${what} has ended`, error);
    });
  }

  /** Settles as it ended. */
  watch(): Promise<void> {
    this.#isWatched = true;
    return this.#ended;
  }
}

/** Tells as a warning of the process what happens, and why. */
export function warnOf(what: string, error: unknown): void {
  const message = `${what}: ${error instanceof Error ? error.message : thrownText(error)}`;
  const more = isFlowMeshError(error) ? { code: error.reason, detail: error.fix } : {};
  process.emitWarning(message, { type: "FlowMeshWarning", ...more });
}
