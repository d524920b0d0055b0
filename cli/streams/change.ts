import type { Stream, StreamOptions } from "@flowmesh/client";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Shape } from "../output/format.ts";
import { counted } from "../values/counted.ts";
import { formatDuration } from "../values/duration.ts";
import { formatSize } from "../values/size.ts";
import { recordsOf } from "./stream-shape.ts";

/** What was done to a stream, or would be. */
export interface Change {
  readonly action: "create" | "change" | "delete";
  readonly stream: string;
  /** For people. */
  readonly what: string;
  /** For programs. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly isDryRun: boolean;
}

/** How changes are shown. */
export const changeShape: Shape<Change> = {
  columns: [
    { title: "STREAM", value: ({ stream }) => stream },
    { title: "ACTION", value: ({ action, isDryRun }) => (isDryRun ? `would ${action}` : `${action}d`) },
    { title: "WHAT", value: ({ what }) => what },
  ],
  toJson: ({ action, stream, facts, isDryRun }) => ({ stream, action, ...facts, dryRun: isDryRun }),
};

/** What creating a stream would do. */
export function creation(stream: string, options: StreamOptions): Change {
  const { partitions = 1, ...settings } = options;
  const texts = Object.entries(definedOf(settings));
  const what = [counted(partitions, "partition"), ...texts.map(([key, value]) => `${labels[key]} ${show(key, value)}`)];
  return { action: "create", stream, what: what.join(", "), facts: { partitions, settings }, isDryRun: true };
}

/** What changing a stream would do. @throws FlowMeshError `partitions_shrink` */
export function alteration(stream: Stream, options: StreamOptions): Change {
  const now: Record<string, number> = { partitions: stream.partitions.length, ...definedOf(stream.settings ?? {}) };
  const changes = Object.entries(definedOf(options)).flatMap(([setting, to]) => {
    const from = now[setting] ?? 0;
    return from === to ? [] : [{ setting, from, to }];
  });
  const partitions = options.partitions ?? now.partitions!;
  if (partitions < now.partitions!) {
    throw new FlowMeshError("partitions_shrink", { stream: stream.stream, partitions: now.partitions! });
  }
  const texts = changes.map(
    ({ setting, from, to }) => `${labels[setting]} ${show(setting, from)} to ${show(setting, to)}`,
  );
  const what = texts.length === 0 ? "nothing: all is so already" : texts.join(", ");
  return { action: "change", stream: stream.stream, what, facts: { changes }, isDryRun: true };
}

/** What deleting a stream does. */
export function deletion(stream: Stream, isDryRun: boolean): Change {
  const records = recordsOf(stream);
  const what = `${counted(records, "record")}, ${formatSize(stream.bytes)}`;
  return { action: "delete", stream: stream.stream, what, facts: { records, bytes: stream.bytes }, isDryRun };
}

const labels: Readonly<Record<string, string>> = {
  partitions: "partitions",
  retentionMs: "retention",
  retentionBytes: "bytes a partition",
  dedupeWindowMs: "dedupe window",
};

function show(setting: string, value: number): string {
  if (setting.endsWith("Ms"))
    return value === 0 ? (setting === "dedupeWindowMs" ? "off" : "for ever") : formatDuration(value);
  if (setting.endsWith("Bytes")) return value === 0 ? "no limit" : formatSize(value);
  return String(value);
}

function definedOf(options: object): Record<string, number> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
