import type { FastifyInstance, FastifyReply } from "fastify";
import type { Health } from "../../lifecycle/health.ts";

/**
 * Adds what a supervisor asks for. `live`: whether starting the process anew would help. `startup`: whether the data has been opened. `ready`: whether calls are taken.
 * 200 for yes, 503 for no; either way with the reasons for what is not as it should be.
 */
export function addHealthRoutes(app: FastifyInstance, health: Health): void {
  const answer = (reply: FastifyReply, isYes: boolean, word: string): FastifyReply => {
    const { state, reasons } = health;
    const status = isYes ? word : `not ${word}`;
    return reply.code(isYes ? 200 : 503).send({ status, state, reasons });
  };
  app.get("/health/live", (_request, reply) => answer(reply, health.state !== "failed", "live"));
  app.get("/health/startup", (_request, reply) =>
    answer(reply, health.state === "serving" || health.state === "stopping", "started"),
  );
  app.get("/health/ready", (_request, reply) => answer(reply, health.isReady, "ready"));
}
