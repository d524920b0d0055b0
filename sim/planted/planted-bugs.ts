import type { PlantedBug } from "./planted-bug.ts";

function bug(name: string, file: string, noticedBy: string, ...changes: [from: string, to: string][]): PlantedBug {
  return { name, file, noticedBy: noticedBy.split(", "), changes: changes.map(([from, to]) => ({ from, to })) };
}

/** What could go wrong where a log is written, found again and given back. */
export const plantedBugs: readonly PlantedBug[] = [
  bug("a sync is forgotten", "log/log-writer.ts", "singles", [
    "    await segment.file.sync();\n    this.#unsyncedSegment",
    "    this.#unsyncedSegment",
  ]),
  bug("a failed sync is tried again and believed", "log/log-writer.ts", "failing disk", [
    "    await segment.file.sync();\n    this.#unsyncedSegment",
    "    await segment.file.sync().catch(() => segment.file.sync());\n    this.#unsyncedSegment",
  ]),
  bug("the durable end named in a frame runs ahead", "log/log-writer.ts", "bursts, relaxed", [
    "        timeMs,\n        durableEnd: this.#durable,",
    "        timeMs,\n        durableEnd: position,",
  ]),
  bug("writers are answered before the sync", "commit/sequencer.ts", "singles", [
    'const answersNow = intent.durability === "memory";',
    "const answersNow = true;",
  ]),
  bug("refusals and duplicates are answered before the sync", "commit/sequencer.ts", "retries, commits", [
    "if (position <= this.#visible) settle(answer);",
    "if (position >= 0) settle(answer);",
  ]),
  bug("views apply what is not durable", "commit/sequencer.ts", "singles, commits", [
    "    onOrdered(commit);\n",
    "    onOrdered(commit);\n    this.#options.onDurable(commit);\n",
  ]),
  bug("half a commit is applied", "views/streams/streams-view.ts", "commits", [
    "for (const operation of entry.operations) {",
    "for (const operation of entry.operations.slice(0, 1)) {",
  ]),
  bug("the header that opens an epoch is not synced", "log/recovery.ts", "relaxed, bursts", [
    "    await file.write(0, [encodeHeaderBlock(header)]);\n    await file.sync();\n    this.#replayed",
    "    await file.write(0, [encodeHeaderBlock(header)]);\n    this.#replayed",
  ]),
  bug("the name of a new segment is not synced", "log/segment-pool.ts", "singles, retention", [
    "    await disk.syncDirectory();\n    return file;",
    "    return file;",
  ]),
  bug("counters are not carried", "collect/release-intent.ts", "churn, retention", [
    'operations.push({ kind: "counters", nextStreamId, nextProducerId });',
    "",
  ]),
  bug(
    "a segment is given back before its release is durable",
    "engine.ts",
    "retention, full disk, retention with tables",
    [
      "this.#log.announceRelease(operation.firstSegment);",
      "{ this.#log.announceRelease(operation.firstSegment); this.#log.release(operation.firstSegment); }",
    ],
  ),
  bug(
    "the index is ahead of the log, and nobody looks",
    "views/streams/index-saver.ts",
    "retention, retention with tables",
    ["    await log.whenVisible(headPosition);\n", ""],
    [
      "      meta.floor <= log.lastSegment &&\n      meta.position <= log.lastPosition;",
      "      meta.floor <= log.lastSegment;",
    ],
  ),
  bug("the index says that it holds a segment more than it does", "views/streams/index-saver.ts", "retention", [
    "this.#encodeMeta(segment + 1, headPosition)",
    "this.#encodeMeta(segment + 2, headPosition)",
  ]),
  bug("damage is skipped in silence", "log/scan.ts", "damage at rest", [
    "    this.#damages.push({ firstByte,",
    "    if (firstByte < 0) this.#damages.push({ firstByte,",
  ]),
  bug("damaged records are served", "log/log-reader.ts", "damage at rest", [
    "if (!payloadIsWhole(whole, from, place)) {",
    "if (from < 0) {",
  ]),
  bug("deletions are forgotten by readers", "views/streams/streams-view.ts", "churn", [
    '      case "delete":\n        this.#delete(operation.stream);\n',
    '      case "delete":\n',
  ]),
  bug("producers are forgotten in a restart", "views/streams/streams-head.ts", "retries", [
    "      partition.producers.record(producerBatch(operation), operation.baseOffset, position, timeMs);\n",
    "",
  ]),
];
