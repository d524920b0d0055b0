import { methodErrors } from "./method-errors.ts";
import type { EnumModel, FieldModel, MessageModel, MethodModel, Model } from "./model.ts";
import type { ErrorsModel } from "./read-errors.ts";
import type { LimitModel } from "./read-limits.ts";
import type { GeneratedFile } from "./source.ts";

const notice = "<!-- Generated from contract/ by `make generate`. Do not edit. -->\n";

/** `docs/errors.md`: every error, with what to do. */
export function emitErrorsPage(errors: ErrorsModel, model: Model): GeneratedFile {
  const methods = model.services.flatMap((service) => service.methods);
  const byName = new Map(methods.map((method) => [method.name, method]));
  const reasons = new Set(errors.errors.map((error) => error.reason));
  const givers = (reason: string) =>
    methods.filter((method) => methodErrors(method, byName, reasons).includes(reason)).map((method) => method.name);
  const codes = errors.codes.map(({ code, http, grpc, exit }) => `| \`${code}\` | ${http} | ${grpc} | ${exit} |`);
  const entries = errors.errors.map((error) => {
    const { reason, code, http, grpc, kafka, exit, retry, message, fix } = error;
    const methodsText = givers(reason).length === 0 ? "" : `\n\nGiven by ${givers(reason).join(", ")}.`;
    return `### ${reason}

${sentence(message)} **What to do:** ${fix}.

Code \`${code}\` · HTTP ${http} · gRPC ${grpc} · Kafka ${kafka} · exit code ${exit} · ${retry ? "the same call may succeed later" : "the same call will fail again"}${methodsText}
`;
  });
  const content = `# Errors

${notice}
Every failure has a reason, which says exactly what happened, and a code from a closed set, which says what kind of failure it is. Programs decide by the
code or the reason, never by the text. Names in braces stand for details, which come with the error.

## Codes

| code | HTTP | gRPC | exit code |
|---|---|---|---|
${codes.join("\n")}

A reason may have an HTTP status of its own; it stands with the reason.

## Reasons

${entries.join("\n")}`;
  return { path: "docs/errors.md", content };
}

/** `docs/limits.md`: every limit, with what happens beyond it. */
export function emitLimitsPage(limits: readonly LimitModel[]): GeneratedFile {
  const rows = limits.map(({ name, about, value, max, unit, beyond }) => {
    const beyondText = /^[a-z]+(_[a-z]+)*$/.test(beyond) ? `[\`${beyond}\`](errors.md#${beyond})` : beyond;
    return `| \`${name}\` | ${sentence(about)} | ${readable(value, unit)}${max === undefined ? "" : `, up to ${readable(max, unit)}`} | ${beyondText} |`;
  });
  const content = `# Limits

${notice}
Every limit that FlowMesh has. Where a second figure stands, the limit can be raised that far.

| limit | what it bounds | value | beyond it |
|---|---|---|---|
${rows.join("\n")}
`;
  return { path: "docs/limits.md", content };
}

/** `docs/rest.md`: every route, and the messages in JSON. */
export function emitRestPage(model: Model, reasons: ReadonlySet<string>): GeneratedFile {
  const methods = model.services.flatMap((service) => service.methods);
  const byName = new Map(methods.map((method) => [method.name, method]));
  const messages = new Map(model.messages.map((message) => [message.name, message]));
  const table = methods.map((method) => {
    const { verb, path, permission } = method.rule!;
    return `| \`${verb} ${path}\` | [${method.name}](#${method.name.toLowerCase()}) | ${permissionText(permission)} |`;
  });
  const sections = methods.map((method) =>
    methodSection(method, messages.get(method.request)!, methodErrors(method, byName, reasons)),
  );
  const shown = model.messages.filter((message) => isReachable(message, methods, messages));
  const content = `# REST

${notice}
Every method of the API under HTTP. Bodies and answers are JSON, but for batches, which are sent and answered as they are
(\`application/octet-stream\`). Parameters that are neither in the path nor in the body stand in the query.

In JSON, field names are in lower camel case; whole numbers are numbers (or decimal strings), times are RFC 3339, bytes are base64 where nothing else is
said. A field that does not exist is an error; null is the same as absent. Errors are described in [errors.md](errors.md). Requests as they are typed, one
for each thing to do: [rest-guide.md](rest-guide.md).

| route | method | permission |
|---|---|---|
${table.join("\n")}

${sections.join("\n")}
## Messages

${shown.map(messageSection).join("\n")}
## Enums

In JSON and in the query, each value is written as it stands here.

${model.enums.map(enumSection).join("\n")}`;
  return { path: "docs/rest.md", content };
}

const retryTexts = {
  unspecified: "",
  safe: "May be sent again.",
  identified: "May be sent again when the request carries an idempotency key, a dedupe id or producer sequences.",
  never: "Is not sent again by itself.",
};

