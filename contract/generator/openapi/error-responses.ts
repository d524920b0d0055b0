import type { ErrorModel, ErrorsModel } from "../read-errors.ts";
import { type JsonObject, reference } from "./json-schema.ts";

/** What a method does that decides which failures of the face itself it can meet. */
export interface FailureTraits {
  readonly hasBody: boolean;
  readonly writes: boolean;
}

/** Reasons that any call can be given, whatever it does. */
const ofEveryCall = [
  "message_malformed",
  "field_invalid",
  "field_unknown",
  "name_invalid",
  "host_not_allowed",
  "origin_not_allowed",
  "overloaded",
  "starting",
  "stopping",
  "deadline_exceeded",
  "internal",
];
const ofBodies = ["media_type_unknown", "message_too_large"];
const ofWrites = ["log_failed", "disk_full"];

/** The responses of a method that are errors, by their HTTP status. `own`: the reasons that its comment names. */
export function errorResponses(errors: ErrorsModel, own: readonly string[], traits: FailureTraits): JsonObject {
  const access = errors.errors.filter(({ code }) => code === "unauthenticated" || code === "permission_denied");
  const reasons = new Set([...own, ...ofEveryCall, ...access.map(({ reason }) => reason)]);
  if (traits.hasBody) for (const reason of ofBodies) reasons.add(reason);
  if (traits.writes) for (const reason of ofWrites) reasons.add(reason);
  const byStatus = Map.groupBy(
    errors.errors.filter(({ reason }) => reasons.has(reason)),
    ({ http }) => http,
  );
  const sorted = [...byStatus].sort(([a], [b]) => a - b);
  return Object.fromEntries(sorted.map(([status, entries]) => [String(status), response(status, entries)]));
}

function response(status: number, entries: readonly ErrorModel[]): JsonObject {
  const lines = entries.map(({ reason, message, fix }) => `- \`${reason}\`: ${message}. ${capital(fix)}.`);
  const known = { status: { const: status }, reason: { enum: entries.map(({ reason }) => reason) } };
  return {
    description: lines.join("\n"),
    content: {
      "application/problem+json": { schema: { allOf: [reference("schemas", "Problem"), { properties: known }] } },
    },
  };
}

/** An error as HTTP carries it. */
export function problemSchema(errors: ErrorsModel): JsonObject {
  const text = (description: string): JsonObject => ({ type: "string", description });
  const properties = {
    type: text("`urn:flowmesh:error:` and the reason."),
    title: text("The reason in words."),
    status: { type: "integer", description: "The HTTP status." },
    detail: text("What happened and why."),
    code: {
      type: "string",
      enum: errors.codes.map(({ code }) => code),
      description: "What kind of failure it is: a closed set.",
    },
    reason: text(
      "The exact failure. New ones may be added; the code tells how to treat one that a program does not know.",
    ),
    fix: text("What to do."),
    retryable: { type: "boolean", description: "Whether the same request may succeed later without a change." },
    details: { type: "object", description: "The names and numbers that the texts speak of." },
  };
  const description = "Problem details (RFC 9457). Programs decide by `code` or `reason`, never by the text.";
  const requestId = text("As in the header x-request-id: by it the request is found in the log.");
  return { type: "object", description, properties: { ...properties, requestId }, required: Object.keys(properties) };
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
