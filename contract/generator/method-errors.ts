import type { MethodModel } from "./model.ts";

/**
 * Reads the reasons out of a method's comment: what stands behind "Errors:" up to the full stop, parted by commas or semicolons, each a reason or
 * `as OtherMethod`. Words behind a reason ("when ...") and in parentheses are for the reader.
 * @throws Error for a reason or method that does not exist
 */
export function methodErrors(
  method: MethodModel,
  methods: ReadonlyMap<string, MethodModel>,
  reasons: ReadonlySet<string>,
  seen: readonly string[] = [],
): string[] {
  if (seen.includes(method.name)) throw new Error(`${method.origin}: the errors of ${method.name} refer to themselves`);
  const listed = /Errors:\s([^.]*)\./s.exec(method.docs)?.[1];
  if (listed === undefined)
    throw new Error(`${method.origin}: the comment of ${method.name} has no sentence "Errors: ..."`);
  const found = new Set<string>();
  for (const item of listed.replace(/\([^)]*\)/g, "").split(/[,;]/)) {
    const [first, second] = item.trim().replace(/^and /, "").split(/\s+/);
    if (first === "none" || first === "") continue;
    if (first === "as") {
      const other = methods.get(second ?? "");
      if (!other) throw new Error(`${method.origin}: ${method.name} names the errors of ${second}, which is no method`);
      for (const reason of methodErrors(other, methods, reasons, [...seen, method.name])) found.add(reason);
    } else if (first !== undefined && reasons.has(first)) {
      found.add(first);
    } else {
      throw new Error(`${method.origin}: ${method.name} names the error ${first}, which errors.yaml does not have`);
    }
  }
  return [...found];
}
