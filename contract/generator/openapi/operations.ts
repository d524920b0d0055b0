import { methodErrors } from "../method-errors.ts";
import type { FieldModel, MessageModel, MethodModel, Model } from "../model.ts";
import type { ErrorsModel } from "../read-errors.ts";
import { errorResponses } from "./error-responses.ts";
import { type JsonObject, reference, withoutEmpty } from "./json-schema.ts";
import { type MessageSchemas, oneLine } from "./message-schemas.ts";
import { requestExamples } from "./request-examples.ts";

const retryTexts = {
  unspecified: "",
  safe: "May be sent again.",
  identified: "May be sent again when the request carries an idempotency key, a dedupe id or producer sequences.",
  never: "Is not sent again by itself.",
};

/** The operations of every method, by path and verb. */
export class Operations {
  readonly #model: Model;
  readonly #schemas: MessageSchemas;
  readonly #errors: ErrorsModel;

  constructor(model: Model, schemas: MessageSchemas, errors: ErrorsModel) {
    this.#model = model;
    this.#schemas = schemas;
    this.#errors = errors;
  }

  get paths(): JsonObject {
    const methods = this.#model.services.flatMap((service) => service.methods);
    const byPath = Map.groupBy(methods, (method) => camelPath(method));
    return Object.fromEntries(
      [...byPath].map(([path, those]) => [
        path,
        Object.fromEntries(those.map((method) => [method.rule!.verb.toLowerCase(), this.#operation(method)])),
      ]),
    );
  }

  #operation(method: MethodModel): JsonObject {
    const { retry, permission } = method.rule!;
    const docs = oneLine(method.docs.replace(/\s*Errors:\s[^.]*\./s, ""));
    const [summary = "", ...rest] = docs.split(/(?<=\.)\s+/);
    const text = [...rest, retryTexts[retry], `Needs the permission \`${permission}\`.`];
    return withoutEmpty({
      operationId: method.property,
      tags: [method.service.replace(/Service$/, "")],
      summary: summary.replace(/\.$/, ""),
      description: text.filter((part) => part !== "").join(" "),
      parameters: this.#parameters(method),
      requestBody: this.#requestBody(method),
      responses: { "200": this.#answer(method), ...this.#notModified(method), ...this.#failures(method) },
      "x-flowmesh": { permission, retry },
    });
  }

  #parameters(method: MethodModel): JsonObject[] {
    const request = this.#schemas.message(method.request);
    const example = requestExamples[method.property]?.parameters ?? {};
    const inPath = request.fields.filter((field) => isInPath(method, field));
    const inQuery = method.rule!.body === "*" ? [] : request.fields.filter((field) => isInQuery(method, field));
    const named = (message: MessageModel, field: FieldModel, where: "path" | "query", text = ""): JsonObject => {
      const { description, ...schema } = this.#schemas.field(message, field, "request") as { description?: string };
      return withoutEmpty({
        name: field.property,
        in: where,
        required: where === "path" || field.required ? true : undefined,
        description: `${description ?? ""}${text}`.trim(),
        schema,
        example: example[field.property],
      });
    };
    return [
      ...inPath.map((field, index) => named(request, field, "path", restText(method, index === inPath.length - 1))),
      ...inQuery.map((field) => named(request, field, "query")),
      ...this.#rawBodyParameters(method, named),
      ...headersOf(request, method, this.#hasRevision(method)),
    ];
  }

  /** A body that is no JSON is the value of one record, or of an entry, whose other fields are parameters. */
  #rawBodyParameters(
    method: MethodModel,
    named: (message: MessageModel, field: FieldModel, where: "query", text: string) => JsonObject,
  ): JsonObject[] {
    const what = rawBodyOf(method);
    if (what === undefined) return [];
    const only = ` Only with a body that is the value of one ${what}.`;
    const request = this.#schemas.message(method.request);
    const ofRequest = request.fields.filter((field) => !isInPath(method, field) && isScalar(field));
    if (what === "entry") return ofRequest.map((field) => named(request, field, "query", only));
    const record = this.#schemas.message("NewRecord");
    const ofRecord = record.fields.filter(({ property }) => ["partition", "timestamp", "dedupeId"].includes(property));
    const key = {
      name: "key",
      in: "query",
      description: `The record's key, as text.${only}`,
      schema: { type: "string" },
    };
    return [
      key,
      ...ofRecord.map((field) => named(record, field, "query", only)),
      ...ofRequest.map((field) => named(request, field, "query", only)),
      reference("parameters", "KeyBytes"),
    ];
  }

  #requestBody(method: MethodModel): JsonObject | undefined {
    const { body } = method.rule!;
    if (body === "") return undefined;
    const request = this.#schemas.message(method.request);
    if (body !== "*") {
      const field = request.fields.find(({ protoName }) => protoName === body)!;
      return { required: true, description: oneLine(field.docs), content: { "application/octet-stream": {} } };
    }
    const inPath = request.fields.filter((field) => isInPath(method, field)).map(({ protoName }) => protoName);
    const schema = this.#schemas.refer(method.request, "request", inPath);
    const example = requestExamples[method.property]?.body;
    const what = rawBodyOf(method);
    const raw =
      what === undefined ? {} : { "*/*": { schema: { description: `The value of one ${what}, byte by byte.` } } };
    return {
      required: request.fields.length > inPath.length && example !== undefined,
      content: {
        "application/json": withoutEmpty({ schema, example }),
        "application/x-protobuf": { schema: protobufSchema(request) },
        ...raw,
      },
    };
  }

  #answer(method: MethodModel): JsonObject {
    const response = this.#schemas.message(method.response);
    const schema = this.#schemas.refer(method.response, "answer");
    const description = oneLine(response.docs) || `${method.response}.`;
    if (method.serverStreaming) {
      const line = { anyOf: [schema, reference("schemas", "LastLine")] };
      const text =
        "Lines of JSON, each one response; when it fails behind the first, the last line holds the error. An empty line says that the server is still there.";
      return { description: text, content: { "application/x-ndjson": { schema: line } } };
    }
    const payload = response.fields.find((field) => field.payload);
    const headers = {
      ...(this.#hasRevision(method) ? { ETag: reference("headers", "ETag") } : {}),
      ...(payload === undefined ? {} : this.#fieldHeaders(response)),
    };
    const json = { "application/json": { schema } };
    const binary = payload === undefined ? { "application/x-protobuf": { schema: protobufSchema(response) } } : {};
    const bytes = payload === undefined ? {} : { "application/octet-stream": {} };
    const content = { ...bytes, ...json, ...binary };
    return withoutEmpty({ description, headers: Object.keys(headers).length === 0 ? undefined : headers, content });
  }

  /** Fields beside a payload stand in headers, unless the answer is JSON. */
  #fieldHeaders(response: MessageModel): JsonObject {
    const fields = response.fields.filter((field) => !field.payload);
    const header = (field: FieldModel): JsonObject => {
      const { description, ...schema } = this.#schemas.field(response, field, "answer") as { description?: string };
      return withoutEmpty({ description, schema });
    };
    return Object.fromEntries(
      fields.map((field) => [`flowmesh-${field.protoName.replaceAll("_", "-")}`, header(field)]),
    );
  }

  #notModified(method: MethodModel): JsonObject {
    if (!this.#hasRevision(method)) return {};
    const description = "It is still what the entity tag in `If-None-Match` says.";
    return { "304": { description, headers: { ETag: reference("headers", "ETag") } } };
  }

  /** The reasons that a method's comment names. */
  reasonsOf(methodName: string): string[] {
    const methods = new Map(this.#model.services.flatMap(({ methods: its }) => its.map((one) => [one.name, one])));
    const reasons = new Set(this.#errors.errors.map(({ reason }) => reason));
    return methodErrors(methods.get(methodName)!, methods, reasons);
  }

  #failures(method: MethodModel): JsonObject {
    const { verb, body } = method.rule!;
    return errorResponses(this.#errors, this.reasonsOf(method.name), {
      hasBody: body !== "",
      writes: verb !== "GET" && !method.serverStreaming,
    });
  }

  /** Whether the answer is one resource that says how often it was changed: then it has an entity tag. */
  #hasRevision({ rule, response }: MethodModel): boolean {
    if (rule!.verb !== "GET" || rule!.resource === "") return false;
    const messages = this.#schemas
      .message(response)
      .fields.filter(({ kind, repeated }) => kind === "message" && !repeated);
    return messages.some(({ typeName }) =>
      this.#schemas.message(typeName!).fields.some(({ property }) => property === "revision" || property === "epoch"),
    );
  }
}

