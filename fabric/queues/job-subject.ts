import type { Job } from "@flowmesh/contract";
import { Expression } from "../expression/expression.ts";
import type { ExpressionSubject, ExpressionValue } from "../expression/expression-run.ts";
import { headersValue, jsonValue, textValue } from "../expression/json-subject.ts";

const facts: Readonly<Record<string, (job: Job) => ExpressionValue | undefined>> = {
  job: ({ job }) => job,
  state: ({ state }) => state,
  value: ({ value }) => jsonValue(value),
  key: ({ key }) => textValue(key),
  headers: ({ headers }) => headersValue(headers),
  priority: ({ priority }) => priority,
  orderingKey: ({ orderingKey }) => orderingKey,
  attempts: ({ attemptsUsed }) => attemptsUsed,
  maxAttempts: ({ maxAttempts }) => maxAttempts,
  error: ({ error }) => error,
  worker: ({ workerId }) => workerId,
  enqueuedAt: ({ enqueuedAt }) => timeValue(enqueuedAt),
  endedAt: ({ endedAt }) => timeValue(endedAt),
};

/** An expression about jobs; undefined when it is empty. @throws FlowMeshError `expression_invalid`, `field_invalid` */
export function jobExpression(field: string, source: string | undefined): Expression | undefined {
  return source ? new Expression(field, source, Object.keys(facts)) : undefined;
}

/** A job as an expression sees it. */
export function jobSubject(job: Job): ExpressionSubject {
  const subject = {};
  for (const [name, fact] of Object.entries(facts))
    Object.defineProperty(subject, name, { enumerable: true, get: () => fact(job) });
  return subject;
}

/** RFC 3339, so that times compare as texts do. */
function timeValue(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
