// The index of docs/decisions. `node scripts/decisions.mjs` writes it again and keeps the summaries that it has.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const indexName = "README.md";
const statuses = /^(accepted|superseded by \d{4})$/;
const heading = `# Decisions

One page for each choice that is not obvious: the choice, its reasons, and its price. The folders are subjects; numbers are unique
over all of them. A new decision takes the next free number, starts with \`# NNNN: Title\` and a line \`Status: accepted\`, and gets a row here with \`node scripts/decisions.mjs\`. A decision that a later
one replaces stays, with \`Status: superseded by NNNN\`.

| number | decision | status | summary |
| --- | --- | --- | --- |
`;

function readDecision(folder, name) {
	const [first, second, third] = readFileSync(join(folder, name), "utf8").split(
		"\n",
	);
	return {
		name,
		number: basename(name).slice(0, 4),
		title: /^# \d{4}: (.+)$/.exec(first)?.[1] ?? null,
		titleNumber: /^# (\d{4})/.exec(first)?.[1] ?? null,
		status: second === "" ? (/^Status: (.+)$/.exec(third)?.[1] ?? null) : null,
	};
}

/** Rows of the index by file: link text, file, title, status, summary. */
function readIndex(folder) {
	const text = readFileSync(join(folder, indexName), "utf8");
	const rows = new Map();
	for (const line of text.split("\n")) {
		const found = /^\| \[(\d{4})\]\(([^)]+)\) \| (.+) \| (.+) \| (.*) \|$/.exec(
			line,
		);
		if (found) rows.set(found[2], found.slice(1));
	}
	return rows;
}

function decisionsIn(folder) {
	return readdirSync(folder, { recursive: true })
		.map((name) => name.replaceAll("\\", "/"))
		.filter((name) => name.endsWith(".md") && name !== indexName)
		.sort((a, b) => (basename(a) < basename(b) ? -1 : 1))
		.map((name) => readDecision(folder, name));
}

/** What is wrong with the decisions of a folder and with their index, as sentences. */
export function decisionProblems(folder) {
	const problems = [];
	const numbers = new Map();
	const rows = readIndex(folder);
	for (const { name, number, title, titleNumber, status } of decisionsIn(
		folder,
	)) {
		const at = `docs/decisions/${name}`;
		if (!/^[a-z]+\/\d{4}-[a-z0-9-]+\.md$/.test(name))
			problems.push(
				`${at}: expected a name such as docs/decisions/engine/0123-title.md`,
			);
		if (numbers.has(number))
			problems.push(
				`${at}: the number ${number} belongs to ${numbers.get(number)}`,
			);
		numbers.set(number, name);
		if (title === null || titleNumber !== number)
			problems.push(`${at}: the first line must be "# ${number}: Title"`);
		if (!statuses.test(status ?? ""))
			problems.push(
				`${at}: the third line must be "Status: accepted" or "Status: superseded by NNNN"`,
			);
		const row = rows.get(name);
		rows.delete(name);
		if (row === undefined || row[0] !== number)
			problems.push(
				`${at}: not in the index; run node scripts/decisions.mjs, and write its summary`,
			);
		else if (row[2] !== title || row[3] !== status)
			problems.push(
				`${at}: title or status differ from the index; run node scripts/decisions.mjs`,
			);
		else if (row[4] === "")
			problems.push(`${at}: its row of the index has no summary`);
	}
	for (const name of rows.keys())
		problems.push(`docs/decisions/${indexName}: ${name} does not exist`);
	for (const { name, status } of decisionsIn(folder)) {
		const by = /^superseded by (\d{4})$/.exec(status ?? "")?.[1];
		if (by !== undefined && !numbers.has(by))
			problems.push(`docs/decisions/${name}: there is no decision ${by}`);
	}
	return problems;
}

function writeIndex(folder) {
	const rows = readIndex(folder);
	const lines = decisionsIn(folder).map(({ name, number, title, status }) => {
		const summary = rows.get(name)?.[4] ?? "";
		return `| [${number}](${name}) | ${title} | ${status} | ${summary} |\n`;
	});
	writeFileSync(join(folder, indexName), heading + lines.join(""));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
	const folder = join(import.meta.dirname, "..", "docs", "decisions");
	writeIndex(folder);
	for (const problem of decisionProblems(folder)) console.error(problem);
}
