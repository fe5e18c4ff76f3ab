import type { RowFormat } from "../../text/columns/row-format.ts";
import type { Wants } from "../../text/columns/wanted.ts";
import type { EncodedAnswer, EncodedGroup } from "../../text/encoded-row.ts";
import { rewrittenTurns, supervisedCount } from "../example.ts";
import { answerFault, cutAnswer, type EmptyAnswers } from "./answer-fault.ts";
import type { DataReport, Lengths } from "./data-report.ts";
import { LimitedList } from "./limited-list.ts";

/** Lengths, masks and verdicts of rows, and what a longest length would do to them. */
export class RowTally {
	readonly #maxLength: number;
	readonly #formats: Partial<Record<RowFormat, number>> = {};
	readonly #lengths: number[] = [];
	readonly #chosen: number[] = [];
	readonly #rejected: number[] = [];
	readonly #tooLong: LimitedList<string>;
	readonly #empty: LimitedList<string>;
	readonly #silent: LimitedList<string>;
	readonly #identical: LimitedList<string>;
	readonly #rewritten: LimitedList<string>;
	readonly #emptyAnswers: EmptyAnswers;
	#rewrittenTurns = 0;
	#rows = 0;
	#usable = 0;
	#supervised = 0;
	#tokensBeyond = 0;
	#answerBeyond = 0;
	#chosenLonger = 0;
	#desirable = 0;
	#undesirable = 0;

	constructor(
		maxLength: number | null,
		listed: number,
		emptyAnswers: EmptyAnswers = "refuse",
	) {
		this.#emptyAnswers = emptyAnswers;
		this.#silent = new LimitedList(listed);
		this.#maxLength = maxLength ?? Infinity;
		this.#tooLong = new LimitedList(listed);
		this.#empty = new LimitedList(listed);
		this.#identical = new LimitedList(listed);
		this.#rewritten = new LimitedList(listed);
	}

	/** Number of rows added. */
	get count(): number {
		return this.#rows;
	}

	/** Takes what one row was encoded to. */
	add(groups: readonly EncodedGroup[], id: string, format: RowFormat): void {
		const answers = groups.flat();
		this.#rows++;
		this.#formats[format] = (this.#formats[format] ?? 0) + 1;
		for (const answer of answers) {
			this.#lengths.push(answer.ids.length);
			this.#supervised += supervisedCount(answer);
		}
		const rewritten = rewrittenTurns(answers);
		this.#rewrittenTurns += rewritten;
		if (rewritten > 0) this.#rewritten.add(id);
		const fault = answerFault(answers, answers, this.#emptyAnswers);
		if (answers.some((answer) => answer.silent) && fault?.kind !== "empty")
			this.#silent.add(id);
		if (fault === null) this.#usable++;
		if (fault?.kind === "empty") this.#empty.add(id);
		if (fault?.kind === "same") this.#identical.add(id);
		this.#addLong(answers, id, fault === null);
		for (const [one, other] of groups) {
			if (one && other) this.#addPair(one, other);
			else if (one?.liked) this.#desirable++;
			else this.#undesirable++;
		}
	}

	#addLong(
		answers: readonly EncodedAnswer[],
		id: string,
		usable: boolean,
	): void {
		const beyond = answers.map(({ ids }) =>
			Math.max(0, ids.length - this.#maxLength),
		);
		if (!beyond.some((tokens) => tokens > 0)) return;
		this.#tooLong.add(id);
		this.#tokensBeyond += beyond.reduce((sum, tokens) => sum + tokens, 0);
		const cut = answers.map((answer) => cutAnswer(answer, this.#maxLength));
		if (usable && answerFault(cut, answers, this.#emptyAnswers) !== null)
			this.#answerBeyond++;
	}

	#addPair(chosen: EncodedAnswer, rejected: EncodedAnswer): void {
		const lengths = [chosen, rejected].map(supervisedCount);
		const [better = 0, worse = 0] = lengths;
		this.#chosen.push(better);
		this.#rejected.push(worse);
		if (better > worse) this.#chosenLonger++;
	}

	/** `wants` says whether single answers have a verdict. */
	report(wants: Wants) {
		const { items: rows, count: empty } = this.#empty;
		return {
			usable: this.#usable,
			formats: this.#formats,
			lengths: lengthsOf(this.#lengths),
			tokens: this.#lengths.reduce((sum, length) => sum + length, 0),
			supervised: this.#supervised,
			tooLong: {
				count: this.#tooLong.count,
				rows: this.#tooLong.items,
				tokensBeyond: this.#tokensBeyond,
				answerBeyond: this.#answerBeyond,
			},
			nothingToLearn: { count: empty, rows },
			silent: { count: this.#silent.count, rows: this.#silent.items },
			rewritten: {
				count: this.#rewritten.count,
				rows: this.#rewritten.items,
				turns: this.#rewrittenTurns,
			},
			identical: {
				count: this.#identical.count,
				rows: this.#identical.items,
			},
			pairs: this.#pairs(),
			labels:
				wants === "labels"
					? { desirable: this.#desirable, undesirable: this.#undesirable }
					: null,
		};
	}

	#pairs(): DataReport["pairs"] {
		if (this.#chosen.length === 0) return null;
		return {
			count: this.#chosen.length,
			chosen: lengthsOf(this.#chosen),
			rejected: lengthsOf(this.#rejected),
			chosenLonger: this.#chosenLonger,
		};
	}
}

function lengthsOf(lengths: readonly number[]): Lengths {
	const sorted = [...lengths].sort((a, b) => a - b);
	const percentile = (share: number) =>
		sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
	return {
		p50: percentile(0.5),
		p90: percentile(0.9),
		p99: percentile(0.99),
		max: sorted.at(-1) ?? 0,
	};
}
