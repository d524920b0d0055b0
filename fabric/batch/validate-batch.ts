import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "../errors.ts";
import { codecNames } from "./batch-codec.ts";
import {
  batchAttributes,
  batchBaseSequence,
  batchBaseTimestampMs,
  batchCount,
  batchHeaderBytes,
  batchLastOffsetDelta,
  batchMagic,
  batchMaxTimestampMs,
  batchProducerEpoch,
  batchProducerId,
  batchSize,
  codecMask,
  controlBit,
  timestampTypeBit,
  transactionalBit,
} from "./batch-header.ts";
import { assertBatchCrc } from "./batch-reader.ts";
import { isTimestampMs, timestampMsMax, timestampMsMin } from "./batch-record.ts";
import { defaultRecordLimits, type RecordLimits, recordTooLarge, skipHeaders } from "./record-limits.ts";
import { VarintCursor } from "./varint.ts";

const recordsMax = limits.batchRecords.value;
const knownAttributes = codecMask | timestampTypeBit | transactionalBit | controlBit;

/**
 * Checks a batch that a client sent, before it is stored as it is. Bytes, CRC, codec and header always; the records of an uncompressed batch are walked by their length
 * prefixes, without allocation, so that counts, sizes and the greatest timestamp cannot lie. Compressed ones are taken at their header's word and checked by the reader. The base offset and the
 * leader epoch may be anything: they are overwritten.
 *
 * `bytes` must be exactly one batch.
 * @throws FlowMeshError `batch_malformed`, `batch_crc_mismatch`, `batch_codec_unknown`, `record_too_large` (details `part`, `index`), `capability_missing` for a
 * transactional batch
 */
export function validateBatch(bytes: Uint8Array, recordLimits: RecordLimits = defaultRecordLimits): void {
  if (bytes.length < batchHeaderBytes) throw malformed(`it has ${bytes.length} bytes, less than a header`);
  if (bytes[16] !== batchMagic) throw malformed(`its magic is ${bytes[16]}, not 2`);
  if (batchSize(bytes) !== bytes.length) {
    throw malformed(`its length says ${batchSize(bytes)} bytes, but there are ${bytes.length}`);
  }
  assertBatchCrc(bytes, 0, bytes.length);
  checkAttributes(batchAttributes(bytes));
  checkHeader(bytes);
  if ((batchAttributes(bytes) & codecMask) === 0) walkRecords(bytes, recordLimits);
}

function checkAttributes(attributes: number): void {
  const codec = attributes & codecMask;
  if (codec >= codecNames.length) throw new FlowMeshError("batch_codec_unknown", { codec });
  if (attributes & controlBit) throw malformed("it is a control batch, which only the server writes");
  if (attributes & timestampTypeBit) throw malformed("it says that the server set its timestamps");
  if (attributes & ~knownAttributes) throw malformed(`its attributes ${attributes & 0xffff} are not known`);
  if (attributes & transactionalBit) {
    throw new FlowMeshError("capability_missing", { what: "a batch of a Kafka transaction" });
  }
}

function checkHeader(bytes: Uint8Array): void {
  const count = batchCount(bytes);
  if (count < 1) throw malformed(`it says that it has ${count} records`);
  if (count > recordsMax) throw malformed(`it says that it has ${count} records, more than ${recordsMax}`);
  if (batchLastOffsetDelta(bytes) !== count - 1) {
    throw malformed(`its last offset delta is ${batchLastOffsetDelta(bytes)} with ${count} records`);
  }
  if (!isTimestampMs(batchBaseTimestampMs(bytes)) || !isTimestampMs(batchMaxTimestampMs(bytes))) {
    throw malformed("its timestamps are not in the years 1 to 9999");
  }
  const producerId = batchProducerId(bytes);
  if (producerId === -1) return;
  if (!Number.isSafeInteger(producerId) || producerId < 0) throw malformed(`its producer id is ${producerId}`);
  if (batchProducerEpoch(bytes) < 0) throw malformed("it has a producer id without an epoch");
  if (batchBaseSequence(bytes) < 0) throw malformed("it has a producer id without a sequence");
}

function walkRecords(bytes: Uint8Array, recordLimits: RecordLimits): void {
  const cursor = new VarintCursor(bytes, batchHeaderBytes, bytes.length);
  const count = batchCount(bytes);
  const deltaMsMin = timestampMsMin - batchBaseTimestampMs(bytes);
  const deltaMsMax = timestampMsMax - batchBaseTimestampMs(bytes);
  let greatestDeltaMs = deltaMsMin;
  for (let index = 0; index < count; index += 1) {
    const length = cursor.varint();
    const end = cursor.at + length;
    if (length < 0 || end > bytes.length) throw malformed(`record ${index} is longer than what is left of it`);
    cursor.skip(1);
    const timestampDeltaMs = cursor.varlong();
    if (timestampDeltaMs < deltaMsMin || timestampDeltaMs > deltaMsMax) {
      throw malformed(`the timestamp of record ${index} is not in the years 1 to 9999`);
    }
    if (timestampDeltaMs > greatestDeltaMs) greatestDeltaMs = timestampDeltaMs;
    if (cursor.varint() !== index) throw malformed(`record ${index} has another offset delta`);
    skipPart(cursor, "key", index, recordLimits.keyBytesMax);
    skipPart(cursor, "value", index, recordLimits.valueBytesMax);
    skipHeaders(cursor, index, recordLimits);
    if (cursor.failed || cursor.at !== end) throw malformed(`the parts of record ${index} do not fill it`);
  }
  if (cursor.at !== bytes.length) throw malformed(`there are bytes behind its ${count} records`);
  const greatestMs = batchBaseTimestampMs(bytes) + greatestDeltaMs;
  const maxTimestampMs = batchMaxTimestampMs(bytes);
  if (maxTimestampMs !== greatestMs) {
    throw malformed(`its greatest timestamp is ${greatestMs}, its header says ${maxTimestampMs}`);
  }
}

function skipPart(cursor: VarintCursor, part: string, index: number, limit: number): void {
  const size = cursor.varint();
  if (size < -1) throw malformed(`the ${part} of record ${index} has length ${size}`);
  if (size > limit && size <= cursor.end - cursor.at) throw recordTooLarge(part, index, size, limit);
  if (size > 0) cursor.skip(size);
}

function malformed(problem: string): FlowMeshError {
  return new FlowMeshError("batch_malformed", { problem });
}
