import type { Field } from "@flowmesh/contract/internal";

/** Names of fields, from the message inwards. */
export type Path = readonly string[];

/** Every field of a message and of the messages in it. */
export function pathsOf(fields: readonly Field[]): { readonly path: Path; readonly field: Field }[] {
  return fields.flatMap((field) => {
    const inner = field.message === undefined ? [] : pathsOf(field.message().fields);
    const deeper = inner.map(({ path, field: of }) => ({ path: [field.property, ...path], field: of }));
    return [{ path: [field.property], field }, ...deeper];
  });
}

/** A copy of a message in which the field at a path is changed; in lists, that of every entry. What is not there stays so. */
export function withChanged(message: object, [name, ...rest]: Path, change: (value: unknown) => unknown): object {
  const value: unknown = message[name as keyof typeof message];
  if (name === undefined || value === undefined) return message;
  if (rest.length === 0) return { ...message, [name]: change(value) };
  const deeper = (part: unknown): object => withChanged(part as object, rest, change);
  return { ...message, [name]: Array.isArray(value) ? value.map(deeper) : deeper(value) };
}
