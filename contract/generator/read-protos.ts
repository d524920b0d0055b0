import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  createFileRegistry,
  type DescEnum,
  type DescField,
  type DescFile,
  type DescMessage,
  type DescMethod,
  type DescOneof,
  type DescService,
  fromBinary,
  getOption,
  type Registry,
  ScalarType,
} from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import type {
  CallStreamModel,
  EnumModel,
  FieldKind,
  FieldModel,
  MessageModel,
  MethodModel,
  Model,
  RuleModel,
  ServiceModel,
} from "./model.ts";

/** Builds the proto files of a folder with buf. @returns a FileDescriptorSet, encoded @throws Error with buf's own messages */
export function buildDescriptors(folder: string): Uint8Array {
  try {
    return execFileSync(bufPath, ["build", folder, "--as-file-descriptor-set", "-o", "-"], {
      maxBuffer: 64 * 1024 * 1024,
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    const stderr = (error as { stderr?: Buffer }).stderr?.toString().trim();
    throw new Error(`buf refuses the proto files:\n${stderr || error}`);
  }
}

const bufPath = fileURLToPath(new URL("../../node_modules/.bin/buf", import.meta.url));
const packageName = "flowmesh.v1";
const optionsFile = "flowmesh/v1/options";

/** Everything that is declared in the package, except the options themselves. */
export function readModel(descriptors: Uint8Array): Model {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptors));
  const files = [...registry.files].filter((file) => file.proto.package === packageName && file.name !== optionsFile);
  const readers = files.map((file) => new FileReader(file, registry));
  return {
    messages: readers.flatMap((reader) => reader.messages()),
    enums: readers.flatMap((reader) => reader.enums()),
    services: readers.flatMap((reader) => reader.services()),
  };
}

class FileReader {
  readonly #file: DescFile;
  readonly #registry: Registry;
  readonly #comments = new Map<string, string>();
  readonly #lines = new Map<string, number>();

  constructor(file: DescFile, registry: Registry) {
    this.#file = file;
    this.#registry = registry;
    for (const location of file.proto.sourceCodeInfo?.location ?? []) {
      const path = location.path.join(".");
      this.#comments.set(path, cleanComment(location.leadingComments));
      this.#lines.set(path, (location.span[0] ?? 0) + 1);
    }
  }

  messages(): MessageModel[] {
    return this.#file.messages.map((message, index) => this.#message(message, `4.${index}`));
  }

  enums(): EnumModel[] {
    return this.#file.enums.map((desc, index) => this.#enum(desc, `5.${index}`));
  }

  services(): ServiceModel[] {
    return this.#file.services.map((service, index) => this.#service(service, `6.${index}`));
  }

