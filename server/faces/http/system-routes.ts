import type { FastifyInstance } from "fastify";
import type { Health } from "../../lifecycle/health.ts";
import type { Metrics } from "../../telemetry/metrics.ts";

/** For who opens the address in a browser. */
const overview = {
  name: "FlowMesh",
  routes: ["/v1/streams", "/v1/groups", "/v1/status", "/v1/damage", "/health/live", "/health/ready", "/metrics"],
  reference: "docs/rest.md",
};

/** Adds an overview of the routes, and what watches a server: whether it lives, whether it serves, and what it has counted. */
export function addSystemRoutes(app: FastifyInstance, health: Health, metrics: Metrics): void {
  app.get("/", () => overview);
  app.get("/health/live", () => ({ status: "live" }));
  app.get("/health/ready", (_request, reply) => {
    const { state, reason } = health;
    if (health.isReady) return { status: "ready" };
    return reply.code(503).send({ status: "not ready", state, reason });
  });
  app.get("/metrics", async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}
