/** The text of a member of a JSON object, as it stands there, without blanks around it; of several of one name the last. The object must be well-formed. */
export function memberText(json: string, name: string): string | undefined {
  let found: string | undefined;
  let depth = 0;
  /** Where the present member's name, and its value, begin. */
  let nameAt = 0;
  let valueAt = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at]!;
    if (character === '"') {
      const end = endOfString(json, at);
      if (depth === 1 && valueAt === 0) nameAt = at;
      at = end - 1;
    } else if (character === "{" || character === "[") depth += 1;
    else if (depth === 1 && character === ":" && valueAt === 0) valueAt = at + 1;
    else if (character === "," || character === "}" || character === "]") {
      if (depth === 1 && valueAt > 0) {
        if (JSON.parse(json.slice(nameAt, json.indexOf(":", endOfString(json, nameAt)))) === name)
          found = json.slice(valueAt, at).trim();
        valueAt = 0;
      }
      if (character !== ",") depth -= 1;
    }
  }
  return found;
}

/** Behind the quote that closes the string which opens at `from`. */
function endOfString(json: string, from: number): number {
  let at = from + 1;
  while (json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at + 1;
}
