/** Whether an Accept header ranks a media type before the one that is answered otherwise: by its weight, and where that is the same, because it is named and the other is not. */
export function prefers(accept: string, mediaType: string, otherwise: string): boolean {
  if (accept === "") return false;
  const [one, other] = [rankOf(accept, mediaType), rankOf(accept, otherwise)];
  return one.quality > other.quality || (one.quality === other.quality && one.specificity > other.specificity);
}

interface Rank {
  readonly specificity: number;
  readonly quality: number;
}

/** The weight that the most specific matching range gives a media type (RFC 9110, 12.5.1). */
function rankOf(accept: string, mediaType: string): Rank {
  const anyOfKind = mediaType.replace(/\/.*$/, "/*");
  let best: Rank = { specificity: 0, quality: 0 };
  for (const range of accept.split(",")) {
    const [name = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const specificity = name === mediaType ? 3 : name === anyOfKind ? 2 : name === "*/*" ? 1 : 0;
    const weight = parameters.find((parameter) => parameter.startsWith("q="));
    const quality = weight === undefined ? 1 : Number(weight.slice(2));
    if (specificity > best.specificity) best = { specificity, quality: Number.isNaN(quality) ? 0 : quality };
  }
  return best;
}
