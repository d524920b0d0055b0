import type { Expectation } from "./expectation.ts";
import { judge } from "./judge.ts";
import type { Boot } from "./machine.ts";
import type { Held, Oracle, Probed } from "./oracle.ts";
import { probe } from "./probes.ts";
import { difference, type Survey, survey } from "./survey.ts";

/** Knows what must be there from what clients asked for and were told. */
export class LedgerOracle implements Oracle<Expectation, Survey> {
  readonly #mayBeFull: boolean;

  /** @param mayBeFull the disk may be so full that probes are refused */
  constructor(mayBeFull: boolean) {
    this.#mayBeFull = mayBeFull;
  }

  survey({ engine }: Boot): Promise<Survey> {
    return survey(engine);
  }

  judge(found: Survey, { expected: expectation, snapshot, isKilled }: Held<Expectation>): readonly string[] {
    const { visiblePosition, wallMs } = snapshot;
    return judge(found, { expectation, visiblePosition, wallMs, isKilled }).violations;
  }

  probe({ expected: expectation, found, ...probed }: Probed<Expectation, Survey>): Promise<readonly string[]> {
    return probe({ ...probed, expectation, survey: found, mayBeFull: this.#mayBeFull });
  }

  difference(one: Survey, other: Survey): string | undefined {
    return difference(one, other);
  }
}
