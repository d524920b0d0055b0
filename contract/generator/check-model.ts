import { checkRoutes } from "./check-routes.ts";
import type {
  CallStreamModel,
  EnumModel,
  FieldModel,
  MessageModel,
  MethodModel,
  Model,
  ServiceModel,
} from "./model.ts";

/** Refuses a contract that breaks its own rules. @throws Error that names the place and the rule */
export function checkModel(model: Model, reasons: ReadonlySet<string>): void {
  for (const message of model.messages) checkMessage(message);
  for (const desc of model.enums) checkEnum(desc);
  const messages = new Map(model.messages.map((message) => [message.name, message]));
  const methods = model.services.flatMap((service) => service.methods);
  for (const method of methods) checkMethod(method, messages.get(method.request));
  for (const service of model.services) {
    for (const callStream of service.callStreams) checkCallStream(callStream, service, messages);
  }
  checkUnique(methods, "name", (method) => method.property);
  checkUnique(methods, "number", (method) => String(method.rule!.number));
  checkRoutes(methods);
  checkComments(model, reasons);
}

function refuse(origin: string, problem: string): never {
  throw new Error(`${origin}: ${problem}`);
}

function checkMessage(message: MessageModel): void {
  const names = new Set<string>();
  for (const field of message.fields) {
    const name = `${message.name}.${field.protoName}`;
    if (field.kind.startsWith("unsupported")) {
      refuse(message.origin, `${name} is of a kind that the generator does not write (${field.kind.slice(13)})`);
    }
    if (field.jsonBytes !== "base64" && (field.kind !== "bytes" || field.repeated)) {
      refuse(message.origin, `${name} has json_bytes, which is for single fields of bytes`);
    }
    if (field.payload) checkPayload(message, field, name);
    if (field.required && field.oneof !== undefined) {
      refuse(message.origin, `${name} is required, which is for fields outside of a oneof; a oneof has one_required`);
    }
    const jsonNames = field.jsonBytes === "base64" ? [field.property] : [field.property, `${field.property}Base64`];
    for (const jsonName of jsonNames) {
      if (names.has(jsonName)) refuse(message.origin, `${name} stands in JSON as ${jsonName}, as another field does`);
      names.add(jsonName);
    }
  }
}

function checkPayload(message: MessageModel, field: FieldModel, name: string): void {
  if (field.kind !== "bytes" || field.repeated || field.optional) {
    refuse(message.origin, `the payload ${name} must be a single field of bytes, neither optional nor one of several`);
  }
  if (field !== message.fields.at(-1)) refuse(message.origin, `the payload ${name} must have the highest field number`);
}

function checkEnum(desc: EnumModel): void {
  if (desc.values[0]?.number !== 0 || desc.values[0].name !== "unspecified") {
    refuse(desc.origin, `the first value of ${desc.name} must be ..._UNSPECIFIED = 0`);
  }
}

function checkMethod(method: MethodModel, request: MessageModel | undefined): void {
  const { rule, name, origin } = method;
  if (!rule) refuse(origin, `${name} has no option (rule)`);
  if (!request) refuse(origin, `the request of ${name} is not declared in this package`);
  if (method.clientStreaming) refuse(origin, `${name} streams requests, which no face carries`);
  if (!["GET", "POST", "PUT", "PATCH", "DELETE"].includes(rule.verb)) refuse(origin, `${name} has no HTTP verb`);
  if (!/^\/v\d+(\/[a-z0-9-]+|\/\{[a-z0-9_]+\})+$/.test(rule.path))
    refuse(origin, `${name} has no route such as /v1/things/{thing}`);
  const hasOperations = request.fields.some(({ protoName, repeated }) => protoName === "operations" && repeated);
  if (!/^[a-z]+:[a-z]+$/.test(rule.permission) && !(hasOperations && rule.permission === ""))
    refuse(origin, `${name} has no permission such as streams:read`);
  if (rule.retry === "unspecified") refuse(origin, `${name} does not say whether it may be sent again (retry)`);
  if (rule.number < 1 || rule.number > 0xffff) refuse(origin, `${name} has no number from 1 to 65535`);
  checkFields(method, request);
}

