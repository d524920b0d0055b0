import { FlowMeshError } from "../errors.ts";
import { Expression } from "../expression/expression.ts";
import type { ExpressionSubject } from "../expression/expression-run.ts";
import { headersValue, jsonValue, textValue } from "../expression/json-subject.ts";
import type { CheckedJob } from "./check-job-operations.ts";
import { readNotes } from "./job-record.ts";
import type { QueueRules } from "./queue-settings.ts";

/** What an expression for limit keys sees of a job. */
const names: readonly string[] = ["value", "key", "headers", "priority", "ordering_key"];

const field = "key_expression";

/** The setting as it is kept; undefined: it stays. @throws FlowMeshError `expression_invalid`, `settings_invalid` */
export function checkKeyExpression(expression: unknown): string | undefined {
  if (expression === undefined || expression === "") return expression;
  if (typeof expression !== "string") throw new FlowMeshError("settings_invalid", { field, problem: "must be text" });
  return new Expression(field, expression, names).source;
}

/** What of a job decides about its limit key. */
type NewJob = Pick<CheckedJob, "record" | "priority" | "orderingKey">;

/**
 * The key by which a job is limited in a queue with these rules; undefined: it has none. It is asked for when the job is enqueued, and stays.
 * @throws FlowMeshError `expression_invalid` when it takes too many steps
 */
export function limitKeyOf(rules: QueueRules, job: NewJob): string | undefined {
  if (rules.concurrencyPerKey === 0 && rules.ratePerKey.limit === 0) return undefined;
  const { key } = job.record;
  if (rules.keyExpression === "")
    return key === undefined || key === null ? undefined : Buffer.from(key).toString("latin1");
  const { value } = expressionOf(rules).evaluate(subjectOf(job));
  return value === undefined || value === null || typeof value === "object" ? undefined : String(value);
}

function subjectOf({ record, priority, orderingKey }: NewJob): ExpressionSubject {
  return {
    priority,
    ordering_key: orderingKey,
    get value() {
      return jsonValue(record.value);
    },
    get key() {
      return textValue(record.key);
    },
    get headers() {
      return headersValue(readNotes(record.headers ?? []).headers);
    },
  };
}

const expressions = new WeakMap<QueueRules, Expression>();

/** The expression of rules, which never change. */
function expressionOf(rules: QueueRules): Expression {
  const known = expressions.get(rules) ?? new Expression(field, rules.keyExpression, names);
  expressions.set(rules, known);
  return known;
}
