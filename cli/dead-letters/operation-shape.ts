import { type BulkOperation, BulkOperation as OperationCodec } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Shape } from "../output/format.ts";

/** How operations on many jobs are shown. */
export const operationShape: Shape<BulkOperation> = {
  columns: [
    { title: "OPERATION", value: ({ queue, operation }) => `${queue}/${operation}` },
    { title: "ACTION", value: ({ action }) => action },
    { title: "STATE", value: ({ state }) => state },
    { title: "CHANGED", value: ({ changed }) => changed },
    { title: "DONE", value: ({ succeeded }) => succeeded },
    { title: "FAILED AGAIN", value: ({ failedAgain }) => failedAgain },
    { title: "LEFT", value: ({ left }) => left },
    { title: "WHY", value: ({ stateReason }) => stateReason },
    { title: "SKIPPED", value: ({ skipped }) => skipped, isWide: true },
    { title: "STEP", value: ({ step }) => step, isWide: true },
    { title: "REASON", value: ({ reason }) => reason, isWide: true },
    { title: "BY", value: ({ startedBy }) => startedBy, isWide: true },
    { title: "STARTED", value: ({ startedAt }) => new Date(startedAt ?? 0).toISOString(), isWide: true },
  ],
  toJson: (operation) => toJson(OperationCodec, operation),
};