function checkCallStream(
  { name, origin, carries, request, response, isBidirectional }: CallStreamModel,
  service: ServiceModel,
  messages: ReadonlyMap<string, MessageModel>,
): void {
  const carried = service.methods.find((method) => method.name === carries);
  if (carried === undefined || carried.serverStreaming)
    refuse(origin, `${name} carries ${carries}, which is no method of ${service.name} with one response`);
  if (!isBidirectional) refuse(origin, `${name} carries calls and must stream both ways`);
  const typeOf = (message: string, field: string) =>
    messages.get(message)?.fields.find(({ protoName }) => protoName === field)?.typeName;
  if (typeOf(request, "request") !== carried.request)
    refuse(origin, `${request} must have a field request of type ${carried.request}`);
  if (typeOf(response, "response") !== carried.response || typeOf(response, "error") !== "CallError")
    refuse(origin, `${response} must have fields response of type ${carried.response} and error of type CallError`);
}

function checkFields(method: MethodModel, request: MessageModel): void {
  const { verb, path, body, resource } = method.rule!;
  const field = (name: string) => request.fields.find((candidate) => candidate.protoName === name);
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  for (const name of inPath) {
    const found =
      field(name) ??
      refuse(method.origin, `the path of ${method.name} takes ${name}, which ${request.name} does not have`);
    if (found.repeated || !["string", "int32", "int64"].includes(found.kind)) {
      refuse(method.origin, `${request.name}.${name} cannot stand in a path`);
    }
  }
  if (new Set(inPath).size !== inPath.length) refuse(method.origin, `the path of ${method.name} takes a field twice`);
  if (body !== "" && (verb === "GET" || verb === "DELETE"))
    refuse(method.origin, `${method.name} has a body, which ${verb} does not`);
  if (body !== "" && body !== "*" && (!field(body) || inPath.includes(body))) {
    refuse(method.origin, `the body of ${method.name} is ${body}, which ${request.name} does not have beside its path`);
  }
  const given = request.fields.find(
    ({ required, protoName }) => required && (inPath.includes(protoName) || protoName === body),
  );
  if (given)
    refuse(
      method.origin,
      `${request.name}.${given.protoName} is required, though it stands in the path or is the body of ${method.name}, and is always given`,
    );
  const unsent = request.fields.find((candidate) => body === "" && candidate.repeated && candidate.kind === "message");
  if (unsent)
    refuse(
      method.origin,
      `${request.name}.${unsent.protoName} can stand neither in the path nor in the query of ${method.name}`,
    );
  if (resource !== "" && resource !== "*" && field(resource)?.kind !== "string") {
    refuse(method.origin, `the resource of ${method.name} is ${resource}, which is no string of ${request.name}`);
  }
}

function checkUnique(methods: readonly MethodModel[], what: string, keyOf: (method: MethodModel) => string): void {
  const seen = new Map<string, MethodModel>();
  for (const method of methods) {
    const other = seen.get(keyOf(method));
    if (other)
      refuse(method.origin, `${method.service}.${method.name} has the same ${what} as ${other.service}.${other.name}`);
    seen.set(keyOf(method), method);
  }
}

/** A word with underscores that is not in backquotes names an error, and must be one. */
function checkComments(model: Model, reasons: ReadonlySet<string>): void {
  const comments = [
    ...model.messages.flatMap((message) =>
      [message, ...message.fields].map(({ docs }) => [message.origin, docs] as const),
    ),
    ...model.services.flatMap((service) =>
      [...service.methods, ...service.callStreams].map(({ origin, docs }) => [origin, docs] as const),
    ),
  ];
  for (const [origin, docs] of comments) {
    for (const [word] of docs.replace(/`[^`]*`/g, "").matchAll(/\b[a-z]+(?:_[a-z]+)+\b/g)) {
      if (!reasons.has(word))
        refuse(origin, `a comment names ${word}, which errors.yaml does not have; field names stand in backquotes`);
    }
  }
}
