import { bug, type PlantedBug } from "./planted-bug.ts";

const queues = "views/queues";
const model = "beside the model";
const causes = "causes beside the model";
const clockOfSchedules = "views/schedules/schedule-clock.ts";
const fires = "return await sequencer.submit(new FireIntent(table, { ...firing, effect }), this);";
const firesWithoutEffect = "await sequencer.submit(new FireIntent(table, { ...firing, effect: undefined }), this);";
const hasEffect = "effect !== undefined && !isFlowMeshError(effect)";

/** What could go wrong where entries and jobs are kept, saved, found again and carried, and where commits are of several kinds. */
export const bugsOfViews: readonly PlantedBug[] = [
  bug("an expiry brings back older revisions", "views/kv/entry-order.ts", model, [
    'kind: "remove", why, ...place }',
    'kind: "remove", why, ...place, ...(why === "expired" ? { floor: 0 } : {}) }',
  ]),
  bug("what was carried has the time at which it was carried", "views/kv/entry-version.ts", model, [
    "timeMs: carried?.timeMs ?? commit.timeMs,",
    "timeMs: commit.timeMs,",
  ]),
  bug("when an entry expires is not saved", "views/kv/entry-version.ts", model, [
    "at = bytes.writeDoubleLE(expiresMs, at);",
    "at = bytes.writeDoubleLE(expiresMs * 0, at);",
  ]),
  bug("a watch misses what was written while the entries were sent", "views/kv/kv-watch.ts", model, [
    "if (isWhole) this.#afterKey = isAll ? undefined : afterKey;",
    "if (isWhole && isAll) this.#revision = this.#bucket.visibleRevision;\n    if (isWhole) this.#afterKey = isAll ? undefined : afterKey;",
  ]),
  bug("writes are decided by what readers see", "views/kv/kv-table.ts", model, [
    "return touched?.ordered ?? ",
    "return touched?.versions ?? ",
  ]),
  bug("revisions begin anew after a restart", "saved/saved-kv.ts", model, [
    "    bucket.lastRevision = row.lastRevision;\n",
    "",
  ]),
  bug("a key is left out of the index wherever its last write stands", "saved/saved-kv.ts", model, [
    "return only.segment >= floor && writes > 1",
    "return writes > 1",
  ]),
  bug(
    "a key is left out of the index with versions that no replay brings back",
    "saved/saved-kv.ts",
    `${model} from 148`,
    [
      "  const [only] = versions;\n  if (only === undefined || only !== alone || versions.length > 1) return false;",
      "  const only = versions.at(-1);\n  if (only === undefined) return false;",
    ],
  ),
  bug("the entries of a commit are visible without its records", "engine-state.ts", "over all from 1", [
    "  view.apply(others, commit.segment);\n",
    '  if (!commit.operations.some(({ kind }) => kind === "put")) view.apply(others, commit.segment);\n',
  ]),
  bug("payloads of others are looked for before those of entries", "commit/placed-commit.ts", "over all from 1", [
    "  return operations.some(hasPayload) ? commit : { ...commit, operations };\n",
    "  return { ...commit, operations };\n",
  ]),
  bug("what a repeated commit did to entries is forgotten", "commit/idempotency.ts", model, [
    "const entry = { content, windowMs, placements, entries,",
    "const entry = { content, windowMs, placements, entries: [],",
  ]),
  bug("a key is let go of that others may rely on", "commit/idempotency.ts", `${model} from 100`, [
    "const entry = this.#short.delete(key);",
    "const entry = this.#short.delete(key) ?? this.#long.delete(key);",
  ]),
  bug("a key that was let go of is known again after a restart", "commit/idempotency.ts", `${model} from 64`, [
    "const segments = [...this.#forgotIn];",
    "const segments: number[] = [];",
  ]),
  bug("leases are told before they are durable", `${queues}/lease-intents.ts`, "jobs from 5", [
    'implements Intent<ReserveOutcome> {\n  readonly durability = "always";',
    'implements Intent<ReserveOutcome> {\n  readonly durability = "memory";',
  ]),
  bug("the end of a lease is acknowledged before the sync", `${queues}/lease-intents.ts`, "jobs from 3", [
    "this.durability = durability;",
    'this.durability = durability === "always" ? "memory" : durability;',
  ]),
  bug("when a retry is due is forgotten in a restart", `${queues}/jobs-snapshot.ts`, model, [
    "slots.dueMs[slot] as number,\n      slots.startedMs",
    "0,\n      slots.startedMs",
  ]),
  bug("attempts are forgotten in a restart", `${queues}/jobs-snapshot.ts`, model, [
    " + (attempts[slot] as number);",
    " + 0 * (attempts[slot] as number);",
  ]),
  bug("the rate of a queue begins anew with a restart", `${queues}/queue-table.ts`, model, [
    "    queue.rateFullMs = state.rateFullMs;\n",
    "",
  ]),
  bug("two jobs of one ordering key are worked on at once", `${queues}/key-chains.ts`, model, [
    "slots.flags[slot] = (slots.flags[slot] as number) | HELD;",
    "",
  ]),
  bug("leases do not begin anew after a restart", `${queues}/queue-clock.ts`, model, [
    "      queue.jobs.renewLeases(sequencer.nowMs());\n",
    "",
  ]),
  bug("a retry loses its priority", `${queues}/queue-jobs.ts`, model, [
    "else this.readyRuns.of(this.slots.priority[slot] as number).add(offset, offset + 1);",
    "else this.readyRuns.of(5).add(offset, offset + 1);",
  ]),
  bug("the outcome of a lease that was lost is accepted", `${queues}/lease-intents.ts`, model, [
    'if (!isSame) return isActive ? "another worker has the job" : "it is not the job\'s last lease";',
    'if (!isSame && !isActive) return "it is not the job\'s last lease";',
  ]),
  bug("what became of jobs since they were saved is not replayed", `${queues}/queue-table.ts`, model, [
    "queue.restoredTo = changed;",
    "queue.restoredTo = Number.POSITIVE_INFINITY;",
  ]),
  bug("a pause ends with a restart", `${queues}/queue-table.ts`, model, [
    "    this.name(queue, state);\n    queue.rateFullMs",
    "    this.name(queue, { ...state, paused: false });\n    queue.rateFullMs",
  ]),
  bug("jobs that were saved delayed wait for ever", `${queues}/queue-jobs.ts`, model, [
    "if (state === DELAYED || state === ACTIVE || state === RETRYING)\n",
    "if (state === ACTIVE || state === RETRYING)\n",
  ]),
  bug("what caused a commit is lost with its segment", "collect/lineage-carrier.ts", causes, [
    "          kept.operations.push(each);\n",
    "",
  ]),
  bug("a cause is forgotten with what it wrote, whatever came of that", "views/lineage/lineage-life.ts", causes, [
    "depth <= GENERATIONS &&",
    "depth < 1 &&",
  ]),
  bug("what was carried of causes is lost with the index", "views/lineage/lineage-table.ts", causes, [
    'if (operation.kind === "lineage") yield operation;\n    else if',
    "if",
  ]),
  bug("causes are not replayed", "engine-state.ts", "causes", ["      lineage.replay(commit);\n", ""]),
  bug("what a schedule does is committed before how far it has come", clockOfSchedules, "schedules", [
    fires,
    `if (${hasEffect}) await sequencer.submit(effect, this);\n      return ${firesWithoutEffect}`,
  ]),
  bug("how far a schedule has come is committed before what it does", clockOfSchedules, "schedules", [
    fires,
    `const outcome = ${firesWithoutEffect}\n      if (${hasEffect}) await sequencer.submit(effect, this);\n      return outcome;`,
  ]),
  bug(
    "a schedule is carried as it was when its segment was looked at first",
    "collect/schedule-carrier.ts",
    "schedules",
    [
      "bytes += this.#bytesOf(slot);\n    return bytes;",
      "{\n      bytes += this.#bytesOf(slot);\n      this.seen ??= [];\n      this.seen[slot] ??= this.#options.table.recordOf(slot);\n    }\n    return bytes;",
    ],
    ["payload: payloads[index] }));", "payload: payloads[index], record: this.seen?.[slot] }));"],
    ["const { slot, place, payload } of this.#carried", "const { slot, place, payload, record } of this.#carried"],
    [
      "scheduleOperation(this.#table.recordOf(slot), payload, crc)",
      "scheduleOperation(record ?? this.#table.recordOf(slot), payload, crc)",
    ],
  ),
  bug("a schedule counts as saved when it is changed", "views/schedules/schedule-table.ts", "schedules", [
    "this.slots.changed[slot] = position;",
    "this.slots.changed[slot] = position;\n    this.slots.savedTo[slot] = position;",
  ]),
  bug("the index says that a schedule is newer than it is", "saved/saved-schedules.ts", "schedules", [
    "head.writeDoubleLE(changed[slot] as number, 16);",
    "head.writeDoubleLE((changed[slot] as number) + 100, 16);",
  ]),
];
