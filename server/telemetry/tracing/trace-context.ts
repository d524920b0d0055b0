/** Where a call stands in a trace, as W3C Trace Context writes it. */
export interface TraceContext {
  readonly traceparent: string;
  /** Empty: none. */
  readonly tracestate: string;
}

/** Headers and metadata of a trace, and of the records that it wrote. */
export const traceparentName = "traceparent";
export const tracestateName = "tracestate";

/** What two headers say of a trace. Undefined for none, and for what is not well-formed: the specification has such a one started anew. */
export function traceContextOf(
  traceparent: string | readonly string[] | undefined,
  tracestate: string | readonly string[] | undefined,
): TraceContext | undefined {
  if (typeof traceparent !== "string" || !isTraceparent(traceparent)) return undefined;
  const state = typeof tracestate === "string" ? tracestate : (tracestate?.join(",") ?? "");
  return { traceparent, tracestate: state.length <= tracestateMax && isPrintable.test(state) ? state : "" };
}

/** `00-<trace id>-<span id>-<flags>`; a later version may say more behind it. Ids of zeros alone are none. */
function isTraceparent(text: string): boolean {
  const [, version, traceId, spanId, rest] = pattern.exec(text) ?? [];
  if (version === undefined || version === "ff" || (version === "00" && rest !== "")) return false;
  return !/^0+$/.test(traceId!) && !/^0+$/.test(spanId!);
}

const pattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}((?:-.{0,200})?)$/;
const isPrintable = /^[\x20-\x7e]*$/;
/** The specification has 512 characters carried; what is longer is dropped whole. */
const tracestateMax = 512;
