import { once } from "node:events";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { TestEvent } from "node:test/reporters";
import { spec } from "node:test/reporters";

const counted = ["tests", "suites", "passed", "failed", "cancelled", "skipped", "todo"] as const;
/** As node:test says it at the end of a run. */
const said: Readonly<Record<string, string>> = { passed: "pass", failed: "fail" };

/**
 * One report of many runs of node:test that are under way side by side: what one says comes in one piece when it has ended, failures again at the end, and then how many
 * tests there were in all.
 */
export class TestReport {
  readonly #events = new PassThrough({ objectMode: true });
  readonly #written: Promise<void>;
  readonly #counts: Record<string, number> = Object.fromEntries(counted.map((name) => [name, 0]));

  constructor(output: NodeJS.WritableStream) {
    this.#written = pipeline(this.#events, new spec(), output, { end: false });
  }

  /** Takes all events of a run that has ended. */
  async add(events: readonly TestEvent[]): Promise<void> {
    for (const event of events) {
      if (!isOfWholeRun(event)) {
        if (!this.#events.write(event)) await once(this.#events, "drain");
      } else if (event.type === "test:summary") {
        const counts: Readonly<Record<string, number>> = event.data.counts;
        for (const name of counted) this.#counts[name]! += counts[name] ?? 0;
      }
    }
  }

  /** Tells how many tests there were. Resolves when all is written. */
  async end(): Promise<void> {
    for (const name of counted) {
      const message = `${said[name] ?? name} ${this.#counts[name]}`;
      this.#events.write({ type: "test:diagnostic", data: { nesting: 0, message, level: "info" } });
    }
    this.#events.end();
    await this.#written;
  }
}

/** Whether it is about all that was run together, and so about no file. */
function isOfWholeRun({ type, data }: TestEvent): boolean {
  return (type === "test:summary" || type === "test:diagnostic") && data.file === undefined;
}
