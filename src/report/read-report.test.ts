import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { renderHtml } from "./html/render-html.ts";
import { renderMarkdown } from "./markdown/render-markdown.ts";
import { readReport } from "./read-report.ts";

const example = new URL("../../examples/smollm2/", import.meta.url);

test("the report that ships as an example is read and written as any other", async () => {
	const result = await readReport(fileURLToPath(example));
	expect(renderMarkdown(result, "en")).toContain(`# ${result.title}\n`);
	expect(renderHtml(result, "ja")).toContain(result.title);
});
