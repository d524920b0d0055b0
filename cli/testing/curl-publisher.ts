import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A record to be published by curl. */
export interface CurlRecord {
  readonly id: string;
  readonly key: string;
  readonly value: object;
}

/** Where a record was written, as an acknowledgement says. */
export interface Place {
  readonly partition: number;
  readonly offset: number;
}

/** The curl binary, publishing one record a request, one after the other over one connection, until it is done or a request fails. */
export class CurlPublisher {
  readonly #child: ChildProcess;
  readonly #acknowledged: (record: CurlRecord, place: Place) => void;
  readonly #finished: Promise<void>;
  readonly #begun: Promise<void>;
  #begin: () => void = () => undefined;

  constructor(url: string, records: readonly CurlRecord[], acknowledged: (record: CurlRecord, place: Place) => void) {
    this.#acknowledged = acknowledged;
    // A proxy in the environment of whoever runs the tests is not for loopback.
    const flags = ["--silent", "--noproxy", "*", "--fail-early", "--config", "-"];
    this.#child = spawn("curl", flags, { stdio: ["pipe", "pipe", "ignore"] });
    this.#begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
    this.#finished = this.#collect(records).finally(() => this.#begin());
    this.#child.stdin!.on("error", () => undefined);
    this.#child.stdin!.end(records.map((record) => transfer(url, record)).join("next\n"));
  }

  /** Resolves with the first acknowledgement, or with the end if there is none. */
  get begun(): Promise<void> {
    return this.#begun;
  }

  /** Resolves when curl has ended and all that it heard was told. */
  get finished(): Promise<void> {
    return this.#finished;
  }

  async #collect(records: readonly CurlRecord[]): Promise<void> {
    const closed = once(this.#child, "close");
    let count = 0;
    for await (const line of createInterface({ input: this.#child.stdout! })) {
      const place = placeIn(line);
      const record = records[count];
      if (place === undefined || record === undefined) break;
      count += 1;
      this.#acknowledged(record, place);
      this.#begin();
    }
    this.#child.stdout!.resume();
    await closed;
  }
}

/** One request of curl's configuration. The id makes a repeated one known, whatever became of the first. */
function transfer(url: string, { id, key, value }: CurlRecord): string {
  const body = JSON.stringify({ records: [{ key, value, dedupeId: id }] });
  return [
    `url = ${JSON.stringify(url)}`,
    "fail",
    'header = "content-type: application/json"',
    `data-binary = ${JSON.stringify(body)}`,
    'write-out = "\\n"',
    "",
  ].join("\n");
}

/** What a whole answer says; the answer of a request that was cut off is none. */
function placeIn(line: string): Place | undefined {
  try {
    return (JSON.parse(line) as { placements: Place[] }).placements[0];
  } catch {
    return undefined;
  }
}
