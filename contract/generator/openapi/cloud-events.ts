import type { ErrorsModel } from "../read-errors.ts";
import { errorResponses } from "./error-responses.ts";
import { together } from "./field-presence.ts";
import { type JsonObject, reference } from "./json-schema.ts";

/** A CloudEvent in the JSON format. */
export const cloudEventSchema: JsonObject = {
  type: "object",
  description:
    "A CloudEvent 1.0 in its JSON format. Beside the attributes that stand here, any other whose name has only a-z and 0-9 is an extension.",
  properties: {
    specversion: { const: "1.0" },
    id: { type: "string", minLength: 1, description: "Together with the source it tells the event from all others." },
    source: { type: "string", minLength: 1, description: "URI reference of where it happened." },
    type: { type: "string", minLength: 1, description: "What kind of thing has happened." },
    subject: { type: "string", minLength: 1 },
    time: { type: "string", format: "date-time", description: "Also the time of the record." },
    datacontenttype: { type: "string", description: "Media type of the data. Default: application/json." },
    dataschema: { type: "string" },
    partitionkey: { type: "string", description: "The record's key: events with the same one keep their order." },
    data: { description: "Any JSON, or text where the content type is not JSON." },
    data_base64: { type: "string", contentEncoding: "base64", description: "The data as bytes, instead of `data`." },
  },
  required: ["specversion", "id", "source", "type"],
  not: together(["data", "data_base64"]),
  additionalProperties: { type: ["string", "integer", "boolean"] },
};

const event = reference("schemas", "CloudEvent");
const one = "application/cloudevents+json";
const many = "application/cloudevents-batch+json";
const example = { specversion: "1.0", id: "1", source: "/shop", type: "order.placed", data: { amount: 12 } };

/**
 * The routes for CloudEvents, which are no methods of their own: each is a call of Publish or of Read, whose parameters, permission and errors they share. `paths` holds
 * those two already.
 */
export function cloudEventPaths(paths: JsonObject, errors: ErrorsModel, own: OwnReasons): JsonObject {
  const { get: read, post: publish } = paths["/v1/streams/{stream}/records"] as { get: Operation; post: Operation };
  return {
    "/v1/streams/{stream}/events": {
      post: publishEvents(publish, errors, own.publish),
      get: readEvents(read, errors, own.read),
    },
    "/v1/streams/{stream}/events/{partition}/{offset}": { get: readEvent(read, errors, own.read) },
  };
}

/** What Publish and Read themselves can be refused with. */
export interface OwnReasons {
  readonly publish: readonly string[];
  readonly read: readonly string[];
}

interface Operation {
  readonly tags: readonly string[];
  readonly parameters: readonly { readonly name?: string; readonly description?: string; readonly $ref?: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
  readonly "x-flowmesh": JsonObject;
}

const ofPublish = ["stream", "expectedOffset", "idempotencyKey", "durability"];
const eventReasons = [
  "event_attribute_missing",
  "event_attribute_invalid",
  "event_version_unknown",
  "event_data_invalid",
];

function publishEvents(publish: Operation, errors: ErrorsModel, own: readonly string[]): JsonObject {
  const parameters = publish.parameters
    .filter(({ name, $ref }) => (name === undefined ? !$ref!.endsWith("/KeyBytes") : ofPublish.includes(name)))
    .map(({ description, ...rest }) =>
      description === undefined ? rest : { ...rest, description: description.replace(/ Only with a body .*$/, "") },
    );
  return {
    operationId: "publishEvents",
    tags: publish.tags,
    summary: "Publishes CloudEvents as one commit: all or none",
    description: `One event in structured mode, many in batched mode; with any other content type one in binary mode: its attributes are headers (\`ce-id\` and so on), and the body is its data. Attributes are stored as headers of the record, as the Kafka binding of CloudEvents names them, and the data as its value. A call of Publish. Needs the permission \`streams:publish\`.`,
    parameters,
    requestBody: {
      required: true,
      content: {
        [one]: { schema: event, example },
        [many]: { schema: { type: "array", items: event, minItems: 1 } },
        "*/*": { schema: { description: "The data of an event in binary mode, byte by byte." } },
      },
    },
    responses: {
      "200": publish.responses["200"],
      ...errorResponses(errors, [...own, ...eventReasons], { hasBody: true, writes: true }),
    },
    "x-flowmesh": publish["x-flowmesh"],
  };
}

const text = { schema: { type: "string" } };

function readEvents(read: Operation, errors: ErrorsModel, own: readonly string[]): JsonObject {
  return {
    operationId: "readEvents",
    tags: read.tags,
    summary: "Reads a page of records as CloudEvents",
    description:
      "A batch in JSON, or with `Accept: application/x-ndjson` one event a line. Records that are no events are left out and counted. A call of Read. Needs the permission `streams:read`.",
    parameters: read.parameters,
    responses: {
      "200": {
        description: "The events of the page.",
        headers: {
          "flowmesh-next-page-token": { ...text, description: "`pageToken` of the next page." },
          "flowmesh-caught-up": { ...text, description: "`true` when all that was visible has been returned." },
          "flowmesh-skipped": { ...text, description: "Records of the page that are no events." },
        },
        content: { [many]: { schema: { type: "array", items: event } }, "application/x-ndjson": { schema: event } },
      },
      ...errorResponses(errors, own, { hasBody: false, writes: false }),
    },
    "x-flowmesh": read["x-flowmesh"],
  };
}

function readEvent(read: Operation, errors: ErrorsModel, own: readonly string[]): JsonObject {
  const inPath = (name: string): JsonObject => ({
    name,
    in: "path",
    required: true,
    schema: { type: "integer", minimum: 0 },
    example: 0,
  });
  const shared = read.parameters.filter(({ name, $ref }) => name === "stream" || $ref !== undefined);
  return {
    operationId: "readEvent",
    tags: read.tags,
    summary: "Reads one record as a CloudEvent",
    description:
      "In binary mode, or with `Accept: application/cloudevents+json` in structured mode. A call of Read. Needs the permission `streams:read`.",
    parameters: [...shared, inPath("partition"), inPath("offset")],
    responses: {
      "200": { description: "The event.", content: { [one]: { schema: event }, "*/*": {} } },
      ...errorResponses(errors, [...own, "not_an_event"], { hasBody: false, writes: false }),
    },
    "x-flowmesh": read["x-flowmesh"],
  };
}
