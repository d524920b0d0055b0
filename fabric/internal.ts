/** For FlowMesh's own packages: what engine, clients and faces share below the interface. */
export { type BatchCodec, codecNames, compressBatch } from "./batch/batch-codec.ts";
export * from "./batch/batch-header.ts";
export { isTimestampMs, timestampMsMax, timestampMsMin } from "./batch/batch-record.ts";
export { crc32c } from "./batch/crc32c.ts";
export { murmur2, Partitioner } from "./batch/partitioner.ts";
export { defaultRecordLimits, type RecordLimits, validateBatch } from "./batch/validate-batch.ts";
export { VarintCursor, varintSize, varlongSize, writeVarint, writeVarlong } from "./batch/varint.ts";
