import { bulkStateOperation } from "../commit/bulk-operation.ts";
import { type QueueState, queueStateOperation } from "../commit/queue-operation.ts";
import { type IndexChange, IndexDamaged, type IndexStore } from "../index-store/index-store.ts";
import { type QueueTable, stateNow, type TableQueue } from "../views/queues/queue-table.ts";
import type { WorkTurns } from "../work-turns.ts";
import { decodeSaved, encodeNumbers, encodeSaved, padded, scan } from "./rows.ts";

/** What chunks are of. */
const kinds = ["slots", "ready"] as const;
type Kind = (typeof kinds)[number];

/** The rows of a queue's chunks: of each the position at which it was written. */
type ChunkRows = Map<string, number>;

/** One queue of a save. */
interface SavingQueue {
  readonly queue: TableQueue;
  readonly state: QueueState;
  readonly home: number;
  readonly changed: number;
  /** Where its jobs stand in the log. */
  readonly homes: Uint8Array;
  /** Its operations, by the keys of their rows. */
  readonly operations: ReadonlyMap<string, Uint8Array>;
  readonly chunks: Readonly<Record<Kind, readonly number[]>>;
  /** Its rows once the save is done. */
  readonly rows: ChunkRows;
}

/** A save of queues, from its begin on. */
export interface SavingQueues {
  readonly queues: readonly SavingQueue[];
  readonly deleted: readonly number[];
  readonly workers: Uint8Array;
}

/**
 * Keeps queues in the index store, as they were at one position: their states, and their jobs in chunks, of which only those are written that have changed.
 *
 *   q/<queue>                                    state
 *   jc/<queue>                                   which rows its chunks are: per chunk its kind, number, and the position at which it was written
 *   jh/<queue>                                   in which segments its jobs stand
 *   j/<queue>/<kind>/<chunk>/<position>          a chunk (`views/queues/jobs-snapshot.ts`)
 *   jo/<queue>/<operation>                       its operations
 *   jw                                           the workers that jobs name
 *
 * Chunks are written one by one, in rows of their own beside those that count until now. What makes them count, the first two rows, is written with everything else that a
 * save changes; so a save that was cut off leaves what was there before it, and rows that nobody names.
 */
export class SavedQueues {
  readonly #store: IndexStore;
  readonly #table: QueueTable;
  readonly #turns: WorkTurns;
  readonly #rows = new Map<number, ChunkRows>();
  /** Rows that nobody names. */
  #orphans: string[] = [];

  constructor(store: IndexStore, table: QueueTable, turns: WorkTurns) {
    this.#store = store;
    this.#table = table;
    this.#turns = turns;
  }

