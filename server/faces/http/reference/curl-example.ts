import type { Operation, Parameter } from "./openapi-document.ts";

/** Where the example finds FlowMesh; the page is served, and then shown, with its own address there. */
export const exampleOrigin = "http://127.0.0.1:7070";

/** A request as it is typed, from the examples of the operation. */
export function curlExample(verb: string, path: string, operation: Operation): string {
  const { parameters, requestBody } = operation;
  const given = parameters.filter(({ example }) => example !== undefined);
  const inPath = (name: string): string => encodeURIComponent(String(find(given, "path", name)?.example ?? name));
  const target = path.replace(/\{(\w+)\}/g, (_place, name: string) => inPath(name));
  const query = given
    .filter((parameter) => parameter.in === "query")
    .map(({ name, example }) => `${name}=${encodeURIComponent(String(example))}`);
  const url = `${exampleOrigin}${target}${query.length === 0 ? "" : `?${query.join("&")}`}`;
  return ["curl", ...verbOption(verb, operation), quoted(url), ...bodyOption(requestBody?.content)].join(" ");
}

function find(parameters: readonly Parameter[], where: string, name: string): Parameter | undefined {
  return parameters.find((parameter) => parameter.in === where && parameter.name === name);
}

function verbOption(verb: string, { requestBody, responses }: Operation): string[] {
  const isLive = responses["200"]?.content?.["application/x-ndjson"] !== undefined;
  const isImplied = verb === "get" || (verb === "post" && requestBody !== undefined);
  return [...(isLive ? ["-N"] : []), ...(isImplied ? [] : ["-X", verb.toUpperCase()])];
}

function bodyOption(content: NonNullable<Operation["requestBody"]>["content"] | undefined): string[] {
  if (content === undefined) return [];
  const json = content["application/json"];
  if (json !== undefined) return ["--json", quoted(JSON.stringify(json.example ?? {}))];
  return ["-H", quoted("content-type: application/octet-stream"), "--data-binary", "@batch"];
}

/** For a shell. */
function quoted(text: string): string {
  return /^[\w:/.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
