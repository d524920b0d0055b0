import type { Socket } from "node:net";
import { type AnyMethod, methods } from "@flowmesh/contract";
import type { FastifyInstance } from "fastify";
import type { Access } from "../../access/access.ts";
import type { Health } from "../../lifecycle/health.ts";
import type { Metrics } from "../../telemetry/metrics.ts";
import type { HttpConnection } from "./http-connection.ts";

/** For who opens the address in a browser. */
const overview = {
  name: "FlowMesh",
  routes: ["/v1/streams", "/v1/groups", "/v1/status", "/v1/damage", "/health/live", "/health/ready", "/metrics"],
  reference: "/docs",
  openapi: "/openapi.json",
};

export interface SystemRoutesOptions {
  readonly access: Access;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly connectionOf: (socket: Socket) => HttpConnection;
}

/**
 * Adds an overview of the routes, and what watches a server: whether it lives, whether it serves, and what it has counted. Health is told to everybody, because
 * what restarts a server has no token; metrics name what there is, and need the permission of the status.
 */
export function addSystemRoutes(app: FastifyInstance, options: SystemRoutesOptions): void {
  const { access, health, metrics, connectionOf } = options;
  app.get("/", () => overview);
  app.get("/health/live", () => ({ status: "live" }));
  app.get("/health/ready", (_request, reply) => {
    const { state, reason } = health;
    if (health.isReady) return { status: "ready" };
    return reply.code(503).send({ status: "not ready", state, reason });
  });
  app.get("/metrics", async ({ headers, raw }, reply) => {
    const credential = access.authenticate(headers.authorization, connectionOf(raw.socket).caller);
    access.authorize(methods.getStatus as unknown as AnyMethod, {}, credential);
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}
