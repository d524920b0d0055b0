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
  bug("records of the tail are not checked", "log/scan.ts", "singles, bursts", [
    "    if (!payloadsAreWhole(this.#bytes, this.#at, header, operations)) {",
    "    if (operations.length < 0) {",
  ]),
  bug("stale bytes of a recycled segment are taken for frames", "log/scan.ts", "retention", [
    "    const continues =\n      header !== undefined &&\n      header.position === this.#position &&\n      (this.#checksum === undefined || header.previousChecksum === this.#checksum) &&\n      this.#belongs(header);",
    "    const continues = header !== undefined;",
  ]),
  bug("an opening starts no new epoch", "log/recovery.ts", "singles, bursts", [
    "epoch: epochMax + 1,",
    "epoch: epochMax,",
  ]),
  bug("the copied tail is not synced before its header", "log/recovery.ts", "singles, bursts", [
    "[bytes.subarray(SEGMENT_DATA_START, scan.endByte)]);\n    await file.sync();\n",
    "[bytes.subarray(SEGMENT_DATA_START, scan.endByte)]);\n",
  ]),
  bug("the tail is served without being copied to a fresh file", "log/recovery.ts", "relaxed, bursts", [
    "    await file.write(0, [encodeHeaderBlock(header)]);\n    await file.sync();\n    const segment = { ...toSegment(file, header), lastPosition",
    "    await file.write(0, [encodeHeaderBlock(header)]);\n    const segment = { ...toSegment(file, header), lastPosition",
  ]),
  bug("the name of a new segment is not synced", "log/segment-pool.ts", "singles, retention", [
    "    await disk.syncDirectory();\n    return file;",
    "    return file;",
  ]),
  bug("nothing is carried when a segment is given back", "collect/release-intent.ts", "retention", [
    "for (const operation of this.#carried(timeMs)) {",
    "for (const operation of [...this.#carried(timeMs)].slice(0, 0)) {",
  ]),
  bug("definitions are not carried", "collect/release-intent.ts", "retention", [
    'if (stream.home <= this.#segment) yield { kind: "define", definition };',
    "",
  ]),
  bug("next offsets are not carried", "collect/release-intent.ts", "retention", [
    "if (home > this.#segment) continue;",
    "if (home >= 0) continue;",
  ]),
  bug("producers are not carried", "collect/release-intent.ts", "retention", [
    "(producers ?? new ProducerTable()).encode(",
    "new ProducerTable().encode(",
  ]),
  bug("dedupe ids are not carried", "collect/release-intent.ts", "retention", [
    "if (!dedupeCounts(definition, entry, timeMs)) continue;",
    "if (timeMs >= 0) continue;",
  ]),
  bug("idempotency keys are not carried", "collect/release-intent.ts", "retention", [
    "yield* this.#heads.idempotency.carried(this.#segment, timeMs);",
    "",
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
  bug(
    "damage before the durable end is cut off as a tail",
    "log/scan.ts",
    "damage at rest",
    ["      if (later.header.durableEnd >= position) return true;\n", ""],
    ["    if (position <= this.#durableEnd) return true;\n", ""],
  ),
  bug("damaged records are served", "log/log-reader.ts", "damage at rest", [
    "if (!payloadIsWhole(whole, from, place)) {",
    "if (from < 0) {",
  ]),
];
