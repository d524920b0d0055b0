import { Visitor } from "oxc-parser";
import type { SourceFile } from "./repository.ts";

/** A module that a file imports, re-exports, or loads with import(). */
export interface ImportedModule {
  readonly specifier: string;
  readonly offset: number;
}

export function importedModules(source: SourceFile): ImportedModule[] {
  const { staticImports, staticExports, dynamicImports } = source.module;
  const found = staticImports.map(({ moduleRequest }) => ({
    specifier: moduleRequest.value,
    offset: moduleRequest.start,
  }));
  const reExported = new Map<number, string>();
  for (const { entries } of staticExports) {
    for (const { moduleRequest } of entries) {
      if (moduleRequest) reExported.set(moduleRequest.start, moduleRequest.value);
    }
  }
  for (const [offset, specifier] of reExported) found.push({ specifier, offset });
  for (const { moduleRequest } of dynamicImports) {
    const literal = /^["'`](.*)["'`]$/s.exec(source.text.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[1] !== undefined) found.push({ specifier: literal[1], offset: moduleRequest.start });
  }
  return [...found, ...importTypes(source)];
}

/** `import("./x.ts").Y` in the place of a type. */
function importTypes(source: SourceFile): ImportedModule[] {
  const found: ImportedModule[] = [];
  new Visitor({
    TSImportType: ({ source: { value, start } }) => {
      found.push({ specifier: value, offset: start });
    },
  }).visit(source.program);
  return found;
}
