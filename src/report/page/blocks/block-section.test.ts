import { expect, test } from "vitest";
import { html } from "../markup.ts";
import { blockSection } from "./block-section.ts";

const table = { columns: [{ title: "name" }], rows: [["<b>"]] };

function section(cards: Parameters<typeof blockSection>[0]["cards"]) {
	const texts = { before: ["before & first"], after: ["after"] };
	return blockSection({ id: "one", title: "One", ...texts, cards });
}

test("blocks are escaped, in both forms", () => {
	const { html: markup, markdown } = section([
		{
			title: "a card <i>",
			blocks: [
				{ kind: "texts", texts: ["*text*"] },
				{ kind: "warning", texts: ["<w>"] },
				{ kind: "table", table },
				{ kind: "facts", facts: [{ name: "n", lines: ["1 < 2", "3"] }] },
				{
					kind: "folded",
					summary: "more",
					blocks: [{ kind: "list", items: ["a|b"] }],
				},
			],
		},
	]);
	const page = markup()!.markup;
	expect(page).toContain('<h3 dir="auto">a card &lt;i&gt;</h3>');
	expect(page).toContain("<bdi>&lt;b&gt;</bdi>");
	expect(page).toContain('<p dir="auto">1 &lt; 2</p>');
	expect(page).toMatch(/<details><summary>.*more.*<li dir="auto">a\|b<\/li>/);
	expect(markdown()).toEqual([
		"before &amp; first",
		"### a card &lt;i&gt;",
		"\\*text\\*",
		"- &lt;w&gt;",
		"| name |\n| --- |\n| &lt;b&gt; |",
		"- n:\n  - 1 &lt; 2\n  - 3",
		"### more",
		"- a\\|b",
		"after",
	]);
});

test("a card without content is left out, and a figure is drawn once", () => {
	let drawn = 0;
	const figures = () => {
		drawn++;
		return [{ title: "figure", charts: [html`<svg></svg>`] }];
	};
	const empty = { columns: [{ title: "name" }], rows: [] };
	const { html: markup, markdown } = section([
		{ title: "empty", blocks: [{ kind: "table", table: empty }] },
		{
			title: "full",
			blocks: [{ kind: "figures", figures, besides: 1, key: null }],
		},
	]);
	const page = markup()!.markup;
	expect(page).not.toContain("empty");
	expect(page).toContain("<h3>figure</h3><svg></svg>");
	expect(drawn).toBe(1);
	expect(markdown()!.join()).not.toContain("full");
});