  /** Gives the table what was saved. */
  restore(): void {
    for (const [number, worker] of readWorkers(this.#store).entries())
      if (worker !== null) this.#table.workers.restore(number, worker);
    for (const { key, value } of scan(this.#store, "q/")) {
      const { operation, home, changed } = decodeSaved(key, value);
      if (operation.kind !== "queue") throw new IndexDamaged(`${key} is no queue`);
      const queue = this.#table.restore(operation.state, home, changed);
      this.#restoreJobs(queue);
      this.#restoreOperations(queue);
      this.#restoreHomes(queue);
    }
    this.#table.workers.restored();
  }

  /** Nothing is saved any more. */
  forget(): void {
    this.#rows.clear();
    this.#orphans = [];
    for (const { jobs } of this.#table.all()) jobs.snapshot.markAll();
  }

  /** A save of what has changed behind `savedTo` begins: it saves what is so now. */
  begin(savedTo: number): SavingQueues {
    const queues: SavingQueue[] = [];
    for (const queue of this.#table.all()) {
      const { state, home, changed, jobs, id } = queue;
      if (state === undefined || changed <= savedTo) continue;
      const chunks = { slots: jobs.snapshot.slots.begin(), ready: jobs.snapshot.ready.begin() };
      const operations = encodeOperations(queue);
      const homes = encodeNumbers([...queue.homes].flatMap(({ from, to, segment }) => [from, to, segment]));
      const rows = new Map(this.#rows.get(id));
      queues.push({ queue, state: stateNow(queue, state), home, changed, homes, operations, chunks, rows });
    }
    return { queues, deleted: [...this.#table.deleted], workers: encodeWorkers(this.#table) };
  }

  /** Writes the chunks, some at a time. What is saved must be durable. */
  async write({ queues }: SavingQueues): Promise<void> {
    for (const saving of queues)
      for (const kind of kinds) for (const chunk of saving.chunks[kind]) await this.#writeChunk(saving, kind, chunk);
  }

  /** What makes a save count, to be written at once. */
  changes({ queues, deleted, workers }: SavingQueues): IndexChange[] {
    const changes: IndexChange[] = this.#orphansBut(queues).map((key) => ({ key, value: undefined }));
    for (const id of deleted) changes.push(...this.#removal(id));
    for (const { queue, state, home, changed, homes, operations, rows } of queues) {
      const id = padded(queue.id);
      for (const { key } of scan(this.#store, `jo/${id}/`))
        if (!operations.has(key)) changes.push({ key, value: undefined });
      for (const [key, value] of operations) changes.push({ key, value });
      for (const [chunk, position] of this.#rows.get(queue.id) ?? [])
        if (rows.get(chunk) !== position) changes.push({ key: rowKey(queue.id, chunk, position), value: undefined });
      changes.push({ key: `q/${id}`, value: encodeSaved({ operation: queueStateOperation(state), home, changed }) });
      changes.push({ key: `jc/${id}`, value: encodeRows(rows) });
      changes.push({ key: `jh/${id}`, value: homes });
    }
    if (queues.length > 0) changes.push({ key: "jw", value: workers });
    return changes;
  }

  /** A save is over; one that was in vain leaves what it had to the next one. */
  end({ queues, deleted }: SavingQueues, wasInVain: boolean): void {
    for (const { queue, rows } of queues) {
      queue.jobs.snapshot.slots.end(wasInVain);
      queue.jobs.snapshot.ready.end(wasInVain);
      const before = this.#rows.get(queue.id) ?? new Map<string, number>();
      if (wasInVain) {
        for (const [chunk, position] of rows)
          if (before.get(chunk) !== position) this.#orphans.push(rowKey(queue.id, chunk, position));
      } else this.#rows.set(queue.id, rows);
    }
    if (wasInVain) return;
    this.#orphans = [];
    for (const id of deleted) {
      this.#rows.delete(id);
      this.#table.deleted.delete(id);
    }
  }

  /** Those that were not written again, under the same name. */
  #orphansBut(queues: readonly SavingQueue[]): string[] {
    if (this.#orphans.length === 0) return [];
    const named = new Set<string>();
    for (const { queue, rows } of queues)
      for (const [chunk, position] of rows) named.add(rowKey(queue.id, chunk, position));
    return this.#orphans.filter((key) => !named.has(key));
  }

  async #writeChunk({ queue, changed, rows }: SavingQueue, kind: Kind, chunk: number): Promise<void> {
    const value = await this.#turns.run(() => queue.jobs.snapshot[kind].take(chunk));
    const name = `${kind}/${padded(chunk)}`;
    if (value === undefined) {
      rows.delete(name);
      return;
    }
    rows.set(name, changed);
    await this.#store.write([{ key: rowKey(queue.id, name, changed), value }]);
  }

  #restoreJobs({ id, jobs }: TableQueue): void {
    const named = decodeRows(this.#store.get(`jc/${padded(id)}`));
    this.#rows.set(id, named);
    let found = 0;
    for (const { key, value } of scan(this.#store, `j/${padded(id)}/`)) {
      const [, , kind = "", chunk = "", position = ""] = key.split("/");
      if (named.get(`${kind}/${chunk}`) !== Number(position)) {
        this.#orphans.push(key);
        continue;
      }
      found++;
      if (kind === "slots") jobs.snapshot.decodeSlots(value);
      else jobs.snapshot.decodeReady(Number(chunk), value);
    }
    if (found < named.size) throw new IndexDamaged(`the jobs of queue ${id} are not all there`);
    jobs.snapshot.restored();
  }

  #restoreOperations({ id, operations }: TableQueue): void {
    for (const { key, value } of scan(this.#store, `jo/${padded(id)}/`)) {
      const { operation, home } = decodeSaved(key, value);
      if (operation.kind !== "bulk") throw new IndexDamaged(`${key} is no operation`);
      operations.put(operation.state, home);
    }
  }

  #restoreHomes({ id, homes }: TableQueue): void {
    const bytes = Buffer.from(this.#store.get(`jh/${padded(id)}`) ?? []);
    for (let at = 0; at + 24 <= bytes.length; at += 24)
      homes.set(bytes.readDoubleLE(at), bytes.readDoubleLE(at + 8), bytes.readDoubleLE(at + 16));
  }

  #removal(id: number): IndexChange[] {
    const keys = ["q", "jc", "jh"].map((prefix) => `${prefix}/${padded(id)}`);
    for (const { key } of scan(this.#store, `jo/${padded(id)}/`)) keys.push(key);
    for (const [chunk, position] of this.#rows.get(id) ?? []) keys.push(rowKey(id, chunk, position));
    return keys.map((key) => ({ key, value: undefined }));
  }
}

function encodeOperations({ id, changed, operations }: TableQueue): Map<string, Uint8Array> {
  const rows = new Map<string, Uint8Array>();
  for (const { state, home } of operations.all())
    rows.set(`jo/${padded(id)}/${state.id}`, encodeSaved({ operation: bulkStateOperation(state), home, changed }));
  return rows;
}

function rowKey(queue: number, chunk: string, position: number): string {
  return `j/${padded(queue)}/${chunk}/${padded(position)}`;
}

function encodeRows(rows: ChunkRows): Buffer {
  const numbers: number[] = [];
  for (const [name, position] of rows) {
    const [kind, chunk] = name.split("/");
    numbers.push(kinds.indexOf(kind as Kind), Number(chunk), position);
  }
  return encodeNumbers(numbers);
}

function decodeRows(value: Uint8Array | undefined): ChunkRows {
  const rows: ChunkRows = new Map();
  const bytes = Buffer.from(value ?? []);
  for (let at = 0; at + 24 <= bytes.length; at += 24) {
    const kind = kinds[bytes.readDoubleLE(at)];
    if (kind === undefined) throw new IndexDamaged("a chunk of jobs is of no kind");
    rows.set(`${kind}/${padded(bytes.readDoubleLE(at + 8))}`, bytes.readDoubleLE(at + 16));
  }
  return rows;
}

/** A worker as it is saved; null: its number names nobody. */
type SavedWorker = { readonly id: string; readonly label: string } | null;

function encodeWorkers({ workers }: QueueTable): Buffer {
  const saved = workers.all().map((worker): SavedWorker => (worker ? { id: worker.id, label: worker.label } : null));
  return Buffer.from(JSON.stringify(saved));
}

function readWorkers(store: IndexStore): readonly SavedWorker[] {
  const saved = store.get("jw");
  return saved === undefined ? [] : (JSON.parse(Buffer.from(saved).toString()) as SavedWorker[]);
}
