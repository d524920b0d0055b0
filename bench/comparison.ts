/** One measured run: the main figure first, others beside it. */
export interface Figures {
  /** In the comparison's unit. */
  readonly value: number;
  /** Further figures by name, such as percentiles or the server's share of a core. */
  readonly others: Readonly<Record<string, number>>;
}

/** One way to do the same work. */
export interface Contender {
  readonly name: string;
  /** What was in force for this contender alone. */
  readonly settings: string;
  run(seconds: number): Promise<Figures>;
}

/** What a comparison must reach. */
export interface Target {
  /** Name of the contender it speaks of. */
  readonly contender: string;
  /** Share of the ceiling, or of the contender that `of` names, as the median over rounds. */
  readonly ratioMin?: number;
  readonly of?: string;
  readonly valueMin?: number;
  readonly valueMax?: number;
}

/** The same work done by several contenders, one after the other in every round. */
export interface Comparison {
  readonly name: string;
  readonly unit: string;
  /** What was in force for all contenders. */
  readonly settings: string;
  /** The first one is the ceiling that the others are held against. */
  readonly contenders: readonly Contender[];
  readonly targets: readonly Target[];
  /** How long each contender runs before the rounds, uncounted: where single calls are timed, until both sides' code is compiled. Default: not at all. */
  readonly warmupSeconds?: number;
}

/** All that one contender gave over the rounds. */
export interface ContenderResult {
  readonly name: string;
  readonly settings: string;
  readonly runs: readonly Figures[];
  /** Value of each round by the ceiling's value of the same round. */
  readonly ratios: readonly number[];
}

export interface ComparisonResult {
  readonly name: string;
  readonly unit: string;
  readonly settings: string;
  readonly contenders: readonly ContenderResult[];
  readonly targets: readonly TargetResult[];
}

export interface TargetResult extends Target {
  readonly isMet: boolean;
}

export interface RoundsOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly onRun: (contender: string, round: number, value: number) => void;
}

/** Runs every contender once in every round, always next to the others, so that what changes on the machine meanwhile touches all of them. */
export async function runComparison(comparison: Comparison, options: RoundsOptions): Promise<ComparisonResult> {
  const { warmupSeconds } = comparison;
  if (warmupSeconds !== undefined) for (const contender of comparison.contenders) await contender.run(warmupSeconds);
  const runs = comparison.contenders.map((): Figures[] => []);
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const [index, contender] of comparison.contenders.entries()) {
      const figures = await contender.run(options.seconds);
      runs[index]!.push(figures);
      options.onRun(contender.name, round, figures.value);
    }
  }
  const ceiling = runs[0]!;
  const contenders = comparison.contenders.map(({ name, settings }, index) => ({
    name,
    settings,
    runs: runs[index]!,
    ratios: ratiosOf(runs[index]!, ceiling),
  }));
  const targets = comparison.targets.map((target) => ({ ...target, isMet: isMet(target, contenders) }));
  const { name, unit, settings } = comparison;
  return { name, unit, settings, contenders, targets };
}

function ratiosOf(runs: readonly Figures[], ceiling: readonly Figures[]): number[] {
  return runs.map((figures, round) => figures.value / ceiling[round]!.value);
}

function isMet(target: Target, contenders: readonly ContenderResult[]): boolean {
  const named = (wanted: string): ContenderResult => {
    const result = contenders.find(({ name }) => name === wanted);
    if (result === undefined) throw new Error(`no contender is named ${wanted}`);
    return result;
  };
  const result = named(target.contender);
  const value = median(result.runs.map((figures) => figures.value));
  const ratios = target.of === undefined ? result.ratios : ratiosOf(result.runs, named(target.of).runs);
  return (
    median(ratios) >= (target.ratioMin ?? 0) &&
    value >= (target.valueMin ?? Number.NEGATIVE_INFINITY) &&
    value <= (target.valueMax ?? Number.POSITIVE_INFINITY)
  );
}

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
