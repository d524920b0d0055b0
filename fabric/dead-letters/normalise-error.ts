import { createHash } from "node:crypto";

/** An error without what differs from one time to the next, and the place in the code where it was thrown. */
export interface NormalError {
  /** Names the group; the same for the same error. */
  readonly id: string;
  readonly error: string;
  /** Empty without a stack. */
  readonly frame: string;
}

/** What is looked at of an error: more would cost time and tell nothing more. */
const errorCharsMax = 1000;
const stackCharsMax = 8000;

/** What differs between errors of one kind, in the order in which it is taken out: the longer forms first. */
const differing: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "*"],
  [/\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?/g, "*"],
  [/"[^"\n]{0,500}"|'[^'\n]{0,500}'|`[^`\n]{0,500}`|\u201c[^\u201d\n]{0,500}\u201d/g, "*"],
  [/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s,;)\]}>]{1,500}/gi, "*"],
  [/[\w.+-]{1,100}@[\w-]{1,100}(?:\.[\w-]{1,100}){1,5}/g, "*"],
  [/(?:[a-z]:)?(?:[\\/][\w.@~-]{1,200}){2,50}(?::\d+){0,2}/gi, "*"],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?/g, "*"],
  [/\b0x[0-9a-f]+\b/gi, "*"],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi, "*"],
  [/\b(?=\w*\d)(?=\w*[a-z])[\w-]{16,200}\b/gi, "*"],
  [/[-+]?\d+(?:[.,:]\d+)*(?:e[-+]?\d+)?/gi, "*"],
  [/\s+/g, " "],
  [/\*(?:[ ,;|/]*\*)+/g, "*"],
];

/** Errors that are the same to people have the same group, whatever order, host or time they speak of. */
export function normaliseError(error: string, stack: string = ""): NormalError {
  let text = error.slice(0, errorCharsMax);
  for (const [pattern, instead] of differing) text = text.replace(pattern, instead);
  text = text.trim();
  const frame = topFrame(stack.slice(0, stackCharsMax));
  const id = createHash("sha256").update(`${text}\n${frame}`).digest("hex").slice(0, 16);
  return { id, error: text, frame };
}

/** The first line of a stack that names a place in the code: of JavaScript, Java, Python or Go. */
function topFrame(stack: string): string {
  const line = stack.split("\n").find((each) => /^\s*(?:at\s|File\s"|[\w./-]+\.go:\d)/.test(each));
  if (line === undefined) return "";
  return line
    .trim()
    .replace(/(?:file:\/\/)?(?:[A-Za-z]:)?[\w.@~/\\-]*[/\\]([\w.@~-]+)/g, "$1")
    .replace(/:\d+(?::\d+)?/g, "")
    .replace(/, line \d+| \+0x[0-9a-f]+$/g, "")
    .slice(0, 200);
}
