/** C0 and C1 control characters, DEL, and the characters that reorder text or separate lines. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out here
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const UNSAFE_IN_JSON = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Text that neither breaks its line nor drives the terminal it is shown on. */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (character) => NAMED[character] ?? `\\u${codeOf(character)}`);
}

/** Whether text holds characters that `escapeControls` would replace. */
export function isUnsafe(text: string): boolean {
  return text.search(UNSAFE) >= 0;
}

/** The same JSON, with every character in it safe to show. */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE_IN_JSON, (character) => `\\u${codeOf(character)}`);
}

function codeOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, "0");
}
