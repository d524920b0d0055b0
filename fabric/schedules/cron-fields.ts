import { FlowMeshError } from "../errors.ts";

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words: readonly string[];
  /** What one item of its list looks like, in capitals. */
  readonly item: RegExp;
  /** The same in words, beside values, ranges and steps. */
  readonly others?: string;
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** Any, a value or a range, each perhaps with a step, and what else there may be. */
function itemOf(names: readonly string[], suffix = "", others = ""): RegExp {
  const value = ["\\d+", ...names].join("|");
  return new RegExp(`^(?:(?:\\*|(?:${value})(?:-(?:${value}))?)(?:/\\d+)?${suffix}${others})$`);
}

const plain = itemOf([]);
const seconds: Field = { name: "seconds", min: 0, max: 59, words: [], item: plain };
const fields: readonly Field[] = [
  { name: "minutes", min: 0, max: 59, words: [], item: plain },
  { name: "hours", min: 0, max: 23, words: [], item: plain },
  {
    name: "days of the month",
    min: 1,
    max: 31,
    words: ["L", "W", "LW"],
    item: itemOf([], "", "|L|LW|\\d+W"),
    others: "L (the last), LW (the last workday), 15W (the workday nearest to the 15th)",
  },
  { name: "months", min: 1, max: 12, words: months, item: itemOf(months) },
  {
    name: "weekdays",
    min: 0,
    max: 7,
    words: [...weekdays, ...weekdays.map((day) => `${day}L`), "L"],
    item: itemOf(weekdays, "(?:#(?:[1-5]|L))?", `|(?:[0-7]|${weekdays.join("|")})L`),
    others: "MON#2 (the second of a month), MON#L or MONL (the last)",
  },
];

/**
 * The fields of an expression in the form that the library reads: `?`, with which Quartz and EventBridge say "any day", is `*`. What would be refused with a number that nobody wrote is
 * refused here by its own. What begins with `@` is left alone.
 * @throws FlowMeshError settings_invalid
 */
export function checkedFields(text: string): string {
  const parts = text.trim().split(/\s+/);
  if (text.trim().startsWith("@")) return text;
  if (parts.length !== 5 && parts.length !== 6)
    throw cronInvalid("must have five fields (minutes, hours, days, months, weekdays), or six with seconds first");
  const named = parts.length === 6 ? [seconds, ...fields] : fields;
  return named.map((field, index) => checkedField(field, parts[index] as string)).join(" ");
}

function checkedField(field: Field, text: string): string {
  const { name, min, max, words, item } = field;
  if (text === "?") return "*";
  for (const [word] of text.matchAll(/[A-Za-z]+/g)) {
    if (words.includes(word.toUpperCase())) continue;
    const known = words.length === 0 ? "numbers alone" : words.slice(0, 12).join(", ");
    throw cronInvalid(`has ${word} in its ${name}, which are ${known}`);
  }
  // Behind a slash stands a step, behind # which one of the month.
  for (const [number] of text.matchAll(/(?<![\d/#])\d+/g)) {
    if (Number(number) >= min && Number(number) <= max) continue;
    throw cronInvalid(`has ${number} in its ${name}, which are from ${min} to ${max}`);
  }
  // Before all weekdays a + says that day of the month and weekday must both fit.
  const [, plus = "", list = ""] = (name === "weekdays" ? /^(\+?)(.*)$/ : /^()(.*)$/).exec(text.toUpperCase()) ?? [];
  const items = list.split(",");
  for (const each of items) {
    if (item.test(each)) continue;
    throw cronInvalid(`has ${each === "" ? "an empty item" : each} in its ${name}, where ${itemsOf(field)} may stand`);
  }
  if (items.length > 1 && items.includes("LW")) throw cronInvalid("has LW among others in its days; it stands alone");
  return plus + items.map(asRead).join(",");
}

function itemsOf({ min, max, others }: Field): string {
  const usual = `values from ${min} to ${max}, ranges such as ${min + 1}-${min + 3}, steps such as */2`;
  return others === undefined ? usual : `${usual}, ${others}`;
}

/** A range from a name to itself would be taken for the whole week. */
function asRead(item: string): string {
  return item.replace(/^([A-Z]+)-\1$/, "$1");
}

export function cronInvalid(problem: string): FlowMeshError {
  return new FlowMeshError("settings_invalid", { field: "cron", problem });
}
