import { bug, type PlantedBug } from "./planted-bug.ts";

const operations = "views/operations";
const model = "operations beside the model from";
const submits = "await sequencer.submit(new StepIntent(heads, step), this);";

/** A step in two commits: first those of its operations for which `isFirst` is true of `kind`, then the others. */
function inTwo(isFirst: string): string {
  return [
    "await (async () => {",
    "  const intent = new StepIntent(heads, step);",
    "  const [first, then] = [[], []];",
    "  const order = (position, timeMs, made) => {",
    "    const all = [];",
    "    const outcome = intent.order(position, timeMs, all);",
    `    for (const each of all) { const { kind } = each; (${isFirst} ? first : then).push(each); }`,
    "    made.push(...first);",
    "    return outcome;",
    "  };",
    '  const outcome = await sequencer.submit({ durability: "always", privileged: true, order }, this);',
    '  if (then.length > 0) await sequencer.submit({ durability: "always", privileged: true, order: (_, __, made) => void made.push(...then) }, this);',
    "  return outcome;",
    "})();",
  ].join("\n");
}

/** What could go wrong where something is done to many jobs at once, and where groups give records up. */
export const bugsOfOperations: readonly PlantedBug[] = [
  bug("how far an operation is is committed before what it does", `${operations}/operation-run.ts`, `${model} 16`, [
    submits,
    inTwo('kind === "bulkProgress"'),
  ]),
  bug(
    "an operation removes the old job before the new one is in the queue",
    `${operations}/operation-run.ts`,
    `${model} 83`,
    [submits, inTwo('kind === "jobs"')],
  ),
  bug("an operation does not go on after a restart", `${operations}/operation-runner.ts`, `${model} 1`, [
    "    for (const queue of queues.all()) this.look(queue);\n",
    "",
  ]),
  bug("how far an operation had come is forgotten in a restart", `${operations}/queue-operations.ts`, `${model} 3`, [
    "const operation = { state, ...askedBefore(request), home, isBehind: false };",
    "const operation = { state: { ...state, progress: { ...state.progress, changed: 0 } }, ...askedBefore(request), home, isBehind: false };",
  ]),
  bug("for which operation a job is tried again is not saved", "views/queues/jobs-snapshot.ts", `${model} 13`, [
    "      slots.operation[slot] as number,\n",
    "      0,\n",
  ]),
  bug("a record that is given up is told to a worker instead of dying", "views/queues/dead-letter.ts", `${model} 0`, [
    "    operations.push(deadAtOnce(queue.id, start, letter, { workerId, label, timeMs }));\n",
    "",
  ]),
];
