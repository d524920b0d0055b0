import { createHash } from "node:crypto";
import { openapi } from "@flowmesh/contract/internal";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { namesTag } from "../entity-tag.ts";
import { exampleOrigin } from "./curl-example.ts";
import { openapiDocument } from "./openapi-document.ts";
import { pageScript, pageStyle } from "./page-assets.ts";
import { referencePage } from "./reference-page.ts";

/** The page may load its own style and script, be framed by nobody, and send nothing anywhere. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What a `Host` header may say to stand in the page: nothing that HTML or a shell would read. */
const plainHost = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

interface Made {
  readonly bytes: Buffer;
  readonly tag: string;
}

type Make = (request: FastifyRequest) => Made;

/** Adds the OpenAPI document and the reference page that is made of it. They say what FlowMesh can do, nothing of what is in it, and need no token. */
export function addReferenceRoutes(app: FastifyInstance): void {
  add(app, "/docs", "text/html; charset=utf-8", ownPage());
  const others = [
    ["/openapi.json", "application/json", openapi],
    ["/docs/style.css", "text/css; charset=utf-8", pageStyle],
    ["/docs/script.js", "text/javascript; charset=utf-8", pageScript],
  ] as const;
  for (const [path, contentType, text] of others) {
    let made: Made | undefined;
    add(app, path, contentType, () => {
      made ??= withTag(text);
      return made;
    });
  }
}

function add(app: FastifyInstance, path: string, contentType: string, make: Make): void {
  app.get(path, (request: FastifyRequest, reply: FastifyReply) => {
    const { bytes, tag } = make(request);
    reply.headers({
      "content-type": contentType,
      "content-security-policy": contentSecurityPolicy,
      "referrer-policy": "no-referrer",
      "cache-control": "no-cache",
      etag: tag,
    });
    return namesTag(request.headers["if-none-match"], tag) ? reply.code(304).send() : reply.send(bytes);
  });
}

/** The page, whose examples go to where it is loaded from. The last one is kept: most are loaded from one place. */
function ownPage(): Make {
  let page: string | undefined;
  let made: Made | undefined;
  let madeFor = "";
  return (request) => {
    const origin = originOf(request);
    page ??= referencePage(openapiDocument());
    if (made === undefined || origin !== madeFor) made = withTag(page.replaceAll(exampleOrigin, origin));
    madeFor = origin;
    return made;
  };
}

/** Where the request found this server. */
function originOf({ protocol, headers: { host = "" } }: FastifyRequest): string {
  return plainHost.test(host) ? `${protocol}://${host}` : exampleOrigin;
}

function withTag(text: string): Made {
  const bytes = Buffer.from(text);
  return { bytes, tag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"` };
}
