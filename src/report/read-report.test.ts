import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checkResult } from "./check-result.ts";
import { renderHtml } from "./html/render-html.ts";
import { renderMarkdown } from "./markdown/render-markdown.ts";
import { readReport } from "./read-report.ts";
import { refusedPilot } from "./testing/hard-pilots.ts";

const example = new URL("../../examples/smollm2/", import.meta.url);

test("the report that ships as an example is read and written as any other", async () => {
	const result = await readReport(fileURLToPath(example));
	expect(renderMarkdown(result, "en")).toContain(`# ${result.title}\n`);
	expect(renderHtml(result, "ja")).toContain(result.title);
});

test("conditions of earlier versions keep their bound as the one that decides, and get the interval of the arm", () => {
	const { verdict, ...rest } = refusedPilot();
	const older = verdict?.conditions.map(
		({ decisive: _, questions: __, wouldTell: ___, ...one }) => ({
			...one,
			value: one.value && { value: 0.135, low: 0.09, high: 0.18 },
		}),
	);
	const told = { ...rest, verdict: { ...verdict, conditions: older } };
	const read = checkResult(JSON.parse(JSON.stringify(told)), "report.json");
	const [sums, capitals] = read.verdict?.conditions ?? [];
	const [arm] = rest.arms;
	expect(sums).toMatchObject({ decisive: 0.09, value: arm?.gains.sums });
	expect(sums?.questions).toBe(arm?.questions.sums);
	expect(capitals).toMatchObject({ wouldTell: null });
});
