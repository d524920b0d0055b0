import { entryId, formatLineageId, jobId, recordId } from "@flowmesh/fabric/internal";

/** Ids as `tx.causedBy` and `mesh.where` take them. */
export const lineageId: {
  readonly record: (stream: string, partition: number, offset: number) => string;
  readonly job: (queue: string, id: string) => string;
  /** Without a revision: the latest one. */
  readonly entry: (bucket: string, key: string, revision?: number) => string;
} = {
  record: (stream, partition, offset) => formatLineageId(recordId(stream, partition, offset)),
  job: (queue, id) => formatLineageId(jobId(queue, id)),
  entry: (bucket, key, revision) => formatLineageId(entryId(bucket, key, revision)),
};
