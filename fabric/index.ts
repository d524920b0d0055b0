/** The interface of FlowMesh, its errors and its batch format. */
export {
  BatchBuilder,
  type BatchProducer,
  encodeBatch,
} from "./batch/batch-builder.ts";
export { type BatchHeader, readBatchHeader } from "./batch/batch-header.ts";
export {
  BatchReader,
  type BatchReaderOptions,
  type DecodedHeader,
  type DecodedRecord,
  decodeBatches,
} from "./batch/batch-reader.ts";
export type { BatchRecord, BatchRecordHeader } from "./batch/batch-record.ts";
export { partitionOfKey } from "./batch/partitioner.ts";
export { type DetailsOf, type ErrorDetails, FlowMeshError, isFlowMeshError, type WireError } from "./errors.ts";
export { type Capabilities, everyCapability, type Fabric } from "./fabric.ts";
