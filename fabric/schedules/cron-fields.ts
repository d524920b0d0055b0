import { FlowMeshError } from "../errors.ts";

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words: readonly string[];
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const seconds: Field = { name: "seconds", min: 0, max: 59, words: [] };
const fields: readonly Field[] = [
  { name: "minutes", min: 0, max: 59, words: [] },
  { name: "hours", min: 0, max: 23, words: [] },
  { name: "days of the month", min: 1, max: 31, words: ["L", "W", "LW"] },
  { name: "months", min: 1, max: 12, words: months },
  { name: "weekdays", min: 0, max: 7, words: [...weekdays, ...weekdays.map((day) => `${day}L`), "L"] },
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

function checkedField({ name, min, max, words }: Field, text: string): string {
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
  return text;
}

export function cronInvalid(problem: string): FlowMeshError {
  return new FlowMeshError("settings_invalid", { field: "cron", problem });
}
