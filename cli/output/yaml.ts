import { escapeJson, isUnsafe } from "./escape.ts";

/** Turns values into YAML documents with every character in them safe to show. */
export async function yamlWriter(): Promise<(value: unknown) => string> {
  const { Document, visit } = await import("yaml");
  return (value) => {
    // Through JSON: what the contract writes as long numbers is no plain value before.
    const document = new Document(JSON.parse(JSON.stringify(value)));
    visit(document, {
      Scalar: (_, scalar) => {
        if (typeof scalar.value === "string" && isUnsafe(scalar.value)) scalar.type = "QUOTE_DOUBLE";
      },
    });
    // The escapes of JSON are escapes of YAML between double quotes, and only there is something to escape.
    return escapeJson(document.toString({ lineWidth: 0 }));
  };
}
