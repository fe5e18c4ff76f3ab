import { expect, test } from "vitest";
import { type AnswerForm, formOfAnswer } from "./form-of-answer.ts";

test.each<[string, AnswerForm]>([
	["", "empty"],
	["\u200b \n", "empty"],
	["I'm sorry, I can't help with that.", "refusal"],
	['{"city": "Oslo"}', "JSON"],
	["```json\n[1, 2]\n```", "JSON"],
	["{not json}", "one line"],
	["```python\nprint(1)\n```", "code"],
	["@app.route('/')\ndef index():\n    return 'x'", "code"],
	[
		"Use this:\n```\nls\n```\nIt lists the files of the folder and nothing else at all.",
		"prose",
	],
	["x = 12\ny = x / 4\nTherefore y = 3", "prose"],
	["total = 12\nfor i in range(3):\n    total += i\nprint(total)", "code"],
	["- one\n- two", "list"],
	["Three steps:\n1. Cut.\n2. Fold.\n3. Glue.", "list"],
	["2.5 * 5 = 12.5\n0.5 * 3 = 1.5", "prose"],
	["-14 + 6 = -8\n-8 / 2 = -4", "prose"],
	["・りんご\n・みかん", "list"],
	["72", "number"],
	["$1,234.50", "number"],
	["約12", "one line"],
	["12 km.", "number"],
	["12 of them left early and the rest stayed on", "one line"],
	["Mira lives in the mast.", "one line"],
	["Natalia sold 48/2 = <<48/2=24>>24 clips in May.\n#### 24", "prose"],
])("%j is %s", (answer, form) => {
	expect(formOfAnswer(answer, false)).toBe(form);
});

test("a call of a tool has no text", () => {
	expect(formOfAnswer("", true)).toBe("tool call");
});
