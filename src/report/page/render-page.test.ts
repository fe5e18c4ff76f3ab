import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { html } from "./markup.ts";
import { renderPage } from "./render-page.ts";
import { renderText } from "./render-text.ts";
import type { Report, Section } from "./report.ts";

const section = (id: string, parts: Partial<Section> = {}): Section => ({
	...{ id, title: `Title of ${id}` },
	html: () => html`<p>${`page of ${id}`}</p>`,
	markdown: () => [`text of ${id}`],
	...parts,
});

const report = (sections: readonly Section[], title = "A title"): Report => ({
	...{ language: "en", kind: "Kind", title, about: [html`about`] },
	...{ summary: null, sections, foot: "foot", style: ".own { color: red; }" },
});

test("a section that has nothing to show is left out of that form alone, with its heading and its link", () => {
	const one = report([
		section("page", { markdown: () => null }),
		section("text", { html: () => null }),
	]);
	const { document } = parseHTML(renderPage(one));
	const ids = [...document.querySelectorAll("section")].map(({ id }) => id);
	expect(ids).toEqual(["page"]);
	const links = [...document.querySelectorAll("nav a")];
	expect(links.map((link) => link.getAttribute("href"))).toEqual(["#page"]);
	expect(document.querySelector("h2").textContent).toBe("Title of page");
	expect(renderText(one)).toBe(
		"# A title\n\n## Title of text\n\ntext of text\n",
	);
});

test("a summary comes first and has no heading", () => {
	const summary = {
		html: () => html`<section class="card">${"found"}</section>`,
		markdown: () => ["found"],
	};
	const one = { ...report([section("rest")]), summary };
	const { document } = parseHTML(renderPage(one));
	expect(document.querySelector("main").firstElementChild.textContent).toBe(
		"found",
	);
	expect(renderText(one)).toMatch(/^# A title\n\nfound\n\n## Title of rest/);
});

test("an empty title is the kind of report, and texts are escaped", () => {
	const empty = parseHTML(renderPage(report([], " "))).document;
	expect(empty.querySelector("h1").textContent).toBe("Kind");
	expect(renderText(report([], ""))).toBe("# Kind\n");
	const page = renderPage(report([], `<b onclick="x">&`));
	expect(page).toContain("&lt;b onclick=&quot;x&quot;&gt;&amp;</h1>");
});

test("rules of a report come after those of the page, and sections carry their classes", () => {
	const page = renderPage(report([section("one", { classes: "how wide" })]));
	expect(page).toMatch(/\.card \{[\s\S]*\.own \{ color: red; \}<\/style>/);
	expect(page).toContain('<section id="one" class="how wide"><h2>');
});
