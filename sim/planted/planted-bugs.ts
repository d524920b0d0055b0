import { bugsOfOperations } from "./bugs-of-operations.ts";
import { bugsOfViews } from "./bugs-of-views.ts";
import { bug, type PlantedBug } from "./planted-bug.ts";

/** What could go wrong where a log is written, found again and given back. */
export const plantedBugs: readonly PlantedBug[] = [
  bug("a sync is forgotten", "log/log-writer.ts", "singles", [
    "isSynced ? file.writeSynced(from, parts) : file.write(from, parts);",
    "file.write(from, parts);",
  ]),
  bug("the sync of what was written before is forgotten", "log/log-writer.ts", "relaxed, bursts", [
    "this.#unsyncedSegment?.file.sync() ?? Promise.resolve();",
    "Promise.resolve();",
  ]),
  bug("a group is believed before the one in front of it", "log/log-writer.ts", "side by side", [
    'group.stage = "durable";',
    'for (const before of this.#groups.slice(0, 1 + this.#groups.indexOf(group))) before.stage = "durable";',
  ]),
  bug("a failed sync is tried again and believed", "log/log-writer.ts", "failing disk", [
    "isSynced ? file.writeSynced(from, parts) : file.write(from, parts);",
    "isSynced ? file.writeSynced(from, parts).catch(() => file.sync()) : file.write(from, parts);",
  ]),
  bug("the durable end named in a frame runs ahead", "log/log-writer.ts", "bursts, relaxed", [
    "        timeMs,\n        durableEnd: this.#durable,",
    "        timeMs,\n        durableEnd: position,",
  ]),
  bug("writers are answered before the sync", "commit/sequencer.ts", "singles", [
    'const answersNow = intent.durability === "memory";',
    "const answersNow = true;",
  ]),
  bug("refusals and duplicates are answered before the sync", "commit/sequencer.ts", "retries from 10", [
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
  bug("the header that opens an epoch is not synced", "log/recovery.ts", "bursts from 3", [
    "    await file.write(0, [encodeHeaderBlock(header)]);\n    await file.sync();\n    this.#replayed.set(segment.number",
    "    await file.write(0, [encodeHeaderBlock(header)]);\n    this.#replayed.set(segment.number",
  ]),
  bug("the name of a new segment is not synced", "log/segment-pool.ts", "singles, retention", [
    "    await disk.syncDirectory();\n    return file;",
    "    return file;",
  ]),
  bug("counters are not carried", "collect/release-intent.ts", "retention from 13", [
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
    "saved/index-saver.ts",
    "retention, retention with tables",
    ["    await log.whenVisible(headPosition);\n", ""],
    [
      "      meta.floor <= log.lastSegment &&\n      meta.position <= log.lastPosition;",
      "      meta.floor <= log.lastSegment;",
    ],
  ),
  bug("the index says that it holds a segment more than it does", "saved/index-saver.ts", "retention", [
    "encodeMeta(segment + 1, headPosition,",
    "encodeMeta(segment + 2, headPosition,",
  ]),
  bug(
    "what a save that was cut off has left is removed together with what is saved anew",
    "saved/index-saver.ts",
    "retention",
    ["if (at >= removedBefore || !savedKeys.has(key)) changes", "changes"],
  ),
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
  bug("an opening starts no new epoch", "log/find-segments.ts", "singles, bursts", [
    "nextEpoch: 1 + Math.max(...epochs),",
    "nextEpoch: Math.max(...epochs),",
  ]),
  bug(
    "the tail is written on in place, in the same epoch",
    "log/recovery.ts",
    "singles, bursts, relaxed",
    [
      "    const file = await this.#freshFile(header);\n    await file.write(SEGMENT_DATA_START, [bytes.subarray(SEGMENT_DATA_START, endByte)]);\n",
      "    const file = segment.file;\n",
    ],
    ["    if (isCopied) this.#free.push(last.segment);\n    else this.#endLast", "    if (!isCopied) this.#endLast"],
    ["const opening = { ...segment.header, epoch, ", "const opening = { ...segment.header, "],
  ),
  bug("the copied tail is not synced before its header", "log/recovery.ts", "singles, bursts", [
    "[bytes.subarray(SEGMENT_DATA_START, endByte)]);\n    await file.sync();\n",
    "[bytes.subarray(SEGMENT_DATA_START, endByte)]);\n",
  ]),
  bug("stale bytes of a recycled segment are taken for frames", "log/scan.ts", "churn from 10", [
    "header !== undefined &&\n      header.position === this.#position &&\n      (this.#checksum === undefined || header.previousChecksum === this.#checksum) &&\n      this.#belongs(header, this.#at);",
    "header !== undefined;",
  ]),
  bug(
    "the checksum of a frame is not checked",
    "log/frame.ts",
    "damage at rest, bursts",
    ["  if (headerChecksum !== bytes.readUInt32LE(at + HEADER_CHECKSUM_AT)) return undefined;\n", ""],
    [
      "  if (crc32c(bytes, at + HEADER_CHECKSUM_AT, at + FRAME_HEADER_BYTES + tableBytes, headerChecksum) !== checksum)\n    return undefined;\n",
      "",
    ],
  ),
  bug("records of the tail are not checked", "log/scan.ts", "bursts, singles", [
    "brokenPayloads(this.#bytes, this.#at, header, operations);",
    "brokenPayloads(this.#bytes, this.#at, header, []);",
  ]),
  bug(
    "damage before the durable end is cut off as a tail",
    "log/scan.ts",
    "damage at rest",
    ["    if (position <= this.#durableEnd) return true;\n", ""],
    ["    return later !== undefined;\n", "    return later === undefined && later !== undefined;\n"],
  ),
  bug("headers do not name what was given back", "engine.ts", "retention", [
    'if (operation.kind === "release") this.#log.announceRelease(operation.firstSegment);',
    "operation.kind;",
  ]),
  bug("nothing is carried when a segment is given back", "collect/carry.ts", "retention", [
    "for (const operation of carried(heads, isMeant, timeMs, bytesMax)) {",
    "for (const operation of [...carried(heads, isMeant, timeMs, bytesMax)].slice(0, 0)) {",
  ]),
  bug("definitions are not carried", "collect/carry.ts", "retention", [
    'if (isMeant(home)) yield { kind: "define", definition };',
    "",
  ]),
  bug("next offsets are not carried", "collect/carry.ts", "retention from 6", [
    "if (!isMeant(home)) continue;",
    "if (home >= 0) continue;",
  ]),
  bug("producers are not carried", "collect/carry.ts", "retention", [
    "(producers ?? new ProducerTable()).encode(",
    "new ProducerTable().encode(",
  ]),
  bug("dedupe ids are not carried", "collect/carry.ts", "retention", [
    "if (!dedupeCounts(definition, entry, timeMs)) continue;",
    "if (timeMs >= 0) continue;",
  ]),
  bug("idempotency keys are not carried", "collect/carry.ts", "retention from 7", [
    "yield* heads.idempotency.carried(isMeant, timeMs);",
    "",
  ]),
  bug("idempotency keys are not saved in the index", "saved/saved-windows.ts", "retention", [
    "  yield* idempotency.standingIn(segment);\n",
    "",
  ]),
  bug("dedupe ids are not saved in the index", "saved/saved-windows.ts", "retention", [
    "for (const [hash, entry] of dedupe.standingIn(segment))",
    "for (const [hash, entry] of [...dedupe.standingIn(segment)].slice(0, 0))",
  ]),
  bug("producers are not saved in the index", "saved/saved-streams.ts", "retention", [
    "return producers === undefined ? head : Buffer.concat([head, producers.encode()]);",
    "return head;",
  ]),
  bug("deleted streams stay in the index", "saved/saved-streams.ts", "churn", [
    "  for (const id of streams.deleted) changes.push(...removalOf(store, id));\n",
    "",
  ]),
  bug("jobs are not carried", "views/queues/queue-table.ts", "carried jobs from 11", [
    "      yield* carriedJobs(queue, this.workers, isMeant, bytesMax);\n",
    "",
  ]),
  bug("the segments of jobs are not saved in the index", "saved/saved-queues.ts", "carried jobs from 4", [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text.
    "      changes.push({ key: `jh/${id}`, value: homes });\n",
    "",
  ]),
  bug("jobs that wait are left out when a queue is settled", "views/queues/set-jobs.ts", "carried jobs", [
    "  if (jobs.readyRuns.next(from) < to) return true;\n",
    "",
  ]),
  bug("a settled file is named before it is synced", "settled/settled-writer.ts", "settling", [
    "    await this.file.sync();\n    const size",
    "    const size",
  ]),
  bug("the name of a settled file is not synced", "collect/settler.ts", "settling", [
    "      await log.settled.syncNames();\n",
    "",
  ]),
  bug("settled files are not carried", "collect/carry.ts", "settling from 10", [
    "  yield* heads.settled.carried(isMeant);\n",
    "",
  ]),
  bug("a settled file goes before it is durable that nobody needs it", "engine.ts", "settling from 4", [
    'if (operation.kind === "release") this.#log.announceRelease(operation.firstSegment);',
    'if (operation.kind === "release") this.#log.announceRelease(operation.firstSegment);\n      else if (operation.kind === "unsettled") this.#log.settled.drop(operation.file);',
  ]),
  bug("what rested on damage is not written again", "collect/collector.ts", "damage at rest", [
    '      ["restate", () => this.#restate()],\n',
    "",
  ]),
  bug("damage of a settled file is passed over in silence", "settled/settled-files.ts", "damage of settled files", [
    '      this.#noteDamage(number, 0, bytes - 1, typeof content === "string" ? content : "it is another file");\n',
    "",
  ]),
  bug(
    "a settled file that a lost commit named is not looked for",
    "settled/settled-strangers.ts",
    "damage of settled files",
    ["settled.restore({", "if (number < 0) settled.restore({"],
  ),
  bug("how far the log had come is not noted when it closes", "engine.ts", "damage at rest", [
    "    if (this.#failed === undefined) await this.#upkeep.noteEnd();\n",
    "",
  ]),
  ...bugsOfViews,
  ...bugsOfOperations,
];
