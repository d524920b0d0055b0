import type { EnumModel, FieldModel, MessageModel, Model } from "../model.ts";
import type { FieldBounds } from "./field-bounds.ts";
import { answerPresence, isReadableBytes, requestPresence } from "./field-presence.ts";
import { type JsonObject, reference, withoutEmpty } from "./json-schema.ts";

/** Whether a schema says what may be sent, or what is answered: an answer has every field that a request may leave out. */
export type Direction = "request" | "answer";

/** The JSON of messages and enums, as schemas. */
export class MessageSchemas {
  readonly #messages: ReadonlyMap<string, MessageModel>;
  readonly #enums: ReadonlyMap<string, EnumModel>;
  readonly #bounds: FieldBounds;
  readonly #wanted = new Map<string, JsonObject>();

  constructor(model: Model, bounds: FieldBounds) {
    this.#messages = new Map(model.messages.map((message) => [message.name, message]));
    this.#enums = new Map(model.enums.map((desc) => [desc.name, desc]));
    this.#bounds = bounds;
  }

  /** All schemas that something refers to, by their names. */
  get components(): JsonObject {
    return Object.fromEntries([...this.#wanted].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  message(name: string): MessageModel {
    return this.#messages.get(name)!;
  }

  /** A reference to the schema of a message. `without`: fields that stand elsewhere in the request, by their names in the proto file. */
  refer(name: string, direction: Direction, without: readonly string[] = []): JsonObject {
    const message = this.message(name);
    const isNested = direction === "request" && !name.endsWith("Request") && !name.startsWith("New");
    const title = isNested ? `${name}Input` : name;
    if (!this.#wanted.has(title)) {
      this.#wanted.set(title, {});
      this.#wanted.set(title, this.#schemaOf(message, direction, without));
    }
    return reference("schemas", title);
  }

  /** One field, without what a list of it is. */
  element(message: MessageModel, field: FieldModel, direction: Direction): JsonObject {
    const bounds = direction === "request" && !field.repeated ? this.#bounds.of(message, field) : {};
    switch (field.kind) {
      case "string":
        return { type: "string", ...bounds };
      case "bool":
        return { type: "boolean" };
      case "int32":
        return { type: "integer", format: "int32", minimum: -0x80000000, maximum: 0x7fffffff, ...bounds };
      case "int64":
        return { type: "integer", format: "int64", ...wholeNumbers, ...bounds };
      case "time":
        return { type: "string", format: "date-time", examples: ["2026-01-31T12:00:00Z"] };
      case "bytes":
        return { type: "string", contentEncoding: "base64" };
      case "enum":
        return this.#enum(field.typeName!);
      default:
        return this.refer(field.typeName!, direction);
    }
  }

  /** A field as it stands under its own name. */
  field(message: MessageModel, field: FieldModel, direction: Direction): JsonObject {
    const element = this.element(message, field, direction);
    const description = textOf(field);
    if (!field.repeated) return withoutEmpty({ ...element, description });
    const bounds = direction === "request" ? this.#bounds.of(message, field) : {};
    return withoutEmpty({ type: "array", items: element, ...bounds, description });
  }

  #schemaOf(message: MessageModel, direction: Direction, without: readonly string[]): JsonObject {
    const fields = message.fields.filter((field) => !without.includes(field.protoName));
    const properties = fields.flatMap((field) => this.#properties(message, field, direction));
    return withoutEmpty({
      type: "object",
      description: oneLine(message.docs),
      properties: Object.fromEntries(properties),
      ...(direction === "request" ? requestPresence(fields) : answerPresence(fields)),
    });
  }

  #properties(message: MessageModel, field: FieldModel, direction: Direction): [string, JsonObject][] {
    if (!isReadableBytes(field)) return [[field.property, this.field(message, field, direction)]];
    const text = textOf(field);
    const readable: JsonObject =
      field.jsonBytes === "text"
        ? { type: "string", description: joined(text, "As text, where it is UTF-8.") }
        : {
            ...(field.required && direction === "request" ? notNull : {}),
            description: joined(text, "Any JSON, as the value itself."),
          };
    const base64 = `\`${field.property}\` as bytes, where it is ${field.jsonBytes === "text" ? "no UTF-8" : "no JSON, or more than 2 MiB of it"}.`;
    return [
      [field.property, readable],
      [`${field.property}Base64`, { type: "string", contentEncoding: "base64", description: base64 }],
    ];
  }

  #enum(name: string): JsonObject {
    const { docs, values } = this.#enums.get(name)!;
    const known = values.filter(({ number }) => number !== 0);
    const texts = known
      .filter((value) => value.docs !== "")
      .map((value) => `\`${value.name}\`: ${oneLine(value.docs)}`);
    if (!this.#wanted.has(name)) {
      const description = joined(oneLine(docs), ...texts);
      this.#wanted.set(name, withoutEmpty({ type: "string", enum: known.map((value) => value.name), description }));
    }
    return reference("schemas", name);
  }
}

/** What is null counts as absent, and is refused where something must be given. */
const notNull = { not: { type: "null" } };

/** All whole numbers of ours are exact in a double. */
const wholeNumbers = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };

function textOf({ docs, oneof, oneofDocs, oneofRequired }: FieldModel): string {
  const choice =
    oneof === undefined
      ? ""
      : `${oneofRequired ? "Exactly" : "At most"} one of \`${oneof}\` is given${oneofDocs === "" ? "." : `: ${oneLine(oneofDocs)}`}`;
  return joined(oneLine(docs), choice);
}

function joined(...texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join(" ");
}

/** A comment as one paragraph. */
export function oneLine(docs: string): string {
  return docs.replaceAll("\n", " ");
}
