import type { FastifyInstance } from "fastify";
import type { Health } from "../../lifecycle/health.ts";
import type { Metrics } from "../../telemetry/metrics.ts";

/** Adds what watches a server: whether it lives, whether it serves, and what it has counted. */
export function addSystemRoutes(app: FastifyInstance, health: Health, metrics: Metrics): void {
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
