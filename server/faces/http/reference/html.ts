/** Text as it stands in HTML, in attributes too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The little of Markdown that comments use: code in backquotes, lists, paragraphs. */
export function proseHtml(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((part) => (part.startsWith("- ") ? listHtml(part) : `<p>${inlineHtml(part)}</p>`))
    .join("");
}

/** One paragraph of it, without the paragraph. */
export function inlineHtml(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

function listHtml(text: string): string {
  const items = text.split("\n").map((line) => `<li>${inlineHtml(line.replace(/^- /, ""))}</li>`);
  return `<ul>${items.join("")}</ul>`;
}
