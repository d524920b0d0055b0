import { test } from "node:test";
import { ScheduleRun } from "../../testing/schedule-run.ts";

test("whatever clocks, restarts and power cuts do, each time of a schedule fires once or is counted as missed", async () => {
  for (let seed = 1; seed <= Number(process.env.SEEDS ?? 4); seed++) await new ScheduleRun(seed).run();
});
