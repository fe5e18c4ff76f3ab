import type { AuditResult, Finding } from "../../audit/audit-result.ts";
import { aboutChecks } from "../../audit/checks/about-checks.ts";
import { renderTable } from "../terminal/table.ts";
import { harmless, type Style, type Terminal } from "../terminal/terminal.ts";
import { wrapBeside } from "../terminal/wrap.ts";

const styles: Readonly<Record<Finding["severity"], Style>> = {
	error: "red",
	warning: "yellow",
	note: "cyan",
};

/** Places and examples of a finding that are printed. */
const shownRows = 5;
const shownEvidence = 3;
const shownGroups = 8;

/** Prints an audit: what was read, the groups, the findings, and what was not tested. */
export function showAudit(result: AuditResult, terminal: Terminal): void {
	for (const line of overview(result)) terminal.line(harmless(line));
	for (const grouping of result.groupings) {
		const { name, groups, others } = grouping;
		const cells = groups
			.slice(0, shownGroups)
			.map((group) => `${group.name} ${group.rows}`);
		const more = groups.length - cells.length + others.groups;
		if (cells.length === 0) continue;
		const text = `${cells.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
		for (const line of beside(`${name}: `, text, terminal)) terminal.line(line);
	}
	terminal.line();
	for (const finding of result.findings) showFinding(finding, terminal);
	showChecks(result, terminal);
	terminal.line(conclusion(result));
}

function beside(label: string, text: string, terminal: Terminal): string[] {
	return wrapBeside(label, harmless(text), terminal.columns, label.length);
}

function overview({ files, rows, languages }: AuditResult): string[] {
	const unreadable = files.reduce((sum, file) => sum + file.unreadable, 0);
	const kinds = Object.entries(rows)
		.filter(([, count]) => count > 0)
		.map(([kind, count]) => `${count} ${kind}`);
	const spoken = Object.entries(languages)
		.filter(([, count]) => count > 0)
		.map(([language, count]) => `${language} ${count}`);
	return [
		`rows: ${kinds.join(", ")}${unreadable > 0 ? `, ${unreadable} unreadable` : ""}`,
		`language: ${spoken.join(", ")}`,
	];
}

function showFinding(finding: Finding, terminal: Terminal): void {
	const { severity, message, rows, evidence, remedy, errs } = finding;
	const label = `${severity.padEnd(8)}`;
	const [first = "", ...rest] = beside(label, message, terminal);
	terminal.line(terminal.paint(styles[severity], first));
	for (const line of rest) terminal.line(line);
	const indent = " ".repeat(label.length);
	for (const { row, other, part, text } of evidence.slice(0, shownEvidence)) {
		const like = other === null ? "" : `, like ${other}`;
		const named = part === "row" ? "" : `, ${part}`;
		const place = `${indent}${row}${like}${named}: `;
		terminal.line(harmless(`${place}${shortened(text)}`));
	}
	const others = rows.slice(
		evidence.slice(0, shownEvidence).length,
		shownRows + shownEvidence,
	);
	const more =
		rows.length - evidence.slice(0, shownEvidence).length - others.length;
	if (others.length > 0)
		for (const line of beside(
			indent,
			`rows ${others.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
			terminal,
		))
			terminal.line(line);
	for (const line of beside(indent, remedy, terminal)) terminal.line(line);
	if (errs !== null)
		for (const line of beside(indent, errs, terminal))
			terminal.line(terminal.paint("dim", line));
	terminal.line();
}

function shortened(text: string): string {
	const chars = [...text];
	return chars.length > 100 ? `${chars.slice(0, 99).join("")}…` : text;
}

function showChecks({ checks }: AuditResult, terminal: Terminal): void {
	const rows = checks.map(({ kind, examined, found, skipped }) => [
		aboutChecks[kind].title,
		String(examined),
		String(found),
		skipped === null ? "" : `${skipped.rows} skipped: ${skipped.reason}`,
	]);
	const columns = [
		{ title: "check" },
		{ title: "rows", align: "right" },
		{ title: "found", align: "right" },
		{ title: "" },
	] as const;
	for (const line of renderTable(columns, rows, terminal.columns))
		terminal.line(harmless(line));
	terminal.line();
}

function conclusion({ findings, failed, settings }: AuditResult): string {
	const of = (severity: Finding["severity"]) =>
		findings.filter((one) => one.severity === severity).length;
	const counts = (["error", "warning", "note"] as const)
		.map(
			(severity) =>
				`${of(severity)} ${severity}${of(severity) === 1 ? "" : "s"}`,
		)
		.join(", ");
	return `${counts}; ${failed ? `failed, because --fail-on is ${settings.failOn}` : "passed"}`;
}
