import { bulkStateOperation } from "../commit/bulk-operation.ts";
import { type QueueState, queueStateOperation } from "../commit/queue-operation.ts";
import { type IndexChange, IndexDamaged, type IndexStore } from "../index-store/index-store.ts";
import { NONE } from "../views/queues/job-slots.ts";
import { readJobs, writeJobs } from "../views/queues/jobs-snapshot.ts";
import { type QueueTable, stateNow, type TableQueue } from "../views/queues/queue-table.ts";
import { asBuffer, decodeSaved, encodeSaved, padded, scan } from "./rows.ts";

/** Rows of a queue beside its own: jobs, their workers, and operations. */
const PREFIXES = ["j", "jw", "jo"];
/** Numbers of a row. */
const NUMBERS_A_ROW = 32_768;

/** What of the queues has changed behind `savedTo`, each queue with all its jobs, and what was deleted since. */
export function queueChanges(store: IndexStore, queues: QueueTable, savedTo: number): IndexChange[] {
  const changes: IndexChange[] = [];
  for (const id of queues.deleted) changes.push(...removalOf(store, id));
  for (const queue of queues.all())
    if (queue.state !== undefined && queue.changed > savedTo)
      changes.push(...changesOf(store, queues, queue, queue.state));
  return changes;
}

/** Gives the table what was saved of the queues. */
export function restoreQueues(store: IndexStore, queues: QueueTable): void {
  for (const { key, value } of scan(store, "q/")) {
    const { operation, home, changed } = decodeSaved(key, value);
    if (operation.kind !== "queue") throw new IndexDamaged(`${key} is no queue`);
    restoreQueue(store, queues, operation.state, { home, changed });
  }
}

function restoreQueue(
  store: IndexStore,
  queues: QueueTable,
  state: QueueState,
  { home, changed }: { readonly home: number; readonly changed: number },
): void {
  const queue = queues.shell(state.id, home);
  queues.name(queue, state);
  queue.rateFullMs = state.rateFullMs;
  queue.largestBytes = state.largestBytes;
  queue.changed = changed;
  queue.restoredTo = changed;
  queues.changed = Math.max(queues.changed, changed);
  const workers = new Map<number, number>();
  for (const { key, value } of scan(store, `jw/${padded(state.id)}/`)) {
    const { number, id, label } = JSON.parse(value.toString()) as SavedWorker;
    if (!key.endsWith(`/${number}`)) throw new IndexDamaged(`${key} is another worker`);
    workers.set(number, queues.workers.numberOf(id, label));
  }
  for (const { key, value } of scan(store, `jo/${padded(state.id)}/`)) {
    const saved = decodeSaved(key, value);
    if (saved.operation.kind !== "bulk") throw new IndexDamaged(`${key} is no operation`);
    queue.operations.put(saved.operation.state, saved.home);
  }
  const rows = [...scan(store, `j/${padded(state.id)}/`)].map(({ value }) => value);
  readJobs(queue.jobs, numbersOf(rows), (number) => workers.get(number) ?? NONE);
}

interface SavedWorker {
  readonly number: number;
  readonly id: string;
  readonly label: string;
}

function changesOf(store: IndexStore, queues: QueueTable, queue: TableQueue, state: QueueState): IndexChange[] {
  const id = padded(queue.id);
  const { home, changed } = queue;
  const operation = queueStateOperation(stateNow(queue, state));
  const changes = new Map<string, Uint8Array | undefined>();
  for (const prefix of PREFIXES) for (const { key } of scan(store, `${prefix}/${id}/`)) changes.set(key, undefined);
  changes.set(`q/${id}`, encodeSaved({ operation, home, changed }));
  for (const { state: bulk, home: segment } of queue.operations.all())
    changes.set(`jo/${id}/${bulk.id}`, encodeSaved({ operation: bulkStateOperation(bulk), home: segment, changed }));
  for (const [number, row] of rowsOf(queue).entries()) changes.set(`j/${id}/${padded(number)}`, row);
  for (const number of workersOf(queue)) {
    const worker = queues.workers.get(number);
    if (worker === undefined) continue;
    const saved: SavedWorker = { number, id: worker.id, label: worker.label };
    changes.set(`jw/${id}/${number}`, Buffer.from(JSON.stringify(saved)));
  }
  return [...changes].map(([key, value]) => ({ key, value }));
}

function rowsOf({ jobs }: TableQueue): Buffer[] {
  const rows: Float64Array[] = [];
  let row = new Float64Array(NUMBERS_A_ROW);
  let at = 0;
  writeJobs(jobs, (number) => {
    if (at === NUMBERS_A_ROW) {
      rows.push(row);
      row = new Float64Array(NUMBERS_A_ROW);
      at = 0;
    }
    row[at++] = number;
  });
  rows.push(row.subarray(0, at));
  return rows.map((numbers) => asBuffer(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)));
}

/** The numbers of rows one after the other. @throws IndexDamaged behind the last one */
function numbersOf(rows: readonly Buffer[]): () => number {
  let row = 0;
  let at = 0;
  return () => {
    if (at === rows[row]?.length) {
      row++;
      at = 0;
    }
    const bytes = rows[row];
    if (bytes === undefined || at + 8 > bytes.length) throw new IndexDamaged("the jobs of a queue end too early");
    at += 8;
    return bytes.readDoubleLE(at - 8);
  };
}

function workersOf({ jobs: { slots } }: TableQueue): Set<number> {
  const numbers = new Set<number>();
  for (const slot of slots.all()) if (slots.worker[slot] !== NONE) numbers.add(slots.worker[slot] as number);
  return numbers;
}

function removalOf(store: IndexStore, id: number): IndexChange[] {
  const keys = [`q/${padded(id)}`];
  for (const prefix of PREFIXES) for (const { key } of scan(store, `${prefix}/${padded(id)}/`)) keys.push(key);
  return keys.map((key) => ({ key, value: undefined }));
}