function headersOf(request: MessageModel, { rule, serverStreaming }: MethodModel, hasRevision: boolean): JsonObject[] {
  const has = (property: string): boolean => request.fields.some((field) => field.property === property);
  const names = [
    ...(has("idempotencyKey") ? ["IdempotencyKey"] : []),
    ...(has("expectedRevision") && rule!.verb !== "GET" ? ["IfMatch"] : []),
    ...(hasRevision ? ["IfNoneMatch"] : []),
    ...(rule!.verb === "PUT" ? ["IfNone"] : []),
    ...(serverStreaming ? [] : ["Timeout"]),
  ];
  return names.map((name) => reference("parameters", name));
}

/** What the last parameter of a path may hold that no other may. */
function restText({ rule }: MethodModel, isLast: boolean): string {
  return rule!.takesRest && isLast ? " May have slashes, as they are or as %2F." : "";
}

/** What a body of any type is the value of; undefined where a body must be what it always is. */
function rawBodyOf({ name }: MethodModel): "record" | "entry" | undefined {
  return name === "Publish" ? "record" : name === "Put" ? "entry" : undefined;
}

function isScalar({ kind }: FieldModel): boolean {
  return kind !== "message" && kind !== "bytes";
}

function protobufSchema({ fullName }: MessageModel): JsonObject {
  return { description: `\`${fullName}\`, as protobuf encodes it.` };
}

function isInPath({ rule }: MethodModel, { protoName }: FieldModel): boolean {
  return rule!.path.includes(`{${protoName}}`);
}

function isInQuery(method: MethodModel, field: FieldModel): boolean {
  return !isInPath(method, field) && field.protoName !== method.rule!.body;
}

/** Names in the path are those of JSON, as everywhere. */
function camelPath({ rule }: MethodModel): string {
  return rule!.path.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
