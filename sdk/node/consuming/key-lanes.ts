/** Something to be done in its lane's turn. */
export interface LaneJob {
  /** Does it. The lane goes on when it resolves; with a number of milliseconds it is tried again after that time, and only its own lane waits. Never rejects. */
  run(): Promise<number | undefined>;
  /** It will not be run. */
  drop(): void;
}

interface Lane {
  readonly key: string;
  readonly jobs: Fifo<LaneJob>;
  state: "ready" | "running" | "waiting" | "gone";
  timer: NodeJS.Timeout | undefined;
}

/**
 * Runs jobs, at most `concurrency` at one time, those of one lane one after the other. Lanes take turns: after a job its lane queues behind all others that have
 * something to do. A lane whose job failed waits alone and takes nobody's place meanwhile.
 */
export class KeyLanes {
  readonly #concurrency: number;
  readonly #lanes = new Map<string, Lane>();
  readonly #ready = new Fifo<Lane>();
  #running = 0;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  push(key: string, job: LaneJob): void {
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = { key, jobs: new Fifo(), state: "waiting", timer: undefined };
      this.#lanes.set(key, lane);
      this.#enqueue(lane);
    }
    lane.jobs.push(job);
    this.#start();
  }

  /** Drops the jobs of lanes whose key begins so, except those that are running. */
  drop(prefix: string): void {
    for (const lane of this.#lanes.values()) {
      if (!lane.key.startsWith(prefix)) continue;
      clearTimeout(lane.timer);
      const running = lane.state === "running" ? lane.jobs.shift() : undefined;
      for (let job = lane.jobs.shift(); job !== undefined; job = lane.jobs.shift()) job.drop();
      if (running !== undefined) lane.jobs.push(running);
      else {
        lane.state = "gone";
        this.#lanes.delete(lane.key);
      }
    }
  }

  #enqueue(lane: Lane): void {
    lane.state = "ready";
    this.#ready.push(lane);
  }

  #start(): void {
    while (this.#running < this.#concurrency) {
      const lane = this.#ready.shift();
      if (lane === undefined) return;
      const job = lane.state === "ready" ? lane.jobs.peek() : undefined;
      if (job === undefined) continue;
      lane.state = "running";
      this.#running++;
      void job.run().then((againMs) => this.#ended(lane, againMs));
    }
  }

  #ended(lane: Lane, againMs: number | undefined): void {
    this.#running--;
    if (againMs !== undefined) this.#wait(lane, againMs);
    else {
      lane.jobs.shift();
      if (lane.jobs.peek() !== undefined) this.#enqueue(lane);
      else {
        lane.state = "gone";
        this.#lanes.delete(lane.key);
      }
    }
    this.#start();
  }

  #wait(lane: Lane, ms: number): void {
    lane.state = "waiting";
    lane.timer = setTimeout(() => {
      this.#enqueue(lane);
      this.#start();
    }, ms);
  }
}

/** A queue from whose front taking costs the same however long it is. */
class Fifo<Item> {
  #items: (Item | undefined)[] = [];
  #at = 0;

  push(item: Item): void {
    this.#items.push(item);
  }

  peek(): Item | undefined {
    return this.#items[this.#at];
  }

  shift(): Item | undefined {
    const item = this.#items[this.#at];
    if (item === undefined) return undefined;
    this.#items[this.#at++] = undefined;
    if (this.#at > 32 && this.#at * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#at);
      this.#at = 0;
    }
    return item;
  }
}
