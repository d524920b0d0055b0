/** Style of the reference page, for light and dark. */
export const pageStyle: string = `:root { color-scheme: light dark; --line: #d8dee4; --soft: #f6f8fa; --text: #1f2328; --quiet: #59636e; --link: #0550ae; --back: #fff; }
@media (prefers-color-scheme: dark) { :root { --line: #30363d; --soft: #161b22; --text: #e6edf3; --quiet: #9198a1; --link: #79c0ff; --back: #0d1117; } }
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 17rem minmax(0, 1fr); color: var(--text); background: var(--back); font: 15px/1.5 system-ui, sans-serif; }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1rem; border-right: 1px solid var(--line); background: var(--soft); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: .15rem 0; text-decoration: none; }
nav .title { margin: 0 0 .75rem; font-weight: 600; }
nav .title a { display: inline; float: right; font-weight: 400; font-size: .85em; }
nav h3 { margin: 1rem 0 .25rem; color: var(--quiet); font-size: .8rem; text-transform: uppercase; }
input { width: 100%; padding: .4rem .6rem; border: 1px solid var(--line); border-radius: 6px; color: inherit; background: var(--back); font: inherit; }
main { padding: 1rem 2rem 4rem; max-width: 62rem; overflow-wrap: break-word; }
.skip { position: absolute; left: -100vw; padding: .5rem 1rem; background: var(--back); }
.skip:focus { left: 0; top: 0; z-index: 1; }
a { color: var(--link); }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { padding: .75rem; white-space: pre-wrap; border: 1px solid var(--line); border-radius: 6px; background: var(--soft); }
article { padding: 1rem 0; border-top: 1px solid var(--line); scroll-margin-top: 1rem; }
article h3 { margin: 0; }
.route { margin: .25rem 0; }
h2 { scroll-margin-top: 1rem; }
h4 { margin: 1rem 0 .25rem; }
.summary { margin: .5rem 0; font-weight: 600; }
.verb { display: inline-block; min-width: 3.6rem; font: 600 11px/1.5 ui-monospace, monospace; color: #1a7f37; }
.verb.post { color: #0969da; } .verb.patch, .verb.put { color: #9a6700; } .verb.delete { color: #cf222e; }
@media (prefers-color-scheme: dark) { .verb { color: #3fb950; } .verb.post { color: #58a6ff; } .verb.patch, .verb.put { color: #d29922; } .verb.delete { color: #f85149; } }
table { border-collapse: collapse; width: 100%; }
td:first-child { min-width: 9rem; }
td:last-child { width: 60%; }
th, td { padding: .3rem .5rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
summary { cursor: pointer; }
@media (max-width: 48rem) {
  body { display: block; }
  nav { position: static; height: auto; max-height: 45vh; border: 0; border-bottom: 1px solid var(--line); }
  main { padding: 1rem; }
  thead { position: absolute; left: -100vw; }
  table, tbody, tr { display: block; }
  tr { padding: .4rem 0; border-bottom: 1px solid var(--line); }
  td, td:last-child { display: inline; width: auto; padding: 0 .75rem 0 0; border: 0; }
  td:last-child:not(:empty) { display: block; }
}
`;

/** Script of the reference page: the search with its keys, and the page's own address in the examples. The page is whole without it. */
export const pageScript: string = `const search = document.getElementById("search");
const nothing = document.getElementById("nothing");
const entries = [...document.querySelectorAll("nav li")];
const filter = () => {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const entry of entries) entry.hidden = !words.every((word) => entry.dataset.text.includes(word));
  for (const group of document.querySelectorAll("nav .group")) group.hidden = !group.querySelector("li:not([hidden])");
  nothing.hidden = entries.some((entry) => !entry.hidden);
};
search.addEventListener("input", filter);
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter") entries.find((entry) => !entry.hidden)?.querySelector("a").click();
  if (event.key !== "Escape") return;
  search.value = "";
  filter();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.target === search) return;
  event.preventDefault();
  search.focus();
  search.select();
});
// A browser may bring back what stood there.
filter();
for (const example of document.querySelectorAll(".curl code")) {
  example.textContent = example.textContent.replace(document.body.dataset.origin, location.origin);
}
`;
