import { setImmediate as nextTurn } from "node:timers/promises";
import type { FlowMeshError } from "@flowmesh/fabric";
import { escapeControls } from "../output/escape.ts";
import { say, writeData } from "../output/write.ts";
import { LineRanges } from "./line-ranges.ts";
import { isOfPlace, type PublishWatcher } from "./publish-run.ts";

const failuresTold = 10;

/** How the teller tells. */
interface TellerOptions {
  /** What the input consists of: `line`, or `record` where there are no lines. */
  readonly noun: string;
  readonly tellsPlacements: boolean;
  readonly asJson: boolean;
}

/**
 * Tells what became of records: placements as NDJSON on standard output, where that is asked for, and failures on standard error. What failed for a reason of
 * the place would be the same for every line, so people are told of it once, at the end.
 */
export class PublishTeller implements PublishWatcher {
  readonly #options: TellerOptions;
  readonly #placements: string[] = [];
  readonly #unacknowledged = new LineRanges();
  readonly #failedToo = new LineRanges();
  #telling: Promise<void> | undefined;
  #failures = 0;
  #hasNamedFields = false;

  constructor(options: TellerOptions) {
    this.#options = options;
  }

  written(line: number, placement: { partition: number; offset: number; duplicate: boolean }): void {
    if (!this.#options.tellsPlacements) return;
    this.#placements.push(`${JSON.stringify({ line, ...placement })}\n`);
    this.#telling ??= this.#tellPlacements();
  }

  failed(line: number, error: FlowMeshError): void {
    if (this.#options.asJson) say(JSON.stringify({ line, error: error.toWire() }));
    else if (isOfPlace(error)) this.#unacknowledged.add(line);
    else this.#tellFailure(line, error);
  }

  /** Waits until what is known has been written, which a slow reader holds up. */
  async told(): Promise<void> {
    await this.#telling;
  }

  /** Names the lines that were not told one by one. `notSentBehind`: the last line that was looked at before it was given up. */
  tellRest(notSentBehind: number | undefined): void {
    const { noun } = this.#options;
    if (this.#failedToo.count > 0) say(`${this.#failedToo.text(noun)} failed too`);
    if (this.#unacknowledged.count > 0) say(`not acknowledged: ${this.#unacknowledged.text(noun)}`);
    if (notSentBehind !== undefined && !this.#options.asJson)
      say(`not sent: what comes behind ${noun} ${notSentBehind}`);
  }

  /** At once, as who writes the lines may wait for it; those that become known together are written together. */
  async #tellPlacements(): Promise<void> {
    await nextTurn();
    while (this.#placements.length > 0) await writeData(this.#placements.splice(0).join(""));
    this.#telling = undefined;
  }

  #tellFailure(line: number, error: FlowMeshError): void {
    this.#failures += 1;
    if (this.#failures > failuresTold) {
      if (this.#failedToo.count === 0) say("further failures are named at the end");
      this.#failedToo.add(line);
      return;
    }
    say(`${this.#options.noun} ${line}: ${escapeControls(error.message)}`);
    // What to do about the others is plain.
    if (error.reason === "field_unknown" && !this.#hasNamedFields) {
      say(`  do:  ${escapeControls(error.fix)}`);
      this.#hasNamedFields = true;
    }
  }
}
