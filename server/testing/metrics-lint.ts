/** Values are what Go's ParseFloat takes, to which it is all one how NaN is written: prom-client writes "Nan" for the mean of nothing. */
const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? ([Nn]a[Nn]|[+-]?Inf|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;
const labelPair = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\n"])*)"(,|$)/y;

interface Family {
  readonly name: string;
  readonly type: string;
  /** Value of each series, by name and labels. */
  readonly series: Map<string, number>;
}

/** What is wrong with metrics in Prometheus' text format, line by line; empty when nothing is. */
export function lintMetrics(text: string): string[] {
  const problems: string[] = [];
  const families = new Map<string, Family>();
  const helps = new Set<string>();
  let family: Family | undefined;
  if (!text.endsWith("\n")) problems.push("the last line has no end");
  for (const line of text.split("\n").filter((candidate) => candidate !== "")) {
    const [mark, keyword, name = "", type = ""] = line.split(" ");
    if (mark === "#" && keyword === "HELP") {
      if (helps.has(name) || families.has(name)) problems.push(`${name} has several HELPs, or one behind its TYPE`);
      helps.add(name);
    } else if (mark === "#" && keyword === "TYPE") {
      if (families.has(name)) problems.push(`${name} stands in several places`);
      if (!helps.has(name)) problems.push(`${name} has no HELP`);
      if (!["counter", "gauge", "histogram", "summary"].includes(type)) problems.push(`${name} is of type ${type}`);
      family = { name, type, series: new Map() };
      families.set(name, family);
    } else {
      problems.push(...lintSample(line, family));
    }
  }
  for (const each of families.values()) problems.push(...lintFamily(each));
  return problems;
}

function lintSample(line: string, family: Family | undefined): string[] {
  const match = sampleLine.exec(line);
  if (match === null) return [`not a sample: ${line}`];
  const [, name = "", labels = "", value] = match;
  const suffixes = family?.type === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
  if (family === undefined || !suffixes.some((suffix) => name === family.name + suffix)) {
    return [`${name} stands under ${family?.name ?? "no TYPE"}`];
  }
  const pairs = labelsOf(labels);
  if (pairs === undefined) return [`labels that cannot be read: ${line}`];
  const names = pairs.map(([label]) => label);
  if (new Set(names).size < names.length) return [`a label twice: ${line}`];
  const series = `${name} ${JSON.stringify([...pairs].sort())}`;
  if (family.series.has(series)) return [`a series twice: ${line}`];
  family.series.set(series, Number(value!.replace("Inf", "Infinity")));
  return [];
}

function labelsOf(text: string): (readonly [string, string])[] | undefined {
  const pairs: (readonly [string, string])[] = [];
  labelPair.lastIndex = 0;
  while (labelPair.lastIndex < text.length) {
    const match = labelPair.exec(text);
    if (match === null) return undefined;
    pairs.push([match[1]!, match[2]!]);
  }
  return pairs;
}

function lintFamily({ name, type, series }: Family): string[] {
  const values = [...series.values()];
  if (type === "counter") {
    if (!name.endsWith("_total")) return [`the counter ${name} does not end in _total`];
    if (values.some((value) => !(value >= 0))) return [`the counter ${name} is below 0`];
  }
  return type === "histogram" ? lintHistogram(name, series) : [];
}

/** Buckets must grow, and the last one hold all. */
function lintHistogram(name: string, series: ReadonlyMap<string, number>): string[] {
  const problems: string[] = [];
  const bucketsByLabels = bucketsOf(name, series);
  for (const [key, count] of series) {
    if (!key.startsWith(`${name}_count `)) continue;
    const labels = key.slice(`${name}_count `.length);
    if (!series.has(`${name}_sum ${labels}`)) problems.push(`${key} has no sum`);
    const buckets = (bucketsByLabels.get(labels) ?? []).toSorted(([first], [second]) => first - second);
    if (buckets.at(-1)?.[0] !== Number.POSITIVE_INFINITY) problems.push(`${key} has no bucket +Inf`);
    if (buckets.at(-1)?.[1] !== count) problems.push(`${key} is not what the last bucket holds`);
    if (buckets.some(([, held], index) => held < (buckets[index - 1]?.[1] ?? 0))) {
      problems.push(`${key} has buckets that shrink`);
    }
  }
  return problems;
}

/** By the labels beside that of the bound. */
function bucketsOf(name: string, series: ReadonlyMap<string, number>): Map<string, [bound: number, count: number][]> {
  const buckets = new Map<string, [number, number][]>();
  for (const [key, count] of series) {
    if (!key.startsWith(`${name}_bucket `)) continue;
    const pairs = JSON.parse(key.slice(`${name}_bucket `.length)) as [string, string][];
    const bound = pairs.find(([label]) => label === "le")?.[1].replace("Inf", "Infinity");
    const labels = JSON.stringify(pairs.filter(([label]) => label !== "le"));
    const those = buckets.get(labels) ?? [];
    those.push([Number(bound), count]);
    buckets.set(labels, those);
  }
  return buckets;
}
