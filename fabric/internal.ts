/** For FlowMesh's own packages: what engine, clients and faces share below the interface. */
export { aside } from "./aside.ts";
export { type BatchCodec, codecNames, compressBatch } from "./batch/batch-codec.ts";
export * from "./batch/batch-header.ts";
export { BatchReader, decodeBatches } from "./batch/batch-reader.ts";
export { isTimestampMs, timestampMsMax, timestampMsMin } from "./batch/batch-record.ts";
export { crc32c } from "./batch/crc32c.ts";
export { murmur2, RoundRobin } from "./batch/partitioner.ts";
export { defaultRecordLimits, type RecordLimits } from "./batch/record-limits.ts";
export { isUnreadable, toldWithPlace } from "./batch/unreadable.ts";
export { validateBatch } from "./batch/validate-batch.ts";
export { VarintCursor, varintSize, varlongSize, writeVarint, writeVarlong } from "./batch/varint.ts";
export { checkOrDefault, checkText, checkWhole, fieldInvalid } from "./check-fields.ts";
export type { CheckedLease, CheckedOffset } from "./check-preconditions.ts";
export * from "./check-requests.ts";
export type { CheckedDeadLetter } from "./dead-letters/check-dead-letter.ts";
export { ErrorGroups } from "./dead-letters/error-groups.ts";
export { normaliseError } from "./dead-letters/normalise-error.ts";
export { errorFromWire, errorToWire } from "./error-wire.ts";
export { type Evaluation, Expression } from "./expression/expression.ts";
export type { ExpressionSubject, ExpressionValue } from "./expression/expression-run.ts";
export { headersValue, jsonValue, textValue } from "./expression/json-subject.ts";
export { fileProblem } from "./file-problem.ts";
export * from "./groups/check-group-requests.ts";
export { type CursorOwner, checkCursor, checkOwner, cursorEnd, mergeCursors, unfinished } from "./groups/cursors.ts";
export * from "./groups/group-state.ts";
export * from "./groups/growth.ts";
export { findMember, heartbeat, join, leave, reassign, refresh, setPaused, takeBack } from "./groups/membership.ts";
export * from "./kv/check-entry-operations.ts";
export * from "./kv/check-kv-requests.ts";
export { counterValue, incremented } from "./kv/counter.ts";
export * from "./kv/entry-versions.ts";
export { compareKeys, isInRange, type KeyRange } from "./kv/key-order.ts";
export { noKv } from "./kv/no-kv.ts";
export { SingleWrites } from "./kv/single-writes.ts";
export * from "./lineage/lineage-id.ts";
export {
  type LineageCommit,
  type LineageSource,
  type LineageThing,
  standingOfGone,
  type ThingState,
} from "./lineage/lineage-source.ts";
export { noLineage } from "./lineage/no-lineage.ts";
export { recordState } from "./lineage/record-progress.ts";
export { answerWhere, unknown } from "./lineage/where.ts";
export * from "./operations/check-operation-requests.ts";
export { type JobContent, recordInPlaceOf } from "./operations/edit-job.ts";
export { isMeant, isOfContent, needsContent } from "./operations/job-filter.ts";
export { mergePatched, parseMergePatch } from "./operations/merge-patch.ts";
export * from "./operations/operation-rules.ts";
export {
  readEntriesToken,
  readHistoryToken,
  readJobsToken,
  readOperationsToken,
  writeEntriesToken,
  writeHistoryToken,
  writeJobsToken,
  writeListToken,
  writeOperationsToken,
} from "./page-token.ts";
export * from "./queues/check-job-operations.ts";
export * from "./queues/check-queue-requests.ts";
export { explainJob, type KeyUse } from "./queues/explain-job.ts";
export { handOutRoom, type RateUse, rateAfter, rateOpensMs, rateRoom } from "./queues/hand-out.ts";
export { type JobNotes, readNotes } from "./queues/job-record.ts";
export * from "./queues/job-state.ts";
export { limitKeyOf } from "./queues/limit-key.ts";
export { noQueues } from "./queues/no-queues.ts";
export {
  changedRules,
  defaultQueueRules,
  describeRules,
  type Kept,
  type QueueRules,
  type QueueRulesChange,
} from "./queues/queue-settings.ts";
export { checkRetryJob, jobInPlaceOf } from "./queues/retry-job.ts";
export {
  type AppendStep,
  type CommitStep,
  type CursorStep,
  commitContent,
  type DeadLetterStep,
  type EnqueueStep,
  type ExpandedCommit,
  groupResults,
  type PartitionsOf,
  type PreconditionStep,
  RecordPublisher,
  type RecordPublisherOptions,
  type SettleStep,
  type StepResult,
} from "./record-publishing.ts";
export { type BatchSource, readRecords } from "./record-reading.ts";
export { checkRevision, limitExceeded, longKeysMax } from "./refusals.ts";
export * from "./schedules/check-schedule-requests.ts";
export * from "./schedules/decide-firing.ts";
export {
  describeSchedule,
  describeWholeSchedule,
  type ScheduleFacts,
  stateOfSchedule,
} from "./schedules/describe-schedule.ts";
export { firingCommit, firingOperations } from "./schedules/firing-operations.ts";
export { isLasting } from "./schedules/lasting-refusal.ts";
export { noSchedules } from "./schedules/no-schedules.ts";
export {
  type AnchoredTimes,
  type CheckedTimes,
  firstTime,
  nextTime,
  previewTimes,
} from "./schedules/schedule-times.ts";
export type { Clock, Timer } from "./seams/clock.ts";
export { nextTick } from "./seams/next-tick.ts";
export type { Random } from "./seams/random.ts";
export { newUuid, uuidOf } from "./seams/uuid.ts";
export { type CommitMarksInit, isMarked, unmarked } from "./unmarked.ts";