  #docs(path: string): string {
    return this.#comments.get(path) ?? "";
  }

  #origin(path: string): string {
    return `${this.#file.name}.proto:${this.#lines.get(path) ?? 0}`;
  }

  #message(message: DescMessage, path: string): MessageModel {
    const nested = [...message.nestedMessages, ...message.nestedEnums].at(0);
    if (nested)
      throw new Error(`${this.#origin(path)}: ${nested.typeName} stands inside ${message.name}; declare it beside it`);
    return {
      name: message.name,
      fullName: message.typeName,
      docs: this.#docs(path),
      fields: message.fields
        .map((field, index) => this.#field(message, field, `${path}.2.${index}`, path))
        .sort((a, b) => a.number - b.number),
      origin: this.#origin(path),
    };
  }

  #field(message: DescMessage, field: DescField, path: string, messagePath: string): FieldModel {
    const kind = kindOf(field);
    const repeated = field.fieldKind === "list";
    const oneofIndex = field.oneof ? message.oneofs.indexOf(field.oneof) : -1;
    return {
      protoName: field.name,
      property: field.jsonName,
      number: field.number,
      docs: this.#docs(path),
      kind,
      typeName: field.message?.name ?? field.enum?.name,
      repeated,
      optional:
        !repeated && (kind === "message" || kind === "time" || field.proto.proto3Optional || field.oneof !== undefined),
      oneof: field.oneof?.name,
      oneofDocs: oneofIndex < 0 ? "" : this.#docs(`${messagePath}.8.${oneofIndex}`),
      oneofRequired: field.oneof !== undefined && this.#option(field.oneof, "one_required") === true,
      required: this.#option(field, "required") === true,
      jsonBytes: (["base64", "value", "text"] as const)[this.#option(field, "json_bytes") as number] ?? "base64",
      payload: this.#option(field, "payload") === true,
    };
  }

  #enum(desc: DescEnum, path: string): EnumModel {
    return {
      name: desc.name,
      docs: this.#docs(path),
      values: desc.values.map((value, index) => ({
        name: value.name.replace(desc.sharedPrefix?.toUpperCase() ?? "", "").toLowerCase(),
        number: value.number,
        docs: this.#docs(`${path}.2.${index}`),
      })),
      origin: this.#origin(path),
    };
  }

  #service(service: DescService, path: string): ServiceModel {
    return {
      name: service.name,
      fullName: service.typeName,
      docs: this.#docs(path),
      methods: service.methods.flatMap((method, index) =>
        this.#carries(method) === "" ? [this.#method(service, method, `${path}.2.${index}`)] : [],
      ),
      callStreams: service.methods.flatMap((method, index) =>
        this.#carries(method) === "" ? [] : [this.#callStream(method, `${path}.2.${index}`)],
      ),
    };
  }

  #method(service: DescService, method: DescMethod, path: string): MethodModel {
    return {
      name: method.name,
      property: method.localName,
      service: service.name,
      docs: this.#docs(path),
      request: method.input.name,
      response: method.output.name,
      clientStreaming: method.methodKind === "client_streaming" || method.methodKind === "bidi_streaming",
      serverStreaming: method.methodKind === "server_streaming" || method.methodKind === "bidi_streaming",
      rule: this.#rule(method),
      origin: this.#origin(path),
    };
  }

  #callStream(method: DescMethod, path: string): CallStreamModel {
    return {
      name: method.name,
      property: method.localName,
      docs: this.#docs(path),
      request: method.input.name,
      response: method.output.name,
      isBidirectional: method.methodKind === "bidi_streaming",
      carries: this.#carries(method),
      origin: this.#origin(path),
    };
  }

  #carries(method: DescMethod): string {
    return this.#option(method, "carries") as string;
  }

  #rule(method: DescMethod): RuleModel | undefined {
    const rule = this.#option(method, "rule") as (Omit<RuleModel, "retry"> & { retry: number }) | undefined;
    if (!rule || (rule.path === "" && rule.number === 0)) return undefined;
    const { verb, body, permission, resource, number } = rule;
    const path = rule.path.replace(/=\*\*\}$/, "}");
    const takesRest = path !== rule.path;
    const retry = (["unspecified", "safe", "identified", "never"] as const)[rule.retry] ?? "unspecified";
    return { verb, path, takesRest, body, permission, resource, retry, number };
  }

  #option(element: DescField | DescMethod | DescOneof, name: string): unknown {
    const extension = this.#registry.getExtension(`${packageName}.${name}`);
    if (!extension) throw new Error(`options.proto does not declare ${name}`);
    return getOption(element as never, extension as never);
  }
}

function kindOf(field: DescField): FieldModel["kind"] {
  if (field.fieldKind === "map") return "unsupported: map";
  if (field.message) return field.message.typeName === "google.protobuf.Timestamp" ? "time" : "message";
  if (field.enum) return field.fieldKind === "list" ? "unsupported: repeated enum" : "enum";
  const name = ScalarType[field.scalar as ScalarType].toLowerCase();
  if (field.fieldKind === "list" && name === "bool") return "unsupported: repeated bool";
  return scalarKinds.has(name) ? (name as FieldKind) : `unsupported: ${name}`;
}

const scalarKinds = new Set<string>(["int32", "int64", "bool", "string", "bytes"]);

function cleanComment(comment: string): string {
  return comment
    .split("\n")
    .map((line) => line.replace(/^ /, "").trimEnd())
    .join("\n")
    .trim();
}
