/** Where and how an added token is found in a text. */
export interface TokenRule {
	/** The text that is looked for. */
	readonly pattern: string;
	/** Found only where no letter, digit, mark or underscore touches it. */
	readonly singleWord: boolean;
	/** Includes the white space before it, or after it. */
	readonly lstrip: boolean;
	readonly rstrip: boolean;
}

interface Branch<Rule> {
	readonly next: Map<string, Branch<Rule>>;
	rule: Rule | null;
}

const spaces = /^\p{White_Space}*/u;
/** A character of a word as Unicode's regular expressions (UTS 18, annex C) have it. */
const word = String.raw`[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]`;
const wordBefore = new RegExp(`${word}$`, "u");
const wordBehind = new RegExp(`^${word}`, "u");

/**
 * Cuts texts at added tokens as the reference does: from left to right the longest that begins at a place; one that must
 * stand alone and does not is passed over as a whole. Of two rules with one pattern the first counts.
 */
export class TokenSplitter<Rule extends TokenRule> {
	readonly #root: Branch<Rule> = { next: new Map(), rule: null };

	constructor(rules: Iterable<Rule>) {
		for (const rule of rules) if (rule.pattern !== "") this.#add(rule);
	}

	/** The parts of a text in order: rules where their tokens stand, and the texts between them. */
	split(text: string): (string | Rule)[] {
		const parts: (string | Rule)[] = [];
		let from = 0;
		let at = 0;
		while (at < text.length) {
			const rule = this.#longest(text, at);
			if (rule === null) {
				at++;
				continue;
			}
			const end = at + rule.pattern.length;
			if (!rule.singleWord || standsAlone(text, at, end)) {
				const start = rule.lstrip ? spaceStart(text, from, at) : at;
				if (start > from) parts.push(text.slice(from, start));
				parts.push(rule);
				from = rule.rstrip ? spaceEnd(text, end) : end;
			}
			at = end;
		}
		if (from < text.length) parts.push(text.slice(from));
		return parts;
	}

	#add(rule: Rule): void {
		let branch = this.#root;
		for (let i = 0; i < rule.pattern.length; i++) {
			const unit = rule.pattern.charAt(i);
			const next = branch.next.get(unit) ?? { next: new Map(), rule: null };
			branch.next.set(unit, next);
			branch = next;
		}
		branch.rule ??= rule;
	}

	#longest(text: string, from: number): Rule | null {
		let found: Rule | null = null;
		let branch: Branch<Rule> | undefined = this.#root;
		for (let at = from; branch !== undefined; at++) {
			found = branch.rule ?? found;
			branch = branch.next.get(text.charAt(at));
		}
		return found;
	}
}

/** The longest character is a surrogate pair; more of the text is not looked at. */
function standsAlone(text: string, start: number, end: number): boolean {
	return (
		!wordBefore.test(text.slice(Math.max(0, start - 2), start)) &&
		!wordBehind.test(text.slice(end, end + 2))
	);
}

function spaceStart(text: string, from: number, at: number): number {
	let start = at;
	while (start > from && spaces.exec(text[start - 1] ?? "")?.[0] !== "")
		start--;
	return start;
}

function spaceEnd(text: string, at: number): number {
	return at + (spaces.exec(text.slice(at))?.[0].length ?? 0);
}
