import type { Socket } from "node:net";
import { type AnyMethod, methods } from "@flowmesh/contract";
import type { FastifyInstance } from "fastify";
import type { Access } from "../../access/access.ts";
import type { Metrics } from "../../telemetry/metrics.ts";
import type { HttpConnection } from "./http-connection.ts";

/** For who opens the address in a browser: what there is, by the first word of each path. */
const overview = {
  name: "FlowMesh",
  routes: [
    ...new Set((Object.values(methods) as AnyMethod[]).map(({ path }) => path.split("/", 3).join("/"))),
    "/health/live",
    "/health/startup",
    "/health/ready",
    "/metrics",
  ],
  reference: "/docs",
  openapi: "/openapi.json",
};

export interface SystemRoutesOptions {
  readonly access: Access;
  readonly metrics: Metrics;
  readonly connectionOf: (socket: Socket) => HttpConnection;
}

/**
 * Adds an overview of the routes, and what the server has counted: that names what there is, and needs the permission of the status.
 */
export function addSystemRoutes(app: FastifyInstance, options: SystemRoutesOptions): void {
  const { access, metrics, connectionOf } = options;
  app.get("/", () => overview);
  app.get("/metrics", async ({ headers, raw }, reply) => {
    const credential = access.authenticate(headers.authorization, connectionOf(raw.socket).caller);
    access.authorize(methods.getStatus as unknown as AnyMethod, {}, credential);
    return reply.type(metrics.registry.contentType).send(await metrics.text());
  });
}
