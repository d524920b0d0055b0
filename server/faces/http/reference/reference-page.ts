import { curlExample, exampleOrigin } from "./curl-example.ts";
import { escapeHtml, inlineHtml, proseHtml } from "./html.ts";
import type { Content, OpenapiDocument, Operation, Parameter, Schema } from "./openapi-document.ts";

/** The reference as one page of HTML that loads its style and script from beside it, and nothing else. */
export function referencePage(document: OpenapiDocument): string {
  const sections = document.tags.map(({ name, description }) => {
    const operations = operationsOf(document, name);
    return `<section><h2 id="tag-${name}">${name}</h2>${proseHtml(description)}${operations.map((each) => operationHtml(document, each)).join("")}</section>`;
  });
  const schemas = Object.entries(document.components.schemas).map(([name, schema]) => schemaHtml(name, schema));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(document.info.title)}: REST reference</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/style.css">
<script src="/docs/script.js" defer></script>
</head>
<body data-origin="${exampleOrigin}">
<a class="skip" href="#content">To the content</a>
<nav aria-label="Operations">
<p class="title">FlowMesh <a href="/openapi.json">openapi.json</a></p>
<input id="search" type="search" placeholder="Search ( / )" aria-label="Search operations" autocomplete="off">
${document.tags.map(({ name }) => navigationHtml(document, name)).join("")}
<p id="nothing" role="status" hidden>No operation has these words.</p>
</nav>
<main id="content" tabindex="-1">
<h1>${escapeHtml(document.info.title)} over HTTP</h1>
${proseHtml(document.info.description)}
${sections.join("\n")}
<section><h2 id="schemas">Schemas</h2>${schemas.join("")}</section>
</main>
</body>
</html>
`;
}

interface Named {
  readonly verb: string;
  readonly path: string;
  readonly operation: Operation;
}

function operationsOf(document: OpenapiDocument, tag: string): Named[] {
  return Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs)
      .filter(([, operation]) => operation.tags.includes(tag))
      .map(([verb, operation]) => ({ verb, path, operation })),
  );
}

function navigationHtml(document: OpenapiDocument, tag: string): string {
  const links = operationsOf(document, tag).map(
    ({ verb, path, operation }) =>
      `<li data-text="${escapeHtml(searchText(verb, path, operation))}"><a href="#${operation.operationId}">${verbHtml(verb)} ${escapeHtml(operation.operationId)}</a></li>`,
  );
  return `<div class="group"><h3>${tag}</h3><ul>${links.join("")}</ul></div>`;
}

function searchText(verb: string, path: string, { operationId, summary, description = "" }: Operation): string {
  return `${verb} ${path} ${operationId} ${summary} ${description}`.toLowerCase();
}

function verbHtml(verb: string): string {
  return `<span class="verb ${verb}">${verb.toUpperCase()}</span>`;
}

function operationHtml(document: OpenapiDocument, { verb, path, operation }: Named): string {
  const parameters = operation.parameters.map((parameter) => resolved(document, parameter));
  return `<article id="${operation.operationId}">
<h3>${escapeHtml(operation.operationId)}</h3>
<p class="route">${verbHtml(verb)} <code>${escapeHtml(path)}</code></p>
<p class="summary">${inlineHtml(operation.summary)}.</p>
${proseHtml(operation.description ?? "")}
<pre class="curl"><code>${escapeHtml(curlExample(verb, path, operation))}</code></pre>
${parametersHtml(parameters)}
${operation.requestBody === undefined ? "" : `<h4>Body</h4>${contentHtml(operation.requestBody.content)}`}
<h4>Answers</h4>${responsesHtml(operation)}
</article>`;
}

function resolved(document: OpenapiDocument, parameter: Parameter): Parameter {
  return parameter.$ref === undefined ? parameter : document.components.parameters[lastPart(parameter.$ref)]!;
}

function parametersHtml(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return "";
  const rows = parameters.map(
    (parameter) =>
      `<tr><td><code>${escapeHtml(parameter.name)}</code></td><td>${parameter.in}</td><td>${typeHtml(parameter.schema)}</td><td>${inlineHtml(parameter.description ?? "")}</td></tr>`,
  );
  return `<h4>Parameters</h4><table><thead><tr><th>name</th><th>in</th><th>type</th><th>meaning</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function contentHtml(content: Content): string {
  const items = Object.entries(content).map(([mediaType, { schema }]) => {
    const description = inlineHtml(schema?.description ?? "");
    const type = schema === undefined || !isTyped(schema) ? "" : typeHtml(schema);
    const text = [type, description].filter(Boolean).join(" ") || "bytes";
    return `<li><code>${escapeHtml(mediaType)}</code>: ${text}</li>`;
  });
  return `<ul>${items.join("")}</ul>`;
}

/** What is no JSON has no type, and its description says what it is. */
function isTyped({ $ref, type, anyOf, items }: Schema): boolean {
  return [$ref, type, anyOf, items].some((part) => part !== undefined);
}

/** Failures are folded up: there are many, and who needs one looks for it. */
function responsesHtml({ responses }: Operation): string {
  return Object.entries(responses)
    .map(([status, { description, content = {} }]) => {
      const body = status.startsWith("2") ? contentHtml(content) : "";
      const open = status.startsWith("2") ? " open" : "";
      return `<details${open}><summary>${status}</summary>${proseHtml(description)}${body}</details>`;
    })
    .join("");
}

function schemaHtml(name: string, schema: Schema): string {
  const rows = Object.entries(schema.properties ?? {}).map(
    ([property, its]) =>
      `<tr><td><code>${escapeHtml(property)}</code></td><td>${typeHtml(its)}</td><td>${inlineHtml(its.description ?? "")}</td></tr>`,
  );
  const values =
    schema.enum === undefined
      ? ""
      : `<p>One of ${schema.enum.map((value) => `<code>${escapeHtml(value)}</code>`).join(", ")}.</p>`;
  const table = rows.length === 0 ? values : `<table><tbody>${rows.join("")}</tbody></table>`;
  return `<article id="schema-${name}"><h3>${name}</h3>${proseHtml(schema.description ?? "")}${table}</article>`;
}

function typeHtml(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = lastPart(schema.$ref);
    return `<a href="#schema-${name}">${name}</a>`;
  }
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeHtml).join(" or ");
  if (schema.items !== undefined) return `list of ${typeHtml(schema.items)}`;
  const form = schema.format ?? schema.contentEncoding;
  return `${schema.type ?? "any JSON"}${form === undefined ? "" : ` (${form})`}${rangeText(schema)}`;
}

/** Bounds that say more than the type does. */
function rangeText({ minimum, maximum, format }: Schema): string {
  const isBounded = maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER && maximum !== 0x7fffffff;
  if (isBounded) return `, ${minimum ?? 0} to ${maximum}`;
  return minimum !== undefined && minimum >= 0 && format !== undefined ? `, from ${minimum}` : "";
}

function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}