function permissionText(permission: string): string {
  return permission === "" ? "of each operation" : `\`${permission}\``;
}

function methodSection(method: MethodModel, request: MessageModel, errors: readonly string[]): string {
  const { verb, path, body, permission, retry } = method.rule!;
  const bodyField = request.fields.find((field) => field.protoName === body);
  const rows = request.fields.map((field) => {
    const isInPath = path.includes(`{${field.protoName}}`);
    const place = isInPath ? "path" : body === "*" || field === bodyField ? "body" : "query";
    return `| \`${field.property}\` | ${place} | ${typeText(field)} | ${cell(field)} |`;
  });
  const parameters = rows.length === 0 ? "" : `\n| parameter | in | type | |\n|---|---|---|---|\n${rows.join("\n")}\n`;
  const answer = method.serverStreaming
    ? `A sequence of [${method.response}](#${method.response.toLowerCase()})`
    : `[${method.response}](#${method.response.toLowerCase()})`;
  const errorLinks = errors.map((reason) => `[\`${reason}\`](errors.md#${reason})`).join(", ");
  return `## ${method.name}

\`${verb} ${path}\` · permission ${permissionText(permission)} · number ${method.rule!.number} in frames

${method.docs.replace(/\s*Errors:\s[^.]*\./s, "").replaceAll("\n", " ")} ${retryTexts[retry]}
${parameters}
Answer: ${answer}.${errorLinks === "" ? "" : ` Errors of its own: ${errorLinks}.`}
`;
}

function messageSection(message: MessageModel): string {
  const rows = message.fields.map((field) => `| \`${field.property}\` | ${typeText(field)} | ${cell(field)} |`);
  const table = rows.length === 0 ? "No fields.\n" : `| field | type | |\n|---|---|---|\n${rows.join("\n")}\n`;
  return `### ${message.name}\n\n${message.docs === "" ? "" : `${message.docs.replaceAll("\n", " ")}\n\n`}${table}`;
}

function enumSection({ name, docs, values }: EnumModel): string {
  const prefix = `${name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase()}_`;
  const asJson = (value: string): string => `\`${value.replace(prefix, "").toLowerCase()}\``;
  const explained = values.filter((value) => value.number > 0 || value.docs !== "");
  const rows = explained.map((value) => {
    const text = value.docs.replaceAll("\n", " ").replaceAll(new RegExp(`${prefix}[A-Z_]+`, "g"), asJson);
    return `| ${value.number === 0 ? "absent" : asJson(value.name)} | ${text} |`;
  });
  return `### ${name}\n\n${docs === "" ? "" : `${docs.replaceAll("\n", " ")}\n\n`}| value | |\n|---|---|\n${rows.join("\n")}\n`;
}

function isReachable(
  message: MessageModel,
  methods: readonly MethodModel[],
  messages: ReadonlyMap<string, MessageModel>,
): boolean {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const field of messages.get(name)?.fields ?? []) if (field.kind === "message") visit(field.typeName!);
  };
  for (const method of methods) {
    visit(method.response);
    for (const field of messages.get(method.request)?.fields ?? [])
      if (field.kind === "message") visit(field.typeName!);
  }
  return found.has(message.name);
}

function typeText(field: FieldModel): string {
  const name =
    field.kind === "message"
      ? `[${field.typeName}](#${field.typeName!.toLowerCase()})`
      : field.kind === "enum"
        ? `[${field.typeName}](#${field.typeName!.toLowerCase()})`
        : field.kind;
  return `${field.repeated ? "list of " : ""}${name}${field.optional && field.kind !== "message" ? ", optional" : ""}`;
}

function cell(field: FieldModel): string {
  const json = {
    base64: "",
    value: `As the JSON value itself; bytes that are no JSON, or more than 2 MiB of it, go into \`${field.property}Base64\`.`,
    text: `As text; bytes that are no UTF-8 go into \`${field.property}Base64\`.`,
  }[field.jsonBytes];
  const oneof = field.oneof ? `One of \`${field.oneof}\`${field.oneofDocs === "" ? "." : `: ${field.oneofDocs}`}` : "";
  return [field.docs, oneof, json]
    .filter((text) => text !== "")
    .join(" ")
    .replaceAll("\n", " ")
    .replaceAll("|", "\\|");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;
}

function readable(value: number, unit: string): string {
  if (unit === "bytes" && value % 1048576 === 0) return `${value / 1048576} MiB`;
  if (unit === "bytes" && value % 1024 === 0) return `${value / 1024} KiB`;
  if (unit === "ms" && value % 3600000 === 0) return `${value / 3600000} h`;
  if (unit === "ms" && value % 1000 === 0) return `${value / 1000} s`;
  return `${value.toLocaleString("en-US")} ${unit}`;
}
