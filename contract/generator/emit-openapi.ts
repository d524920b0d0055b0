import type { Model } from "./model.ts";
import { cloudEventPaths, cloudEventSchema } from "./openapi/cloud-events.ts";
import { problemSchema } from "./openapi/error-responses.ts";
import { FieldBounds } from "./openapi/field-bounds.ts";
import { type JsonObject, reference } from "./openapi/json-schema.ts";
import { MessageSchemas, oneLine } from "./openapi/message-schemas.ts";
import { Operations } from "./openapi/operations.ts";
import type { ErrorsModel } from "./read-errors.ts";
import type { LimitModel } from "./read-limits.ts";
import { type GeneratedFile, generatedHeader } from "./source.ts";

/** `generated/openapi.ts`: the description of the REST face in OpenAPI 3.1, as the text that is served. */
export function emitOpenapi(model: Model, errors: ErrorsModel, limits: readonly LimitModel[]): GeneratedFile {
  const document = openapiDocument(model, errors, limits);
  const content = `${generatedHeader}
/** The REST face in OpenAPI 3.1: every operation with its parameters, bodies, answers and errors. JSON. */
export const openapi: string = ${JSON.stringify(JSON.stringify(document))};
`;
  return { path: "contract/generated/openapi.ts", content };
}

function openapiDocument(model: Model, errors: ErrorsModel, limits: readonly LimitModel[]): JsonObject {
  const schemas = new MessageSchemas(model, new FieldBounds(limits));
  const operations = new Operations(model, schemas, errors);
  const { paths } = operations;
  const own = { publish: operations.reasonsOf("Publish"), read: operations.reasonsOf("Read") };
  const deadline = limits.find(({ name }) => name === "deadline_ms")!;
  return {
    openapi: "3.1.0",
    info: {
      title: "FlowMesh",
      version: "1",
      summary:
        "Streams, consumer groups, KV, queues and schedules on one log, with atomic commits across all of them, over HTTP.",
      description: about,
      license: { name: "Apache License 2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/", description: "The FlowMesh that serves this document." }],
    security: [{ token: [] }, {}],
    tags: model.services.map(({ name, docs }) => ({ name: name.replace(/Service$/, ""), description: oneLine(docs) })),
    paths: { ...paths, ...cloudEventPaths(paths, errors, own) },
    components: {
      schemas: {
        ...schemas.components,
        CloudEvent: cloudEventSchema,
        LastLine: {
          type: "object",
          description: "The last line of a sequence that failed behind its first line.",
          properties: { error: reference("schemas", "Problem") },
          required: ["error"],
        },
        Problem: problemSchema(errors),
      },
      parameters: parameters(limits, deadline),
      headers: { ETag: { description: etagText, schema: { type: "string" } } },
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "Needed where FlowMesh listens beyond this machine, and wherever it was started with tokens.",
        },
      },
    },
  };
}

const about = `One log, many views: every write is one atomic, durable commit.

Bodies and answers are JSON; batches are the bytes of Kafka record batches. Field names are in lower camel case. Whole numbers are JSON numbers, or decimal strings in
requests; all are exact in a double. Times are RFC 3339. Bytes are base64 where nothing else is said; \`Accept: application/json;bytes=base64\` asks for base64 always.
A field that does not exist is refused; null is the same as absent. Whoever has the proto files may send and ask for \`application/x-protobuf\` instead of JSON.

Every failure is a problem (RFC 9457) with a \`reason\`, which says exactly what happened, and a \`code\` of a closed set, which says what kind of failure it is. A path
that there is not is answered with 404 and \`route_not_found\`, a verb that a path does not take with 405 and \`Allow\`.`;

const etagText =
  "Says which state of the resource this is. In `If-None-Match` it asks for an answer only when something has changed; in `If-Match` it makes a write conditional on an entry, or the settings of a resource, being those of this state.";

function parameters(limits: readonly LimitModel[], deadline: LimitModel): JsonObject {
  const keyBytes = limits.find(({ name }) => name === "idempotency_key_bytes")!.value;
  const header = (name: string, description: string, schema: JsonObject): JsonObject => ({
    name,
    in: "header",
    description,
    schema,
  });
  return {
    Timeout: header("flowmesh-timeout-ms", "How long the caller waits, in milliseconds.", {
      type: "integer",
      minimum: 1,
      maximum: deadline.max ?? deadline.value,
      default: deadline.value,
    }),
    IdempotencyKey: header(
      "Idempotency-Key",
      "The same as `idempotencyKey`: a repeated request with this key gets the first one's answer, and one with other content is refused. May stand in quotes.",
      { type: "string", minLength: 1, maxLength: keyBytes + 2 },
    ),
    IfMatch: header("If-Match", "Refused unless the entry, or the settings, are those of this entity tag.", {
      type: "string",
    }),
    IfNone: header("If-None-Match", "`*`: refused when there is one already.", { type: "string", enum: ["*"] }),
    IfNoneMatch: header("If-None-Match", "Answered with 304 when it still is what this entity tag says.", {
      type: "string",
    }),
    KeyBytes: header("flowmesh-key", "The record's key as bytes. Only with a body that is the value of one record.", {
      type: "string",
    }),
  };
}
