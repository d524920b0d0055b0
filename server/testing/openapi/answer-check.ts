import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

interface Response {
  readonly content?: Readonly<Record<string, object>>;
}

export interface OperationUnderTest {
  readonly operationId: string;
  readonly verb: string;
  readonly path: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly example?: unknown;
    readonly schema: object;
  }[];
  readonly example: unknown;
  readonly bodyTypes: readonly string[];
  readonly responses: Readonly<Record<string, Response>>;
}

const verbs = ["get", "post", "put", "patch", "delete"];

/** The OpenAPI document as a judge of answers, and of bodies of requests: a field that it does not have is a fault, which a client would have to forgive. */
export class AnswerCheck {
  readonly operations: readonly OperationUnderTest[];
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(text: string) {
    // biome-ignore lint/suspicious/noExplicitAny: the document's form is what its own test checks
    const document: any = JSON.parse(text);
    for (const [name, schema] of Object.entries<Record<string, unknown>>(document.components.schemas)) {
      if (schema.properties !== undefined && name !== "details") schema.additionalProperties ??= false;
    }
    formats.default(this.#ajv);
    this.#ajv.addSchema({ ...document, $id: "openapi" });
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const parameter = (one: any) =>
      one.$ref === undefined ? one : document.components.parameters[one.$ref.split("/").at(-1)];
    // biome-ignore lint/suspicious/noExplicitAny: as above
    this.operations = Object.entries<any>(document.paths).flatMap(([path, item]) =>
      verbs
        .filter((verb) => item[verb] !== undefined)
        .map((verb) => ({
          ...item[verb],
          verb,
          path,
          parameters: item[verb].parameters.map(parameter),
          example: exampleOf(item[verb].requestBody),
          bodyTypes: Object.keys(item[verb].requestBody?.content ?? {}),
        })),
    );
  }

  /** What is wrong with an answer to a request for an operation; undefined when it is as the document says. */
  faultOf({ verb, path, responses }: OperationUnderTest, answer: Answer): string | undefined {
    const { status } = answer;
    const type = answer.contentType.split(";", 1)[0]!;
    const response = responses[String(status)];
    // Refused before it was known which operation it is for, or because there is none.
    if (isRouteMissing(answer)) return this.#problemFault(answer);
    if (response === undefined)
      return isOfNoOperation(status) ? this.#problemFault(answer) : `status ${status} is not documented`;
    if (response.content === undefined)
      return answer.body.length === 0 ? undefined : "an answer without content has a body";
    if (!(type in response.content)) return `status ${status} with content type ${type} is not documented`;
    if (type === "application/octet-stream" || type === "application/x-protobuf") return undefined;
    const pointer = ["paths", path, verb, "responses", String(status), "content", type, "schema"];
    const texts = type === "application/x-ndjson" ? linesOf(answer.body) : [answer.body.toString("utf8")];
    for (const text of texts) {
      const fault = this.#faultOfJson(pointer, text);
      if (fault !== undefined) return `${fault} in ${text.slice(0, 500)}`;
    }
    return undefined;
  }

  /** What is wrong with the JSON of a request for an operation; undefined when it is as the document says. */
  faultOfBody({ verb, path }: OperationUnderTest, body: unknown): string | undefined {
    const pointer = ["paths", path, verb, "requestBody", "content", "application/json", "schema"];
    return this.#faultOfJson(pointer, JSON.stringify(body));
  }

  #problemFault(answer: Answer): string | undefined {
    if (!answer.contentType.startsWith("application/problem+json")) return `an error of type ${answer.contentType}`;
    return this.#faultOfJson(["components", "schemas", "Problem"], answer.body.toString("utf8"));
  }

  #faultOfJson(pointer: readonly string[], text: string): string | undefined {
    const key = `openapi#/${pointer.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/")}`;
    const validate = this.#validators.get(key) ?? this.#ajv.compile({ $ref: key });
    this.#validators.set(key, validate);
    try {
      return validate(JSON.parse(text)) ? undefined : this.#ajv.errorsText(validate.errors);
    } catch (error) {
      return String(error);
    }
  }
}

/** Of the type that stands first, which is JSON where there is an example. */
function exampleOf(body?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> }): unknown {
  return Object.values(body?.content ?? {})[0]?.example;
}

function isRouteMissing({ status, body }: Answer): boolean {
  return (status === 404 || status === 405) && /"reason":"(route_not_found|verb_not_allowed)"/.test(body.toString());
}

/** Statuses by which HTTP refuses what is no request, or is for no route. */
function isOfNoOperation(status: number): boolean {
  return [400, 404, 405, 408, 413, 414, 415, 417, 431].includes(status);
}

function linesOf(body: Buffer): string[] {
  return body
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
}
