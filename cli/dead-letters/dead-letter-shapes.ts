import {
  type DeadLetterSource,
  type ErrorGroup,
  ErrorGroup as ErrorGroupCodec,
  DeadLetterSource as SourceCodec,
} from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Shape } from "../output/format.ts";

/** How queues and groups with dead letters are shown. */
export const sourceShape: Shape<DeadLetterSource> = {
  columns: [
    { title: "QUEUE", value: ({ queue }) => queue },
    { title: "DEAD", value: ({ dead }) => dead },
    { title: "FIRST", value: ({ firstAt }) => new Date(firstAt ?? 0).toISOString() },
    { title: "LAST", value: ({ lastAt }) => new Date(lastAt ?? 0).toISOString() },
    { title: "GROUP", value: ({ group }) => group, isWide: true },
  ],
  toJson: (source) => toJson(SourceCodec, source),
};

/** How groups of errors are shown. */
export const errorGroupShape: Shape<ErrorGroup> = {
  columns: [
    { title: "ERRORS", value: ({ errorGroup }) => errorGroup },
    { title: "JOBS", value: ({ jobs }) => jobs },
    { title: "AGAIN", value: ({ repeated }) => repeated },
    { title: "LAST", value: ({ lastAt }) => new Date(lastAt ?? 0).toISOString() },
    { title: "SAMPLE", value: ({ sample }) => sample?.job ?? "" },
    { title: "ERROR", value: ({ error }) => error },
    { title: "AT", value: ({ frame }) => frame, isWide: true },
    { title: "FIRST", value: ({ firstAt }) => new Date(firstAt ?? 0).toISOString(), isWide: true },
  ],
  toJson: (group) => toJson(ErrorGroupCodec, group),
};
